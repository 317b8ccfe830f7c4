import { Fault, type FoundAccount, type Json, toFault, z } from '@invoicepatch/sdk';
import type { Clock } from '../../platform/clock/clock.ts';
import type { GuardedHttp } from '../../platform/http/guarded-http.ts';
import { SignedHttp } from '../../platform/http/signed-http.ts';
import { SecretMask } from '../../platform/secrets/secret-mask.ts';
import type { AuthBook, KnownAuth } from '../auth-book.ts';
import type { ConnectionStore, Environment, Settings } from '../connection-store.postgres.ts';
import { withTokens } from '../oauth-tokens.ts';
import { parseOAuthSecrets, parseSecrets, type Secrets } from '../secrets.ts';
import { TokenEndpoint } from '../token-endpoint.ts';
import type { ConsentSecrets, StoredConsent } from './consent.ts';
import type { ConsentStore, OpenedConsent } from './consent-store.postgres.ts';
import { hashNonce, newNonce, toChallenge } from './pkce.ts';

/** Longer than anybody looks at a consent screen. */
const lifeMs = 15 * 60_000;

export interface Asker {
  readonly tenantId: string;
  readonly userId: string | undefined;
  /** Token of the session in which the person asks: the answer must come back in the same one. */
  readonly session: string;
}

export interface AskConsent {
  readonly connectionId?: string | undefined;
  readonly auth: string;
  readonly name: string;
  readonly environment: Environment;
  readonly settings: Settings;
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  readonly redirectUri: string;
}

export interface ConsentParts {
  readonly store: ConsentStore;
  readonly connections: ConnectionStore;
  readonly auths: AuthBook;
  readonly guarded: GuardedHttp;
  readonly clock: Clock;
}

const returnedError = z.object({ error: z.string().max(200) });

/** Leads a person through the consent of another system: OAuth 2 authorization code with PKCE (RFC 6749 §4.1, RFC 7636). */
export class Consents {
  readonly #parts: ConsentParts;
  readonly #endpoint: TokenEndpoint;

  constructor(parts: ConsentParts) {
    this.#parts = parts;
    this.#endpoint = new TokenEndpoint(parts.guarded, parts.clock);
  }

  /** Where to send the person. */
  async begin(asker: Asker, ask: AskConsent): Promise<{ readonly id: string; readonly url: string }> {
    const { auths, store, clock, connections } = this.#parts;
    const known = auths.get(ask.auth);
    const authorize = auths.urls(known, ask).authorize;
    const { signing, consent: way } = known.auth;
    if (signing.kind !== 'oauth2' || way === undefined || authorize === undefined) {
      const message = `${known.auth.title} has no consent screen. Enter its secrets instead.`;
      throw new Fault('invalid', 'consent.not-offered', message);
    }
    if (ask.connectionId === undefined) await connections.refuseTakenName(asker.tenantId, ask.name);
    const [state, verifier, now] = [newNonce(), newNonce(), clock.now()];
    const consent = await store.add({
      tenantId: asker.tenantId,
      createdBy: asker.userId,
      connectionId: ask.connectionId,
      auth: ask.auth,
      name: ask.name,
      environment: ask.environment,
      settings: ask.settings,
      redirectUri: ask.redirectUri,
      stateHash: hashNonce(state),
      sessionHash: hashNonce(asker.session),
      secrets: { ...ask.client, verifier },
      now,
      expiresAt: now + lifeMs,
    });
    const url = new URL(authorize);
    const question = {
      response_type: 'code',
      client_id: ask.client.clientId,
      redirect_uri: ask.redirectUri,
      scope: signing.scopes.join(' '),
      state,
      code_challenge: toChallenge(verifier),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(question)) url.searchParams.set(name, value);
    return { id: consent.id, url: url.href };
  }

  /** The same question again for a connection that is there: with its own application, account and settings. */
  async beginAgain(
    asker: Asker,
    { connectionId, redirectUri }: { readonly connectionId: string; readonly redirectUri: string },
  ): Promise<{ readonly id: string; readonly url: string }> {
    const connection = await this.#parts.connections.get(asker.tenantId, connectionId);
    const { auth } = this.#parts.auths.get(connection.auth);
    if (auth.signing.kind !== 'oauth2')
      throw new Fault(
        'invalid',
        'consent.not-offered',
        `${auth.title} has no consent screen. Enter its secrets instead.`,
      );
    const { clientId, clientSecret } = parseOAuthSecrets(await this.#parts.connections.openSecrets(connection));
    return this.begin(asker, { ...connection, connectionId, redirectUri, client: { clientId, clientSecret } });
  }

  /** The person came back. What went wrong is kept with the consent, where the person reads it. */
  async comeBack(
    { tenantId, session }: Pick<Asker, 'tenantId' | 'session'>,
    answer: Readonly<Record<string, string>>,
  ): Promise<string> {
    const { store, clock } = this.#parts;
    const claim = { stateHash: hashNonce(answer['state'] ?? ''), sessionHash: hashNonce(session), now: clock.now() };
    const opened = await store.claim(tenantId, claim);
    if (opened === undefined) {
      const message =
        'This answer belongs to no question that was asked from this browser, or it came too late. Connect again.';
      throw new Fault('denied', 'consent.unknown', message);
    }
    await this.#settle(opened.consent, 'asking', () => this.#takeAnswer(opened, answer));
    return opened.consent.id;
  }

  get(tenantId: string, id: string): Promise<StoredConsent> {
    return this.#parts.store.get(tenantId, id, this.#parts.clock.now());
  }

  /** One of the accounts that the consent opens. */
  async choose(tenantId: string, id: string, index: number): Promise<StoredConsent> {
    const { store, clock } = this.#parts;
    const consent = await this.get(tenantId, id);
    const account = consent.outcome.accounts?.[index];
    const opened = consent.status === 'choosing' ? await store.openSecrets(consent, clock.now()) : undefined;
    const granted = opened?.secrets.granted;
    if (account === undefined || granted === undefined)
      throw new Fault('conflict', 'consent.nothing-to-choose', 'This consent offers no such choice (any more).');
    await this.#settle(consent, 'choosing', () => this.#connect(consent, { account, secrets: granted }));
    return this.get(tenantId, id);
  }

  async #settle(consent: StoredConsent, from: 'asking' | 'choosing', work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const { code, message } = toFault(thrown);
      await this.#parts.store.move(consent, { from, to: 'failed', outcome: { problem: { code, message } } });
    }
  }

  async #takeAnswer({ consent, secrets }: OpenedConsent, answer: Readonly<Record<string, string>>): Promise<void> {
    const known = this.#parts.auths.get(consent.auth);
    const refused = returnedError.safeParse(answer).data?.error;
    if (refused !== undefined) throw notGiven(known, refused);
    const granted = await this.#exchange(known, { consent, secrets }, answer['code'] ?? '');
    const accounts = await this.#findAccounts(known, consent, { answer, granted });
    const [only] = accounts;
    if (only === undefined) {
      const message = `${known.auth.title} gave its consent, but to no company. Choose one there and connect again.`;
      throw new Fault('invalid', 'consent.no-account', message);
    }
    if (accounts.length === 1) return this.#connect(consent, { account: only, secrets: granted });
    const kept: ConsentSecrets = { ...secrets, granted };
    await this.#parts.store.move(consent, { from: 'asking', to: 'choosing', outcome: { accounts }, secrets: kept });
  }

  async #exchange(known: KnownAuth, { consent, secrets }: OpenedConsent, code: string): Promise<Secrets> {
    const { clientId, clientSecret, verifier } = secrets;
    const { auths } = this.#parts;
    const place = {
      title: known.auth.title,
      connection: { id: consent.connectionId ?? '', name: consent.name },
      tokenUrl: auths.urls(known, consent).token,
      simulatorUrl: auths.simulatorUrl(known, consent.environment),
    };
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: consent.redirectUri,
      code_verifier: verifier,
    };
    const tokens = await this.#endpoint.ask(place, { clientId, clientSecret }, form);
    return parseSecrets(known.auth, withTokens({ clientId, clientSecret }, tokens));
  }

  async #findAccounts(
    known: KnownAuth,
    consent: StoredConsent,
    { answer, granted }: { readonly answer: Readonly<Record<string, string>>; readonly granted: Secrets },
  ): Promise<readonly FoundAccount[]> {
    const way = known.auth.consent ?? {};
    const returned: Record<string, Json> = {};
    for (const [parameter, setting] of Object.entries(way.returned ?? {})) {
      const value = answer[parameter];
      if (value !== undefined) returned[setting] = value;
    }
    const found = (await way.find?.(this.#signed(known, consent, granted))) ?? [{ title: consent.name, settings: {} }];
    return found.map(({ title, settings }) => ({ title, settings: { ...returned, ...settings } }));
  }

  #signed(known: KnownAuth, consent: StoredConsent, granted: Secrets): SignedHttp {
    const { auths, guarded, clock } = this.#parts;
    const { toFault: read } = known.auth;
    const simulatorUrl = auths.simulatorUrl(known, consent.environment);
    const authorization = `Bearer ${granted['accessToken'] ?? ''}`;
    return new SignedHttp({
      guarded,
      clock,
      base: auths.urls(known, consent).api,
      mask: () => new SecretMask([granted['accessToken'] ?? '', granted['refreshToken'] ?? '']),
      send: (request) => guarded.exchange({ ...request, headers: { ...request.headers, authorization } }),
      ...(simulatorUrl === undefined ? {} : { simulatorUrl }),
      ...(read === undefined ? {} : { toFault: read }),
    });
  }

  /** Makes the connection, or renews the one that the person came from. */
  async #connect(
    consent: StoredConsent,
    { account, secrets }: { readonly account: FoundAccount; readonly secrets: Secrets },
  ): Promise<void> {
    const { auths, connections, store } = this.#parts;
    const { tenantId, connectionId, auth, name, environment, createdBy } = consent;
    const known = auths.get(auth);
    const settings = auths.parseSettings(known, { ...consent.settings, ...account.settings });
    const from = consent.status;
    if (connectionId === undefined) {
      const made = await connections.add({ tenantId, auth, name, environment, settings, secrets, createdBy });
      await store.move(consent, { from, to: 'done', outcome: { connectionId: made.id } });
      return;
    }
    const connection = await connections.get(tenantId, connectionId);
    const differs = Object.entries(account.settings).some(([key, value]) => connection.settings[key] !== value);
    if (differs) {
      const message = `This consent is for another company than the connection "${connection.name}". Choose the same company, or make a new connection.`;
      throw new Fault('conflict', 'consent.other-account', message);
    }
    await connections.change(connection, {
      name: connection.name,
      settings: connection.settings,
      secrets: () => secrets,
    });
    await store.move(consent, { from, to: 'done', outcome: { connectionId } });
  }
}

function notGiven({ auth }: KnownAuth, error: string): Fault {
  const message =
    error === 'access_denied'
      ? `The consent was not given in ${auth.title}, so nothing was connected.`
      : `${auth.title} refused the question (${error.replace(/[^\w.-]/g, ' ')}). Check the client id and the redirect address that are registered there.`;
  return new Fault('denied', 'consent.refused', message);
}
