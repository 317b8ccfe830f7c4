import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, type HttpAnswer, z } from '@invoicepatch/sdk';
import type { Clock } from '../platform/clock/clock.ts';
import { isDatabaseAway } from '../platform/database/database-away.ts';
import type { GuardedHttp } from '../platform/http/guarded-http.ts';
import { reasonOf } from '../platform/http/reason.ts';
import { SecretMask } from '../platform/secrets/secret-mask.ts';
import type { ConnectionStore, StoredConnection } from './connection-store.postgres.ts';
import { Gate } from './gate.ts';
import { parseOAuthSecrets, type Secrets } from './secrets.ts';

/** A token is renewed this long before it ends, so that it does not end on its way. */
const earlyMs = 60_000;

const granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().max(31_536_000).default(3_600),
  refresh_token: z.string().min(1).optional(),
});
const denied = z.object({ error: z.string() });

/** Tries at keeping a new token while the database is away: a quarter of a minute in all. */
const saveTries = 60;
const saveAgainAfterMs = 250;

interface HandedOver {
  readonly before: Secrets;
  readonly after: Secrets;
}

export interface TokenPlace {
  readonly connection: StoredConnection;
  /** Name of the system, for people. */
  readonly title: string;
  readonly tokenUrl: string | undefined;
  readonly simulatorUrl: string | undefined;
}

/** Access tokens of OAuth 2 connections, renewed by one refresher a connection across all processes. */
export class OAuthTokens {
  readonly #store: ConnectionStore;
  readonly #guarded: GuardedHttp;
  readonly #clock: Clock;
  readonly #underWay = new Map<string, Promise<Secrets>>();
  /** A renewal holds a database connection while it asks: a few at once, so that work never waits for all of them. */
  readonly #gate = new Gate(2);

  constructor(store: ConnectionStore, guarded: GuardedHttp, clock: Clock) {
    this.#store = store;
    this.#guarded = guarded;
    this.#clock = clock;
  }

  /** Whether the access token can still be used. */
  isFresh(secrets: Secrets): boolean {
    const { accessToken, accessTokenExpiresAt } = parseOAuthSecrets(secrets);
    return accessToken !== undefined && Number(accessTokenExpiresAt ?? 0) - earlyMs > this.#clock.now();
  }

  /** New secrets, committed before they are returned. `stale` is the token that no longer works. */
  async renew(place: TokenPlace, stale: string | undefined): Promise<Secrets> {
    const { id } = place.connection;
    const underWay = this.#underWay.get(id);
    if (underWay !== undefined) return underWay;
    const renewal = this.#gate.pass(() => this.#renewAlone(place, stale)).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, renewal);
    return renewal;
  }

  async #renewAlone(place: TokenPlace, stale: string | undefined): Promise<Secrets> {
    const { tenantId, id } = place.connection;
    let handedOver: HandedOver | undefined;
    try {
      return await this.#store.renewSecrets(tenantId, id, async (secrets) => {
        // Another process may have been faster while this one waited for the lock.
        if (this.isFresh(secrets) && secrets['accessToken'] !== stale) return secrets;
        handedOver = { before: secrets, after: await this.#ask(place, secrets) };
        return handedOver.after;
      });
    } catch (failure) {
      if (handedOver !== undefined && isDatabaseAway(failure)) return this.#saveLate(place, handedOver);
      if (failure instanceof Fault && failure.code === 'connection.refused') {
        await this.#store.setHealth(tenantId, id, { health: 'refused', note: failure.message, at: this.#clock.now() });
      }
      throw failure;
    }
  }

  /**
   * The other system may have ended the old refresh token already, so what it handed over must not be lost with the
   * database connection that was to keep it.
   */
  async #saveLate({ connection: { tenantId, id } }: TokenPlace, { before, after }: HandedOver): Promise<Secrets> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#store.renewSecrets(tenantId, id, async (secrets) =>
          secrets['refreshToken'] === before['refreshToken'] ? after : secrets,
        );
      } catch (failure) {
        if (tries >= saveTries || !isDatabaseAway(failure)) throw failure;
        await sleep(saveAgainAfterMs);
      }
    }
  }

  async #ask(place: TokenPlace, secrets: Secrets): Promise<Secrets> {
    const { clientId, clientSecret, refreshToken } = parseOAuthSecrets(secrets);
    if (place.tokenUrl === undefined)
      throw new Fault('bug', 'engine.unexpected', `${place.title} signs with OAuth 2 but has no token address.`);
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
    const answer = await this.#exchange(place, place.tokenUrl, {
      headers: {
        authorization: `Basic ${basic}`,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }).toString(),
    });
    if (answer.status !== 200) throw toRefusal(place, answer, new SecretMask([...Object.values(secrets), basic]));
    const tokens = readTokens(place, answer);
    return {
      ...secrets,
      accessToken: tokens.access_token,
      accessTokenExpiresAt: String(Math.floor(this.#clock.now() + tokens.expires_in * 1_000)),
      refreshToken: tokens.refresh_token ?? refreshToken,
    };
  }

  async #exchange(
    place: TokenPlace,
    url: string,
    content: { readonly headers: Record<string, string>; readonly body: string },
  ): Promise<HttpAnswer> {
    const { simulatorUrl } = place;
    try {
      return await this.#guarded.exchange({ method: 'POST', url, ...content, timeoutMs: 20_000, simulatorUrl });
    } catch (failure) {
      if (!(failure instanceof Fault)) throw failure;
      // Asking for a token is not the step's own act: whatever became of it, the act was not sent.
      const { kind, code, message, details, cause } = failure;
      throw new Fault(kind, code, message, { details, cause });
    }
  }
}

function readTokens({ title }: TokenPlace, answer: HttpAnswer): z.output<typeof granted> {
  try {
    return granted.parse(JSON.parse(answer.text));
  } catch {
    // The cause would hold the tokens themselves, so it goes no further.
    throw new Fault(
      'unavailable',
      'connection.token-unreadable',
      `${title} gave no token that can be read. The engine tries again by itself.`,
    );
  }
}

function readError(text: string): string | undefined {
  try {
    return denied.safeParse(JSON.parse(text)).data?.error;
  } catch {
    return undefined;
  }
}

const final: ReadonlySet<string> = new Set(['invalid_grant', 'invalid_client', 'unauthorized_client', 'access_denied']);

export function refusalText(
  { title, connection }: Pick<TokenPlace, 'title' | 'connection'>,
  why: string | number,
): string {
  return `${title} no longer accepts the connection "${connection.name}" (${why}). Reconnect it: enter new credentials under Connections.`;
}

function toRefusal({ title, connection }: TokenPlace, answer: HttpAnswer, mask: SecretMask): Fault {
  const error = readError(answer.text);
  if (answer.status === 401 || final.has(error ?? '')) {
    const message = refusalText({ title, connection }, error ?? answer.status);
    return new Fault('denied', 'connection.refused', message, { details: { connectionId: connection.id } });
  }
  const reason = mask.cover(reasonOf(answer));
  const message = `${title} gave no new token for the connection "${connection.name}" (${answer.status})${reason === '' ? '.' : `: ${reason}`}`;
  return new Fault('unavailable', 'connection.token-unavailable', message, {
    details: { connectionId: connection.id, status: answer.status },
  });
}
