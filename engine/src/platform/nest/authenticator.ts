import type { Principal } from './principal.ts';

/** Finds out who is behind a token: a session's or an API key. */
export interface Authenticator {
  /** `undefined` for a token that is unknown, expired or revoked: the three look alike from outside. */
  find(token: string): Promise<Principal | undefined>;
}

export const AUTHENTICATOR = Symbol('Authenticator');
