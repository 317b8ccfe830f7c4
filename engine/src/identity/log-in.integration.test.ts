import { expect, test } from '@jest/globals';
import { PeopleHouse } from '../../../test/support/houses/people-house.ts';

const house = new PeopleHouse();
const { password } = house;

test('log-in gives a token, a cookie and who one is, whatever the case of the address', async () => {
  const answer = await house.call('/auth/login', { method: 'POST', body: { email: 'OWNER@Maple.Example', password } });

  expect(answer.status).toBe(200);
  expect(answer.json.user).toEqual({
    userId: expect.any(String),
    email: 'Owner@maple.example',
    name: 'Olive',
    locale: 'fr',
    role: 'owner',
    tenant: { id: house.maple, slug: 'maple', name: 'Maple' },
    tenants: [
      { id: house.maple, slug: 'maple', name: 'Maple', role: 'owner' },
      { id: house.birch, slug: 'birch', name: 'Birch', role: 'viewer' },
    ],
  });
  expect(answer.headers['set-cookie']).toBe(
    `invoicepatch_session=${answer.json.token}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax`,
  );
});

test('the token is stored hashed only, the password as argon2id', async () => {
  const token = await house.logIn('owner@maple.example');

  const [dump] = await house.engine.database.asSystem((sql) =>
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

  const answers = await Promise.all(wrong.map((body) => house.call('/auth/login', { method: 'POST', body })));

  for (const { status, json } of answers) {
    expect(status).toBe(401);
    expect({ ...json, requestId: '' }).toEqual({ ...answers[0]?.json, requestId: '' });
  }
});

test('an unknown person costs as much work as a known one', async () => {
  // Processor time: on the wall, other programs would count as well.
  const work = async (email: string) => {
    const before = process.cpuUsage();
    await house.call('/auth/login', { method: 'POST', body: { email, password: 'wrong' } });
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  await work('warm@maple.example');

  const [unknown, known] = [await work('x1@maple.example'), await work('owner@birch.example')];

  expect(unknown).toBeGreaterThan(known * 0.4);
});

test('too many tries on one account are stopped for a while, also with the right password', async () => {
  const email = 'admin@maple.example';
  const guess = (word: string) => house.call('/auth/login', { method: 'POST', body: { email, password: word } });

  const tries = await Promise.all(Array.from({ length: 12 }, (_, index) => guess(`guess ${index}`)));
  const right = await guess(password);
  house.now += 15 * 60_000;
  const later = await guess(password);

  expect(tries.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(right.status).toBe(429);
  expect(right.json.code).toBe('auth.too-many-attempts');
  expect(Number(right.headers['retry-after'])).toBeGreaterThan(800);
  expect(later.status).toBe(200);
});

test('too many tries from one address are stopped on every account', async () => {
  house.address = '198.51.100.77';
  for (let count = 0; count < 100; count += 20) {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        house.call('/auth/login', { method: 'POST', body: { email: `u${count + index}@x.example`, password: 'x' } }),
      ),
    );
  }
  const blocked = await house.call('/auth/login', { method: 'POST', body: { email: 'owner@birch.example', password } });
  house.address = '198.51.100.78';
  const elsewhere = await house.call('/auth/login', {
    method: 'POST',
    body: { email: 'owner@birch.example', password },
  });

  expect(blocked.status).toBe(429);
  expect(elsewhere.status).toBe(200);
}, 60_000);

test('log-out ends the session at once', async () => {
  const token = await house.logIn('owner@maple.example');

  expect((await house.call('/auth/me', { token })).status).toBe(200);
  const out = await house.call('/auth/logout', { method: 'POST', token });

  expect(out.status).toBe(204);
  expect(out.headers['set-cookie']).toContain('Max-Age=0');
  expect((await house.call('/auth/me', { token })).status).toBe(401);
});

test('a session ends after half an hour of idleness and twelve hours in all', async () => {
  const [idle, busy] = [await house.logIn('owner@maple.example'), await house.logIn('owner@maple.example')];
  const start = house.now;

  house.now += 29 * 60_000;
  const stillThere = await house.call('/auth/me', { token: busy });
  house.now += 2 * 60_000;
  const [ended, kept] = [await house.call('/auth/me', { token: idle }), await house.call('/auth/me', { token: busy })];
  for (; house.now < start + 12 * 3_600_000 - 60_000; house.now += 20 * 60_000)
    await house.call('/auth/me', { token: busy });
  house.now = start + 12 * 3_600_000 + 1;

  expect([stillThere.status, ended.status, kept.status]).toEqual([200, 401, 200]);
  expect((await house.call('/auth/me', { token: busy })).status).toBe(401);
});

test('a person changes the tenant; the old token ends, a foreign tenant is not there', async () => {
  const token = await house.logIn('owner@maple.example');

  const foreign = await house.call('/auth/switch', {
    method: 'POST',
    token: await house.logIn('owner@birch.example'),
    body: { tenantId: house.maple },
  });
  const there = await house.call('/auth/switch', { method: 'POST', token, body: { tenantId: house.birch } });

  expect(foreign.json).toMatchObject({ status: 404, code: 'tenant.not-found' });
  expect(there.json.user).toMatchObject({ role: 'viewer', tenant: { id: house.birch } });
  expect((await house.call('/auth/me', { token })).status).toBe(401);
  expect((await house.call('/users', { token: there.json.token })).status).toBe(403);
});
