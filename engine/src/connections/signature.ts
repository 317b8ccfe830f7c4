import { Fault, type HttpAnswer } from '@invoicepatch/sdk';
import type { GuardedHttp, GuardedRequest } from '../platform/http/guarded-http.ts';
import { SecretMask } from '../platform/secrets/secret-mask.ts';
import type { KnownAuth } from './auth-book.ts';
import type { OAuthTokens, RenewalPlace } from './oauth-tokens.ts';
import type { Secrets } from './secrets.ts';
import { refusalText } from './token-endpoint.ts';

export interface SignatureParts {
  readonly guarded: GuardedHttp;
  readonly tokens: OAuthTokens;
  readonly known: KnownAuth;
  readonly place: RenewalPlace;
  /** Keeps at the connection that a person must reconnect it. */
  readonly refused: (note: string) => Promise<void>;
}

/** Sends requests signed with a connection's secrets, and renews them when they are used up. */
export class Signature {
  readonly #parts: SignatureParts;
  #secrets: Secrets;

  constructor(parts: SignatureParts, secrets: Secrets) {
    this.#parts = parts;
    this.#secrets = secrets;
  }

  /** Covers what this connection must keep to itself. */
  get mask(): SecretMask {
    const { accessTokenExpiresAt: _notSecret, refreshTokenExpiresAt: _norThis, ...secrets } = this.#secrets;
    return new SecretMask(Object.values(secrets));
  }

  async send(request: GuardedRequest): Promise<HttpAnswer> {
    const answer = await this.#sendSigned(request);
    if (answer.status === 401) await this.#parts.refused(refusalText(this.#parts.place, answer.status));
    return answer;
  }

  async #sendSigned(request: GuardedRequest): Promise<HttpAnswer> {
    const { signing } = this.#parts.known.auth;
    if (signing.kind === 'header') {
      const { header, prefix = '' } = signing;
      return this.#sendWith(request, header, `${prefix}${this.#secrets['value'] ?? ''}`);
    }
    if (!this.#parts.tokens.isFresh(this.#secrets)) await this.#renew(undefined);
    const used = this.#secrets['accessToken'] ?? '';
    const answer = await this.#sendWith(request, 'authorization', `Bearer ${used}`);
    if (answer.status !== 401) return answer;
    // A token can end before its time. The refused request did nothing, so it may be sent again.
    await this.#renew(used);
    return this.#sendWith(request, 'authorization', `Bearer ${this.#secrets['accessToken'] ?? ''}`);
  }

  async #renew(stale: string | undefined): Promise<void> {
    this.#secrets = await this.#parts.tokens.renew(this.#parts.place, stale);
  }

  #sendWith(request: GuardedRequest, header: string, value: string): Promise<HttpAnswer> {
    const name = header.toLowerCase();
    if (Object.keys(request.headers).some((given) => given.toLowerCase() === name)) {
      throw new Fault('invalid', 'http.header-invalid', `The header ${header} is set by the connection.`);
    }
    return this.#parts.guarded.exchange({ ...request, headers: { ...request.headers, [name]: value } });
  }
}
