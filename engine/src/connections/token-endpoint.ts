import { Fault, type HttpAnswer } from '@invoicepatch/sdk';
import type { Clock } from '../platform/clock/clock.ts';
import type { GuardedHttp } from '../platform/http/guarded-http.ts';
import { reasonOf } from '../platform/http/reason.ts';
import { SecretMask } from '../platform/secrets/secret-mask.ts';
import { readOAuthError, readTokens } from './token-answer.ts';

/** Where tokens come from, and in whose name they are asked for. */
export interface TokenPlace {
  /** Name of the system, for people. */
  readonly title: string;
  readonly connection: { readonly id: string; readonly name: string };
  readonly tokenUrl: string | undefined;
  readonly simulatorUrl: string | undefined;
}

/** The application that the other system knows us by. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface GrantedTokens {
  readonly accessToken: string;
  /** Epoch milliseconds, as text: it is kept among the secrets. */
  readonly accessTokenExpiresAt: string;
  /** `undefined` when the old one stays good. */
  readonly refreshToken: string | undefined;
  /** `undefined` when the system does not say. */
  readonly refreshTokenExpiresAt: string | undefined;
}

type Exchanged = Pick<TokenPlace, 'simulatorUrl'> & { readonly url: string };

const final: ReadonlySet<string> = new Set(['invalid_grant', 'invalid_client', 'unauthorized_client', 'access_denied']);

export function refusalText(
  { title, connection }: Pick<TokenPlace, 'title'> & { readonly connection: { readonly name: string } },
  why: string | number,
): string {
  return `${title} no longer accepts the connection "${connection.name}" (${why}). Reconnect it under Connections.`;
}

/** Asks another system for tokens, as RFC 6749 has it: a form, and the client's own credentials in the header. */
export class TokenEndpoint {
  readonly #guarded: GuardedHttp;
  readonly #clock: Clock;

  constructor(guarded: GuardedHttp, clock: Clock) {
    this.#guarded = guarded;
    this.#clock = clock;
  }

  /** Faults `connection.refused` when only a person can help, `connection.token-unavailable` when trying again can. */
  async ask(place: TokenPlace, client: OAuthClient, form: Readonly<Record<string, string>>): Promise<GrantedTokens> {
    if (place.tokenUrl === undefined)
      throw new Fault('bug', 'engine.unexpected', `${place.title} signs with OAuth 2 but has no token address.`);
    const answer = await this.#post({ url: place.tokenUrl, simulatorUrl: place.simulatorUrl }, client, form);
    if (answer.status !== 200) throw toRefusal(place, answer, maskOf(client, form));
    const tokens = readTokens(place.title, answer);
    const until = (seconds: number) => String(Math.floor(this.#clock.now() + seconds * 1_000));
    return {
      accessToken: tokens.access_token,
      accessTokenExpiresAt: until(tokens.expires_in),
      refreshToken: tokens.refresh_token,
      refreshTokenExpiresAt: tokens.refreshLifeSeconds === undefined ? undefined : until(tokens.refreshLifeSeconds),
    };
  }

  /** Takes a token back. `false` when the other system did not confirm it. */
  async revoke(place: Exchanged, client: OAuthClient, token: string): Promise<boolean> {
    const { status } = await this.#post(place, client, { token });
    return status >= 200 && status < 300;
  }

  async #post(
    { url, simulatorUrl }: Exchanged,
    client: OAuthClient,
    form: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer> {
    const headers = {
      authorization: `Basic ${basicOf(client)}`,
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    };
    const body = new URLSearchParams(form).toString();
    try {
      return await this.#guarded.exchange({ method: 'POST', url, headers, body, timeoutMs: 20_000, simulatorUrl });
    } catch (failure) {
      if (!(failure instanceof Fault)) throw failure;
      // Asking for a token is not the step's own act: whatever became of it, the act was not sent.
      const { kind, code, message, details, cause } = failure;
      throw new Fault(kind, code, message, { details, cause });
    }
  }
}

function basicOf({ clientId, clientSecret }: OAuthClient): string {
  return Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
}

/** Everything that went out and must not come back in an error text. */
function maskOf(client: OAuthClient, { grant_type: _public, redirect_uri: _place, ...form }: Record<string, string>) {
  return new SecretMask([client.clientId, client.clientSecret, basicOf(client), ...Object.values(form)]);
}

function toRefusal({ title, connection }: TokenPlace, answer: HttpAnswer, mask: SecretMask): Fault {
  const error = readOAuthError(answer.text);
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
