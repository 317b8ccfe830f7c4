import { expect, test } from '@jest/globals';
import { openBooks, refreshTokens, toHttp } from '../testing/open-books.ts';
import { quickBooksSimulator } from './simulator.ts';

test('replaces the refresh token each time, and takes none twice', async () => {
  const { host, secrets } = await openBooks();

  expect(await refreshTokens(host, secrets)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  expect(await refreshTokens(host, { ...secrets, clientSecret: 'wrong' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
  expect(await refreshTokens(host, { ...secrets, clientId: 'simulated-9' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
});

test('accepts a token for its own company alone', async () => {
  const books = await openBooks();
  const { secrets } = await books.host.open(quickBooksSimulator, { id: '2', name: 'Other' });
  const { body } = await refreshTokens(books.host, secrets);
  const statusOf = async (token: string, realm: string) =>
    (await toHttp(books.host, token, realm).send({ method: 'GET', path: 'companyinfo/1' })).status;

  expect(await statusOf(String(body['access_token']), '2')).toBe(200);
  expect(await statusOf(String(body['access_token']), '1')).toBe(401);
  expect(await statusOf(String(body['access_token']), '3')).toBe(401);
  expect(await statusOf('', '2')).toBe(401);
});

test('lets a browser consent, and trades the code once', async () => {
  const { host, secrets } = await openBooks();
  const handle = (method: string, path: string, more: { query?: Record<string, string>; body?: string }) =>
    quickBooksSimulator.handle({ method, path, query: more.query ?? {}, headers: {}, body: more.body ?? '' }, host);
  const redirectUri = 'https://engine.example/callback';
  const consent = await handle('GET', '/connect/oauth2', {
    query: { client_id: secrets['clientId'] ?? '', response_type: 'code', redirect_uri: redirectUri, state: 's1' },
  });
  const target = new URL(consent.headers?.['location'] ?? '');
  const trade = () =>
    handle('POST', '/oauth2/v1/tokens/bearer', {
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: target.searchParams.get('code') ?? '',
        redirect_uri: redirectUri,
        client_id: secrets['clientId'] ?? '',
        client_secret: secrets['clientSecret'] ?? '',
      }).toString(),
    });

  expect(target.searchParams.get('state')).toBe('s1');
  expect(target.searchParams.get('realmId')).toBe('1');
  expect(await trade()).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 3_600 } });
  expect(await trade()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('refuses the five hundred and first request of a minute', async () => {
  const books = await openBooks();
  const statuses = new Map<number, number>();
  for (let count = 0; count < 505; count += 1) {
    books.host.pass(100);
    const { status } = await books.http.send({ method: 'GET', path: 'companyinfo/1' });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }

  expect(Object.fromEntries(statuses)).toEqual({ 200: 500, 429: 5 });
});
