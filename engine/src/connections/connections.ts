import { Fault, type Json } from '@invoicepatch/sdk';
import type { Database } from '../platform/database/database.ts';
import type { SimulatedCompanies } from '../simulators/simulated-companies.ts';
import type { AuthBook, KnownAuth } from './auth-book.ts';
import type { ConnectionStore, Environment, Health, StoredConnection } from './connection-store.postgres.ts';
import { parseSecrets, type Secrets } from './secrets.ts';
import { listUses, type Use } from './used-by.ts';

/** A connection as the API shows it: without its secrets. */
export interface Connection {
  readonly id: string;
  readonly auth: string;
  readonly name: string;
  readonly environment: Environment;
  readonly settings: Readonly<Record<string, Json>>;
  readonly health: Health;
  readonly healthNote: string;
  readonly checkedAt: string | null;
  readonly usedBy: readonly Use[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface CreateConnection {
  readonly tenantId: string;
  readonly createdBy: string | undefined;
  readonly auth: string;
  readonly name: string;
  readonly environment: Environment;
  readonly settings: unknown;
  readonly secrets: unknown;
}

export interface ChangeConnection {
  readonly name?: string | undefined;
  readonly settings?: unknown;
  readonly secrets?: Readonly<Record<string, unknown>> | undefined;
}

export interface Page {
  readonly after: { readonly name: string; readonly id: string } | undefined;
  readonly limit: number;
}

function show({ tenantId: _tenant, sealed: _sealed, ...shown }: StoredConnection, usedBy: readonly Use[]): Connection {
  return { ...shown, usedBy };
}

/** A tenant's connections, as people work with them. */
export class Connections {
  readonly #database: Database;
  readonly #store: ConnectionStore;
  readonly #auths: AuthBook;
  readonly #companies: SimulatedCompanies;

  constructor(database: Database, store: ConnectionStore, auths: AuthBook, companies: SimulatedCompanies) {
    this.#database = database;
    this.#store = store;
    this.#auths = auths;
    this.#companies = companies;
  }

  async create(wish: CreateConnection): Promise<Connection> {
    const known = this.#auths.get(wish.auth);
    const settings = this.#auths.parseSettings(known, wish.settings);
    this.#auths.urls(known, { environment: wish.environment, settings });
    const secrets = parseSecrets(known.auth, wish.secrets);
    return show(await this.#store.add({ ...wish, settings, secrets }), []);
  }

  /** Makes a new simulated company and connects to it. */
  async createSimulated(wish: Pick<CreateConnection, 'tenantId' | 'createdBy' | 'auth' | 'name'>): Promise<Connection> {
    const { connector } = this.#auths.get(wish.auth);
    if (connector.simulator === undefined) {
      throw new Fault(
        'invalid',
        'connection.no-simulator',
        `${connector.title} has no simulator. Connect to its own test system instead.`,
      );
    }
    await this.#store.refuseTakenName(wish.tenantId, wish.name);
    const { settings, secrets } = await this.#companies.create({
      tenantId: wish.tenantId,
      simulator: connector.id,
      name: wish.name,
    });
    return this.create({ ...wish, environment: 'simulator', settings, secrets });
  }

  async list(
    tenantId: string,
    { after, limit }: Page,
  ): Promise<{ readonly items: readonly Connection[]; readonly more: boolean }> {
    const found = await this.#store.list(tenantId, after, limit + 1);
    const shown = found.slice(0, limit);
    const uses = await listUses(
      this.#database,
      tenantId,
      shown.map(({ id }) => id),
    );
    return { items: shown.map((each) => show(each, uses.get(each.id) ?? [])), more: found.length > limit };
  }

  async change(tenantId: string, id: string, wish: ChangeConnection): Promise<Connection> {
    const connection = await this.#store.get(tenantId, id);
    const known = this.#auths.get(connection.auth);
    const settings =
      wish.settings === undefined ? connection.settings : this.#auths.parseSettings(known, wish.settings);
    const sent = wish.secrets ?? {};
    const isSent = Object.keys(sent).length > 0;
    if (!isSent) this.#refuseMove(known, connection, settings);
    const changed = await this.#store.change(connection, {
      name: wish.name ?? connection.name,
      settings,
      secrets: isSent ? (kept) => mergeSecrets(known, kept, sent) : undefined,
    });
    return show(changed, await this.#uses(tenantId, id));
  }

  async remove(tenantId: string, id: string): Promise<void> {
    const { name } = await this.#store.get(tenantId, id);
    const usedBy = await this.#uses(tenantId, id);
    if (usedBy.length > 0) {
      const flows = usedBy.map((use) => use.name).join(', ');
      throw new Fault(
        'conflict',
        'connection.in-use',
        `The connection "${name}" is used by: ${flows}. Take it out of these flows first.`,
        { details: { usedBy } },
      );
    }
    await this.#store.remove(tenantId, id);
  }

  async #uses(tenantId: string, id: string): Promise<readonly Use[]> {
    return (await listUses(this.#database, tenantId, [id])).get(id) ?? [];
  }

  /** Who may change settings must not be able to send the kept secrets to a place of their choice. */
  #refuseMove(known: KnownAuth, connection: StoredConnection, settings: StoredConnection['settings']): void {
    const hosts = (place: StoredConnection['settings']) =>
      Object.values(this.#auths.urls(known, { environment: connection.environment, settings: place })).map(
        (url) => new URL(url).origin,
      );
    if (JSON.stringify(hosts(connection.settings)) === JSON.stringify(hosts(settings))) return;
    throw new Fault(
      'invalid',
      'connection.secrets-needed',
      'These settings lead to another address. Enter the secrets again, so that they are sent there on purpose.',
    );
  }
}

/** A person may send only what is new. Tokens of the old credentials are of no use to the new ones. */
function mergeSecrets({ auth }: KnownAuth, kept: Secrets, sent: Readonly<Record<string, unknown>>): Secrets {
  const { accessToken: _token, accessTokenExpiresAt: _end, refreshTokenExpiresAt: _last, ...typed } = kept;
  return parseSecrets(auth, { ...typed, ...sent });
}
