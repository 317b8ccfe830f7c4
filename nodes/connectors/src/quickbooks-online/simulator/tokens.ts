import { createHash } from 'node:crypto';
import {
  type SimulatorAnswer,
  type SimulatorHost,
  type SimulatorRequest,
  type SimulatorStore,
  z,
} from '@invoicepatch/sdk';
import { Refusal, toAnswer } from './replies.ts';

const accessLifeMs = 3_600_000;
const refreshLifeMs = 101 * 86_400_000;
const codeLifeMs = 600_000;

/** A client id names its company, since a token request says nothing else about where it belongs. */
const clientPrefix = 'simulated-';

export function toClientId(companyId: string): string {
  return clientPrefix + companyId;
}

function toCompanyId(clientId: string): string | undefined {
  return clientId.startsWith(clientPrefix) ? clientId.slice(clientPrefix.length) : undefined;
}

const client = z.object({ secret: z.string() });
const lease = z.object({ token: z.string(), expiresAt: z.number() });
const codeLease = lease.extend({ redirectUri: z.string(), challenge: z.string().optional() });

/** The first refresh token of a company, and the secret of the application that may use it. */
export async function startTokens(store: SimulatorStore, host: Pick<SimulatorHost, 'now' | 'token'>) {
  const secret = host.token();
  const refreshToken = host.token();
  await store.put('oauth', 'client', { secret });
  await store.put('oauth', 'refresh', { token: refreshToken, expiresAt: host.now() + refreshLifeMs });
  return { secret, refreshToken };
}

function readCredentials(
  request: SimulatorRequest,
  form: URLSearchParams,
): { readonly id: string; readonly secret: string } {
  const basic = /^Basic (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  const [id = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id, secret: rest.join(':') };
}

const oauthError = (status: number, error: string, description: string): SimulatorAnswer =>
  toAnswer(status, { error, error_description: description });

async function dropExpired(store: SimulatorStore, now: number): Promise<void> {
  for (const value of await store.list('access')) {
    const held = lease.parse(value);
    if (held.expiresAt <= now) await store.delete('access', held.token);
  }
}

async function issue(store: SimulatorStore, host: SimulatorHost): Promise<SimulatorAnswer> {
  const now = host.now();
  await dropExpired(store, now);
  const access = host.token();
  const refresh = host.token();
  await store.put('access', access, { token: access, expiresAt: now + accessLifeMs });
  // The refresh token is replaced each time: whoever keeps the old one is locked out, as after Intuit's own rotation.
  await store.put('oauth', 'refresh', { token: refresh, expiresAt: now + refreshLifeMs });
  return toAnswer(200, {
    token_type: 'bearer',
    expires_in: accessLifeMs / 1_000,
    refresh_token: refresh,
    x_refresh_token_expires_in: refreshLifeMs / 1_000,
    access_token: access,
  });
}

/** RFC 7636 §4.6: who began with a challenge must know what it was made of. */
function isProven(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined) return true;
  return verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge;
}

async function grant(store: SimulatorStore, host: SimulatorHost, form: URLSearchParams): Promise<SimulatorAnswer> {
  const kind = form.get('grant_type');
  if (kind === 'refresh_token') {
    const held = lease.safeParse(await store.get('oauth', 'refresh')).data;
    const good = held !== undefined && held.token === form.get('refresh_token') && held.expiresAt > host.now();
    return good ? issue(store, host) : oauthError(400, 'invalid_grant', 'Incorrect or invalid refresh token');
  }
  if (kind === 'authorization_code') {
    const held = codeLease.safeParse(await store.get('oauth', 'code')).data;
    await store.delete('oauth', 'code');
    const good =
      held !== undefined &&
      held.token === form.get('code') &&
      held.expiresAt > host.now() &&
      held.redirectUri === form.get('redirect_uri') &&
      isProven(held.challenge, form.get('code_verifier'));
    return good ? issue(store, host) : oauthError(400, 'invalid_grant', 'Invalid authorization code');
  }
  return oauthError(400, 'unsupported_grant_type', 'The grant type must be authorization_code or refresh_token');
}

/** `POST /oauth2/v1/tokens/bearer` */
export async function answerToken(request: SimulatorRequest, host: SimulatorHost): Promise<SimulatorAnswer> {
  const form = new URLSearchParams(request.body);
  const { id, secret } = readCredentials(request, form);
  const refused = oauthError(401, 'invalid_client', 'The client id or secret is wrong');
  const companyId = toCompanyId(id);
  if (companyId === undefined) return refused;
  const answer = await host.company(companyId, async (store) => {
    const known = client.safeParse(await store.get('oauth', 'client')).data;
    return known?.secret === secret ? grant(store, host, form) : refused;
  });
  return answer ?? refused;
}

/** `GET /connect/oauth2`: the owner of a simulated company consents at once. */
export async function answerConsent({ query }: SimulatorRequest, host: SimulatorHost): Promise<SimulatorAnswer> {
  const redirectUri = query['redirect_uri'] ?? '';
  const companyId = toCompanyId(query['client_id'] ?? '');
  if (companyId === undefined || query['response_type'] !== 'code' || !URL.canParse(redirectUri)) {
    return oauthError(400, 'invalid_request', 'client_id, response_type=code and redirect_uri are needed');
  }
  const code = host.token();
  const challenge = query['code_challenge_method'] === 'S256' ? { challenge: query['code_challenge'] ?? '' } : {};
  const kept = await host.company(companyId, async (store) => {
    await store.put('oauth', 'code', { token: code, expiresAt: host.now() + codeLifeMs, redirectUri, ...challenge });
    return true;
  });
  if (kept === undefined) return oauthError(400, 'invalid_client', 'No company has this client id');
  const target = new URL(redirectUri);
  target.searchParams.set('code', code);
  target.searchParams.set('state', query['state'] ?? '');
  target.searchParams.set('realmId', companyId);
  return toAnswer(302, '', { location: target.href });
}

/** `POST /v2/oauth2/tokens/revoke` */
export async function answerRevoke(request: SimulatorRequest, host: SimulatorHost): Promise<SimulatorAnswer> {
  const companyId = toCompanyId(readCredentials(request, new URLSearchParams()).id);
  const refused = oauthError(401, 'invalid_client', 'The client id or secret is wrong');
  if (companyId === undefined) return refused;
  const answer = await host.company(companyId, async (store) => {
    for (const value of await store.list('access')) await store.delete('access', lease.parse(value).token);
    await store.delete('oauth', 'refresh');
    return toAnswer(200, '');
  });
  return answer ?? refused;
}

export function signInRefused(detail: string): Refusal {
  const error = { message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401', detail, code: '3200' };
  return new Refusal(error, { status: 401, type: 'AuthenticationFault' });
}

/** Throws unless the request carries a living access token of this very company. */
export async function checkAccess(store: SimulatorStore, request: SimulatorRequest, now: number): Promise<void> {
  const token = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined) throw signInRefused('Token missing');
  const held = lease.safeParse(await store.get('access', token)).data;
  if (held === undefined) throw signInRefused('Token invalid for this company');
  if (held.expiresAt <= now) throw signInRefused('Token expired');
}
