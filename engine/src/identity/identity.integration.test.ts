import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { ensureOwner } from './ensure-owner.ts';
import { IdentityModule } from './identity.module.ts';
import { People } from './people.ts';
import { Tenants } from './tenants.ts';

let now = Date.parse('2026-11-02T12:00:00Z');
const clock = { now: () => now };
let engine: TestApp;
let maple = '';
let birch = '';
const password = 'correct horse battery';
let addresses = 0;

beforeAll(async () => {
  engine = await startTestApp({ imports: [IdentityModule], clock });
  const tenants = engine.app.get(Tenants);
  maple = (await tenants.create({ name: 'Maple', slug: 'maple' })).id;
  birch = (await tenants.create({ name: 'Birch', slug: 'birch' })).id;
  const people = engine.app.get(People);
  await people.add({
    tenantId: maple,
    email: 'Owner@maple.example',
    name: 'Olive',
    role: 'owner',
    password,
    locale: 'fr',
  });
  await people.add({ tenantId: maple, email: 'admin@maple.example', name: 'Ada', role: 'admin', password });
  await people.add({ tenantId: birch, email: 'owner@birch.example', name: 'Boris', role: 'owner', password });
  await people.add({
    tenantId: birch,
    email: 'owner@maple.example',
    name: 'ignored',
    role: 'viewer',
    password: 'ignored',
  });
});

afterAll(() => engine.close());

interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

async function call(path: string, { method = 'GET', token, headers = {}, body }: Call = {}) {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await engine.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { ...authorization, ...headers },
    remoteAddress: `198.51.100.${addresses}`,
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, headers: answer.headers, json: answer.body === '' ? undefined : answer.json() };
}

async function logIn(email: string, more: object = {}): Promise<string> {
  const answer = await call('/auth/login', { method: 'POST', body: { email, password, ...more } });
  expect(answer.status).toBe(200);
  return answer.json.token;
}

test('log-in gives a token, a cookie and who one is, whatever the case of the address', async () => {
  const answer = await call('/auth/login', { method: 'POST', body: { email: 'OWNER@Maple.Example', password } });

  expect(answer.status).toBe(200);
  expect(answer.json.user).toEqual({
    userId: expect.any(String),
    email: 'Owner@maple.example',
    name: 'Olive',
    locale: 'fr',
    role: 'owner',
    tenant: { id: maple, slug: 'maple', name: 'Maple' },
    tenants: [
      { id: maple, slug: 'maple', name: 'Maple', role: 'owner' },
      { id: birch, slug: 'birch', name: 'Birch', role: 'viewer' },
    ],
  });
  expect(answer.headers['set-cookie']).toBe(
    `invoicepatch_session=${answer.json.token}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax`,
  );
});

test('the token is stored hashed only, the password as argon2id', async () => {
  const token = await logIn('owner@maple.example');

  const [dump] = await engine.database.asSystem((sql) =>
    sql.query<{ all: string }>(
      "SELECT (SELECT string_agg(s::text, '') FROM sessions s) || (SELECT string_agg(u::text, '') FROM users u) AS all",
    ),
  );

  expect(dump?.all).not.toContain(token);
  expect(dump?.all).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  expect(dump?.all).not.toContain(password);
  expect(dump?.all).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
});

test('unknown person, wrong password and foreign tenant sound the same', async () => {
  const wrong = [
    { email: 'nobody@maple.example', password },
    { email: 'owner@maple.example', password: 'wrong' },
    { email: 'owner@birch.example', password, tenant: 'maple' },
  ];

  const answers = await Promise.all(wrong.map((body) => call('/auth/login', { method: 'POST', body })));

  for (const { status, json } of answers) {
    expect(status).toBe(401);
    expect({ ...json, requestId: '' }).toEqual({ ...answers[0]?.json, requestId: '' });
  }
});

test('an unknown person costs as much time as a known one', async () => {
  const time = async (email: string) => {
    const start = performance.now();
    await call('/auth/login', { method: 'POST', body: { email, password: 'wrong' } });
    return performance.now() - start;
  };
  await time('warm@maple.example');

  const [unknown, known] = [await time('x1@maple.example'), await time('owner@birch.example')];

  expect(unknown).toBeGreaterThan(known * 0.4);
});

test('too many tries on one account are stopped for a while, also with the right password', async () => {
  const email = 'admin@maple.example';
  const guess = (word: string) => call('/auth/login', { method: 'POST', body: { email, password: word } });

  const tries = await Promise.all(Array.from({ length: 12 }, (_, index) => guess(`guess ${index}`)));
  const right = await guess(password);
  now += 15 * 60_000;
  const later = await guess(password);

  expect(tries.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(right.status).toBe(429);
  expect(right.json.code).toBe('auth.too-many-attempts');
  expect(Number(right.headers['retry-after'])).toBeGreaterThan(800);
  expect(later.status).toBe(200);
});

test('too many tries from one address are stopped on every account', async () => {
  addresses = 77;
  for (let count = 0; count < 100; count += 20) {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        call('/auth/login', { method: 'POST', body: { email: `u${count + index}@x.example`, password: 'x' } }),
      ),
    );
  }
  const blocked = await call('/auth/login', { method: 'POST', body: { email: 'owner@birch.example', password } });
  addresses = 78;
  const elsewhere = await call('/auth/login', { method: 'POST', body: { email: 'owner@birch.example', password } });

  expect(blocked.status).toBe(429);
  expect(elsewhere.status).toBe(200);
});

test('log-out ends the session at once', async () => {
  const token = await logIn('owner@maple.example');

  expect((await call('/auth/me', { token })).status).toBe(200);
  const out = await call('/auth/logout', { method: 'POST', token });

  expect(out.status).toBe(204);
  expect(out.headers['set-cookie']).toContain('Max-Age=0');
  expect((await call('/auth/me', { token })).status).toBe(401);
});

test('a session ends after half an hour of idleness and twelve hours in all', async () => {
  const [idle, busy] = [await logIn('owner@maple.example'), await logIn('owner@maple.example')];
  const start = now;

  now += 29 * 60_000;
  const stillThere = await call('/auth/me', { token: busy });
  now += 2 * 60_000;
  const [ended, kept] = [await call('/auth/me', { token: idle }), await call('/auth/me', { token: busy })];
  for (; now < start + 12 * 3_600_000 - 60_000; now += 20 * 60_000) await call('/auth/me', { token: busy });
  now = start + 12 * 3_600_000 + 1;

  expect([stillThere.status, ended.status, kept.status]).toEqual([200, 401, 200]);
  expect((await call('/auth/me', { token: busy })).status).toBe(401);
});

test('a person changes the tenant; the old token ends, a foreign tenant is not there', async () => {
  const token = await logIn('owner@maple.example');

  const foreign = await call('/auth/switch', {
    method: 'POST',
    token: await logIn('owner@birch.example'),
    body: { tenantId: maple },
  });
  const there = await call('/auth/switch', { method: 'POST', token, body: { tenantId: birch } });

  expect(foreign.json).toMatchObject({ status: 404, code: 'tenant.not-found' });
  expect(there.json.user).toMatchObject({ role: 'viewer', tenant: { id: birch } });
  expect((await call('/auth/me', { token })).status).toBe(401);
  expect((await call('/users', { token: there.json.token })).status).toBe(403);
});

test('an API key works with its own role, expires, and can be taken away', async () => {
  const token = await logIn('owner@maple.example');
  const create = (body: object) => call('/api-keys', { method: 'POST', token, body });
  const { json: key } = await create({ name: 'ci', role: 'viewer' });
  const { json: short } = await create({
    name: 'short',
    role: 'admin',
    expiresAt: new Date(now + 1_000).toISOString(),
  });

  expect(key.key).toMatch(new RegExp(`^ipk_${key.id}\\.[\\w-]{43}$`));
  expect((await call('/auth/me', { token: key.key })).json).toMatchObject({
    name: 'ci',
    role: 'viewer',
    tenant: { id: maple },
  });
  expect((await call('/api-keys', { token: key.key })).status).toBe(403);
  expect(
    (await call('/auth/me', { token: `${key.key.slice(0, -1)}${key.key.endsWith('A') ? 'B' : 'A'}` })).status,
  ).toBe(401);
  expect((await call('/auth/me', { token: short.key })).status).toBe(200);
  now += 1_001;
  expect((await call('/auth/me', { token: short.key })).status).toBe(401);
  expect((await call(`/api-keys/${key.id}`, { method: 'DELETE', token })).status).toBe(204);
  expect((await call('/auth/me', { token: key.key })).status).toBe(401);
  expect(JSON.stringify((await call('/api-keys', { token })).json)).not.toContain('secret');
  expect((await create({ name: 'x', role: 'owner' })).status).toBe(400);
  expect((await create({ name: 'x', role: 'viewer', expiresAt: '2020-01-01T00:00:00Z' })).json.code).toBe(
    'api-key.expired',
  );
});

test('an admin can neither make nor touch an owner, and the last owner stays', async () => {
  const admin = await logIn('admin@maple.example');
  const owner = await logIn('owner@maple.example');
  const { items } = (await call('/users', { token: admin })).json;
  const id = (email: string) => items.find((user: { email: string }) => user.email.toLowerCase() === email).id;
  const person = { email: 'new@maple.example', name: 'New', role: 'owner', password };

  expect((await call('/users', { method: 'POST', token: admin, body: person })).json.code).toBe('user.owner-only');
  expect(
    (await call(`/users/${id('admin@maple.example')}`, { method: 'PATCH', token: admin, body: { role: 'owner' } }))
      .status,
  ).toBe(403);
  expect(
    (await call(`/users/${id('owner@maple.example')}`, { method: 'PATCH', token: admin, body: { role: 'viewer' } }))
      .status,
  ).toBe(403);
  expect((await call(`/users/${id('owner@maple.example')}`, { method: 'DELETE', token: admin })).status).toBe(403);
  expect((await call(`/users/${id('owner@maple.example')}`, { method: 'DELETE', token: owner })).json.code).toBe(
    'user.last-owner',
  );
  expect(
    (await call(`/users/${id('owner@maple.example')}`, { method: 'PATCH', token: owner, body: { role: 'admin' } })).json
      .code,
  ).toBe('user.last-owner');
});

test('two owners who remove each other at the same time leave one', async () => {
  const owner = await logIn('owner@maple.example');
  const second = (
    await call('/users', {
      method: 'POST',
      token: owner,
      body: { email: 'two@maple.example', name: 'Two', role: 'owner', password },
    })
  ).json;
  const { userId } = (await call('/auth/me', { token: owner })).json;
  const people = engine.app.get(People);

  const outcomes = await Promise.allSettled([
    people.remove({ tenantId: maple, userId, asker: 'owner' }),
    people.remove({ tenantId: maple, userId: second.id, asker: 'owner' }),
  ]);
  const owners = (await people.list(maple)).filter(({ role }) => role === 'owner');

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(owners).toHaveLength(1);
  if (owners[0]?.id !== userId)
    await people.add({ tenantId: maple, email: 'owner@maple.example', name: 'Olive', role: 'owner', password });
});

test('who is removed is logged out here, and still a member elsewhere', async () => {
  const owner = await logIn('owner@maple.example', { tenant: 'maple' });
  const people = engine.app.get(People);
  const { id } = await people.add({
    tenantId: maple,
    email: 'gone@maple.example',
    name: 'Gone',
    role: 'builder',
    password,
  });
  await people.add({ tenantId: birch, email: 'gone@maple.example', name: 'Gone', role: 'viewer', password });
  const token = await logIn('gone@maple.example', { tenant: 'maple' });

  expect((await call(`/users/${id}`, { method: 'DELETE', token: owner })).status).toBe(204);

  expect((await call('/auth/me', { token })).status).toBe(401);
  expect(await logIn('gone@maple.example', { tenant: 'birch' })).toEqual(expect.any(String));
  expect((await call(`/users/${id}`, { method: 'DELETE', token: owner })).json.code).toBe('user.not-found');
});

test('a field that nobody asked for is refused', async () => {
  const token = await logIn('owner@maple.example', { tenant: 'maple' });
  const body = { email: 'm@maple.example', name: 'M', role: 'viewer', password, tenantId: birch };

  expect((await call('/users', { method: 'POST', token, body })).json.code).toBe('request.invalid');
});

test('the first owner is made once, with a password of its own when none was given', async () => {
  const empty = await startTestApp({ imports: [IdentityModule] });
  const parts = { database: empty.database, tenants: empty.app.get(Tenants), people: empty.app.get(People) };
  const wish = { tenant: { name: 'My company', slug: 'my-company' } };

  const made = await Promise.all([ensureOwner(parts, wish), ensureOwner(parts, wish)]);
  const first = made.find((each) => each.made);
  const body = { email: 'owner@example.com', password: first?.made === true ? first.password : '' };
  const answer = await empty.app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: body });
  await empty.close();

  expect(made.filter((each) => each.made)).toHaveLength(1);
  expect(answer.json().user).toMatchObject({ role: 'owner', tenant: { slug: 'my-company' } });
});
