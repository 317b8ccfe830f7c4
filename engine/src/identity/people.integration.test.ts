import { expect, test } from '@jest/globals';
import { PeopleHouse } from '../../../test/support/houses/people-house.ts';
import { startTestApp } from '../../../test/support/test-app.ts';
import { ensureOwner } from './ensure-owner.ts';
import { IdentityModule } from './identity.module.ts';
import { People } from './people.ts';
import { Tenants } from './tenants.ts';

const house = new PeopleHouse();
const { password } = house;

test('an API key works with its own role, expires, and can be taken away', async () => {
  const token = await house.logIn('owner@maple.example');
  const create = (body: object) => house.call('/api-keys', { method: 'POST', token, body });
  const { json: key } = await create({ name: 'ci', role: 'viewer' });
  const { json: short } = await create({
    name: 'short',
    role: 'admin',
    expiresAt: new Date(house.now + 1_000).toISOString(),
  });

  expect(key.key).toMatch(new RegExp(`^ipk_${key.id}\\.[\\w-]{43}$`));
  expect((await house.call('/auth/me', { token: key.key })).json).toMatchObject({
    name: 'ci',
    role: 'viewer',
    tenant: { id: house.maple },
  });
  expect((await house.call('/api-keys', { token: key.key })).status).toBe(403);
  expect(
    (await house.call('/auth/me', { token: `${key.key.slice(0, -1)}${key.key.endsWith('A') ? 'B' : 'A'}` })).status,
  ).toBe(401);
  expect((await house.call('/auth/me', { token: short.key })).status).toBe(200);
  house.now += 1_001;
  expect((await house.call('/auth/me', { token: short.key })).status).toBe(401);
  expect((await house.call(`/api-keys/${key.id}`, { method: 'DELETE', token })).status).toBe(204);
  expect((await house.call('/auth/me', { token: key.key })).status).toBe(401);
  expect(JSON.stringify((await house.call('/api-keys', { token })).json)).not.toContain('secret');
  expect((await create({ name: 'x', role: 'owner' })).status).toBe(400);
  expect((await create({ name: 'x', role: 'viewer', expiresAt: '2020-01-01T00:00:00Z' })).json.code).toBe(
    'api-key.expired',
  );
});

test('an admin can neither make nor touch an owner, and the last owner stays', async () => {
  const admin = await house.logIn('admin@maple.example');
  const owner = await house.logIn('owner@maple.example');
  const { items } = (await house.call('/users', { token: admin })).json;
  const id = (email: string) => items.find((user: { email: string }) => user.email.toLowerCase() === email).id;
  const person = { email: 'new@maple.example', name: 'New', role: 'owner', password };
  const change = (email: string, token: string, role: string) =>
    house.call(`/users/${id(email)}`, { method: 'PATCH', token, body: { role } });
  const remove = (email: string, token: string) => house.call(`/users/${id(email)}`, { method: 'DELETE', token });

  const added = await house.call('/users', { method: 'POST', token: admin, body: person });
  expect(added.json.code).toBe('user.owner-only');
  expect((await change('admin@maple.example', admin, 'owner')).status).toBe(403);
  expect((await change('owner@maple.example', admin, 'viewer')).status).toBe(403);
  expect((await remove('owner@maple.example', admin)).status).toBe(403);
  expect((await remove('owner@maple.example', owner)).json.code).toBe('user.last-owner');
  expect((await change('owner@maple.example', owner, 'admin')).json.code).toBe('user.last-owner');
});

test('two owners who remove each other at the same time leave one', async () => {
  const owner = await house.logIn('owner@maple.example');
  const second = (
    await house.call('/users', {
      method: 'POST',
      token: owner,
      body: { email: 'two@maple.example', name: 'Two', role: 'owner', password },
    })
  ).json;
  const { userId } = (await house.call('/auth/me', { token: owner })).json;
  const people = house.people;

  const outcomes = await Promise.allSettled([
    people.remove({ tenantId: house.maple, userId, asker: 'owner' }),
    people.remove({ tenantId: house.maple, userId: second.id, asker: 'owner' }),
  ]);
  const owners = (await people.list(house.maple)).filter(({ role }) => role === 'owner');

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(owners).toHaveLength(1);
  if (owners[0]?.id !== userId)
    await people.add({ tenantId: house.maple, email: 'owner@maple.example', name: 'Olive', role: 'owner', password });
});

test('who is removed is logged out here, and still a member elsewhere', async () => {
  const owner = await house.logIn('owner@maple.example', { tenant: 'maple' });
  const people = house.people;
  const { id } = await people.add({
    tenantId: house.maple,
    email: 'gone@maple.example',
    name: 'Gone',
    role: 'builder',
    password,
  });
  await people.add({ tenantId: house.birch, email: 'gone@maple.example', name: 'Gone', role: 'viewer', password });
  const token = await house.logIn('gone@maple.example', { tenant: 'maple' });

  expect((await house.call(`/users/${id}`, { method: 'DELETE', token: owner })).status).toBe(204);

  expect((await house.call('/auth/me', { token })).status).toBe(401);
  expect(await house.logIn('gone@maple.example', { tenant: 'birch' })).toEqual(expect.any(String));
  expect((await house.call(`/users/${id}`, { method: 'DELETE', token: owner })).json.code).toBe('user.not-found');
});

test('a field that nobody asked for is refused', async () => {
  const token = await house.logIn('owner@maple.example', { tenant: 'maple' });
  const body = { email: 'm@maple.example', name: 'M', role: 'viewer', password, tenantId: house.birch };

  expect((await house.call('/users', { method: 'POST', token, body })).json.code).toBe('request.invalid');
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
