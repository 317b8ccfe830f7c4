import type { Authenticator } from '../platform/nest/authenticator.ts';
import type { Principal } from '../platform/nest/principal.ts';
import type { ApiKeys } from './api-keys.ts';
import type { Sessions } from './sessions.ts';

/** Tells sessions and API keys apart by their form. */
export class IdentityAuthenticator implements Authenticator {
  readonly #sessions: Sessions;
  readonly #keys: ApiKeys;

  constructor(sessions: Sessions, keys: ApiKeys) {
    this.#sessions = sessions;
    this.#keys = keys;
  }

  find(token: string): Promise<Principal | undefined> {
    return token.startsWith('ipk_') ? this.#keys.find(token) : this.#sessions.find(token);
  }
}
