import { Fault } from '@invoicepatch/sdk';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { AttemptLimit } from './attempt-limit.ts';
import { hashPassword, isPassword, needsRehash } from './password.ts';
import type { Sessions } from './sessions.ts';
import type { Tenants } from './tenants.ts';

export interface LogInAttempt {
  readonly email: string;
  readonly password: string;
  /** Short name of the tenant; the person's first one when missing. */
  readonly tenant: string | undefined;
  /** Network address that asks. */
  readonly address: string;
}

interface Account {
  readonly id: string;
  readonly password_hash: string;
}

const windowMs = 15 * 60_000;

function tooMany(retryAfterMs: number): Fault {
  const minutes = Math.ceil(retryAfterMs / 60_000);
  return new Fault(
    'unavailable',
    'auth.too-many-attempts',
    `Too many attempts to log in. Try again in ${minutes} min.`,
    { retryAfterMs },
  );
}

/** E-mail address and password become a session. */
export class LogIn {
  readonly #database: Database;
  readonly #sessions: Sessions;
  readonly #tenants: Tenants;
  readonly #byAccount: AttemptLimit;
  readonly #byAddress: AttemptLimit;

  constructor(database: Database, sessions: Sessions, tenants: Tenants, clock: Clock) {
    this.#database = database;
    this.#sessions = sessions;
    this.#tenants = tenants;
    this.#byAccount = new AttemptLimit(clock, { most: 10, windowMs });
    this.#byAddress = new AttemptLimit(clock, { most: 100, windowMs });
  }

  /** The token of a new session. */
  async logIn(attempt: LogInAttempt): Promise<string> {
    const name = attempt.email.toLowerCase();
    // Counted before the password is looked at, so that many tries at once don't slip through together.
    const wait = this.#byAddress.count(attempt.address) ?? this.#byAccount.count(name);
    if (wait !== undefined) throw tooMany(wait);
    const account = await this.#findAccount(name);
    const right = await isPassword(attempt.password, account?.password_hash);
    const tenantId = right && account !== undefined ? await this.#chooseTenant(account.id, attempt.tenant) : undefined;
    if (account === undefined || tenantId === undefined) {
      // One text for every reason: it does not tell who has an account.
      throw new Fault('denied', 'auth.wrong-credentials', 'The e-mail address or the password is wrong.');
    }
    this.#byAccount.forget(name);
    this.#byAddress.forgive(attempt.address);
    if (needsRehash(account.password_hash)) await this.#renew(account.id, attempt.password);
    return this.#sessions.start(tenantId, account.id);
  }

  async #findAccount(email: string): Promise<Account | undefined> {
    const [account] = await this.#database.asSystem((sql) =>
      sql.query<Account>('SELECT id, password_hash FROM users WHERE lower(email) = $1', [email]),
    );
    return account;
  }

  async #chooseTenant(userId: string, slug: string | undefined): Promise<string | undefined> {
    const tenants = await this.#tenants.listOfUser(userId);
    return (slug === undefined ? tenants[0] : tenants.find((tenant) => tenant.slug === slug))?.id;
  }

  async #renew(userId: string, password: string): Promise<void> {
    const hash = await hashPassword(password);
    await this.#database.asSystem((sql) =>
      sql.query('UPDATE users SET password_hash = $2 WHERE id = $1', [userId, hash]),
    );
  }
}
