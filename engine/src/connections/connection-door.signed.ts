import { Fault } from '@invoicepatch/sdk';
import type { Clock } from '../platform/clock/clock.ts';
import type { GuardedHttp } from '../platform/http/guarded-http.ts';
import { SignedHttp } from '../platform/http/signed-http.ts';
import { SecretMask } from '../platform/secrets/secret-mask.ts';
import type { AuthBook, KnownAuth } from './auth-book.ts';
import type { ConnectionDoor, OpenConnection, OpenRequest } from './connection-door.ts';
import type { ConnectionStore, StoredConnection } from './connection-store.postgres.ts';
import type { OAuthTokens } from './oauth-tokens.ts';
import { Signature } from './signature.ts';

const nothing = new SecretMask([]);
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface DoorParts {
  readonly store: ConnectionStore;
  readonly auths: AuthBook;
  readonly tokens: OAuthTokens;
  readonly guarded: GuardedHttp;
  readonly clock: Clock;
}

/** Opens connections of the tenant's own, signed. */
export class SignedConnectionDoor implements ConnectionDoor {
  readonly #parts: DoorParts;

  constructor(parts: DoorParts) {
    this.#parts = parts;
  }

  async open({ tenantId, connectionId, auth, signal }: OpenRequest): Promise<OpenConnection> {
    const { guarded, clock, auths } = this.#parts;
    if (auth === undefined)
      return { http: new SignedHttp({ guarded, clock, signal, mask: () => nothing }), settings: {} };
    const known = auths.get(auth);
    if (connectionId === undefined) {
      throw new Fault(
        'invalid',
        'connection.missing',
        `This step needs a connection to ${known.auth.title}. Choose one in the flow.`,
      );
    }
    const connection = await this.#find(tenantId, connectionId);
    if (connection.auth !== auth) {
      throw new Fault(
        'denied',
        'connection.wrong-system',
        `The connection "${connection.name}" is not one to ${known.auth.title}. Choose another one in the flow.`,
        {
          details: { needs: auth, has: connection.auth },
        },
      );
    }
    return { http: await this.#sign(known, connection, signal), settings: connection.settings };
  }

  async #find(tenantId: string, id: string): Promise<StoredConnection> {
    // A template's placeholder that nobody replaced is no id at all.
    if (uuid.test(id)) return this.#parts.store.get(tenantId, id);
    throw new Fault('missing', 'connection.not-found', 'There is no connection with this id.', {
      details: { connectionId: id },
    });
  }

  async #sign(known: KnownAuth, connection: StoredConnection, signal: AbortSignal): Promise<SignedHttp> {
    const { store, auths, tokens, guarded, clock } = this.#parts;
    const urls = auths.urls(known, connection);
    const simulatorUrl = auths.simulatorUrl(known, connection.environment);
    const place = { connection, title: known.auth.title, tokenUrl: urls.token, simulatorUrl };
    const refused = (note: string) =>
      store.setHealth(connection.tenantId, connection.id, { health: 'refused', note, at: clock.now() });
    const signature = new Signature({ guarded, tokens, known, place, refused }, await store.openSecrets(connection));
    const { toFault } = known.auth;
    return new SignedHttp({
      guarded,
      clock,
      signal,
      base: urls.api,
      mask: () => signature.mask,
      send: (request) => signature.send(request),
      ...(simulatorUrl === undefined ? {} : { simulatorUrl }),
      ...(toFault === undefined ? {} : { toFault: (answer) => toFault(answer) }),
    });
  }
}
