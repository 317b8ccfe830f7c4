import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@invoicepatch/sdk';
import type { Clock } from '../platform/clock/clock.ts';
import { isDatabaseAway } from '../platform/database/database-away.ts';
import type { GuardedHttp } from '../platform/http/guarded-http.ts';
import type { ConnectionStore, StoredConnection } from './connection-store.postgres.ts';
import { Gate } from './gate.ts';
import { parseOAuthSecrets, type Secrets } from './secrets.ts';
import { type GrantedTokens, TokenEndpoint, type TokenPlace } from './token-endpoint.ts';

/** A token is renewed this long before it ends, so that it does not end on its way. */
const earlyMs = 60_000;

/** Tries at keeping a new token while the database is away: a quarter of a minute in all. */
const saveTries = 60;
const saveAgainAfterMs = 250;

interface HandedOver {
  readonly before: Secrets;
  readonly after: Secrets;
}

/** A stored connection's place. */
export interface RenewalPlace extends TokenPlace {
  readonly connection: StoredConnection;
}

/** Access tokens of OAuth 2 connections, renewed by one refresher a connection across all processes. */
export class OAuthTokens {
  readonly #store: ConnectionStore;
  readonly #endpoint: TokenEndpoint;
  readonly #clock: Clock;
  readonly #underWay = new Map<string, Promise<Secrets>>();
  /** A renewal holds a database connection while it asks: a few at once, so that work never waits for all of them. */
  readonly #gate = new Gate(2);

  constructor(store: ConnectionStore, guarded: GuardedHttp, clock: Clock) {
    this.#store = store;
    this.#endpoint = new TokenEndpoint(guarded, clock);
    this.#clock = clock;
  }

  /** Whether the access token can still be used. */
  isFresh(secrets: Secrets): boolean {
    const { accessToken, accessTokenExpiresAt } = parseOAuthSecrets(secrets);
    return accessToken !== undefined && Number(accessTokenExpiresAt ?? 0) - earlyMs > this.#clock.now();
  }

  /** New secrets, committed before they are returned. `stale` is the token that no longer works. */
  async renew(place: RenewalPlace, stale: string | undefined): Promise<Secrets> {
    const { id } = place.connection;
    const underWay = this.#underWay.get(id);
    if (underWay !== undefined) return underWay;
    const renewal = this.#gate.pass(() => this.#renewAlone(place, stale)).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, renewal);
    return renewal;
  }

  async #renewAlone(place: RenewalPlace, stale: string | undefined): Promise<Secrets> {
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
  async #saveLate({ connection: { tenantId, id } }: RenewalPlace, { before, after }: HandedOver): Promise<Secrets> {
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
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
    return withTokens(secrets, await this.#endpoint.ask(place, { clientId, clientSecret }, form));
  }
}

/** What was granted, in the place of what it replaces. */
export function withTokens(secrets: Secrets, granted: GrantedTokens): Secrets {
  const { refreshToken = secrets['refreshToken'] ?? '', refreshTokenExpiresAt, ...access } = granted;
  return {
    ...secrets,
    ...access,
    refreshToken,
    ...(refreshTokenExpiresAt === undefined ? {} : { refreshTokenExpiresAt }),
  };
}
