import { randomUUID } from 'node:crypto';
import { z } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { ConnectionHouse } from '../../../test/support/houses/connection-house.ts';

const house = new ConnectionHouse();

test('a connection to a simulated company works at once, through real requests', async () => {
  const connection = await house.simulated();

  const diagnosis = await house.call(`/connections/${connection.id}/test`, { method: 'POST' });
  const made = (await (await house.open(connection.id)).post('things', { name: 'Invoice' })).as(
    z.object({ id: z.string() }),
  );
  const shown = (await house.call('/connections')).json.items.find(({ id }: { id: string }) => id === connection.id);

  expect(diagnosis.json).toEqual({ health: 'good', note: '' });
  expect(made).toEqual({ id: '1' });
  expect(await house.objects(connection, 'things')).toEqual([{ id: '1', name: 'Invoice' }]);
  expect(shown).toMatchObject({ health: 'good', environment: 'simulator', usedBy: [], checkedAt: expect.any(String) });
});

test('secrets go in and never come out: not by the API, not in the rows, not in the log', async () => {
  const secrets = {
    clientId: 'client-id-1',
    clientSecret: 'canary-client-secret',
    refreshToken: 'canary-refresh-token',
  };
  const body = { auth: 'acorn', name: 'Canary', environment: 'production', settings: { companyId: 'c1' }, secrets };

  const created = await house.call('/connections', { method: 'POST', body });
  const listed = await house.call('/connections');
  const changed = await house.call(`/connections/${created.json.id}`, {
    method: 'PATCH',
    body: { secrets: { refreshToken: 'canary-new-token' } },
  });
  const [dump] = await house.engine.database.asSystem((sql) =>
    sql.query<{ all: string }>("SELECT string_agg(c::text, '') AS all FROM connections c"),
  );
  const hex = (text: string) => Buffer.from(text).toString('hex');

  expect([created.status, changed.status]).toEqual([201, 200]);
  for (const text of [created.text, listed.text, changed.text, dump?.all ?? '', JSON.stringify(house.engine.lines)]) {
    expect(text).not.toContain('canary');
    expect(text).not.toContain(hex('canary'));
  }
});

test.each([
  [{ auth: 'nobody' }, 'connection.unknown-auth'],
  [{ environment: 'sandbox' }, 'connection.unknown-environment'],
  [{ settings: {} }, 'connection.settings-invalid'],
  [{ settings: { companyId: 'c', more: 1 } }, 'connection.settings-invalid'],
  [{ secrets: { clientId: 'a', clientSecret: 'b' } }, 'connection.secrets-invalid'],
  [{ secrets: { value: 'a' } }, 'connection.secrets-invalid'],
  [{ tenantId: randomUUID() }, 'request.invalid'],
])('refuses a connection with %p', async (wrong, code) => {
  const good = {
    auth: 'acorn',
    name: 'Wrong',
    environment: 'production',
    settings: { companyId: 'c1' },
    secrets: { clientId: 'a', clientSecret: 'b', refreshToken: 'c' },
  };

  expect((await house.call('/connections', { method: 'POST', body: { ...good, ...wrong } })).json).toMatchObject({
    status: 400,
    code,
  });
});

test('a name is taken once', async () => {
  const body = {
    auth: 'birchwood',
    name: 'Twin',
    environment: 'production',
    settings: { address: 'https://a.example' },
    secrets: { value: 'v' },
  };

  expect((await house.call('/connections', { method: 'POST', body })).status).toBe(201);
  expect((await house.call('/connections', { method: 'POST', body })).json).toMatchObject({
    status: 409,
    code: 'connection.name-taken',
  });
  expect((await house.call('/connections', { method: 'POST', body, as: house.birch })).status).toBe(201);
});

test('a name that is taken leaves no company behind', async () => {
  const companies = async () => (await house.call('/simulators/acorn/companies')).json.items.length;
  const body = { auth: 'acorn', name: 'Once' };
  await house.call('/connections/simulated', { method: 'POST', body });
  const before = await companies();

  expect((await house.call('/connections/simulated', { method: 'POST', body })).json.code).toBe(
    'connection.name-taken',
  );
  expect(await companies()).toBe(before);
});

test('a rename keeps what is known of the health, and the secrets', async () => {
  const connection = await house.simulated();
  await house.call(`/connections/${connection.id}/test`, { method: 'POST' });

  const renamed = await house.call(`/connections/${connection.id}`, { method: 'PATCH', body: { name: 'Renamed' } });
  const again = await house.call(`/connections/${connection.id}/test`, { method: 'POST' });

  expect(renamed.json).toMatchObject({ name: 'Renamed', health: 'good' });
  expect(again.json.health).toBe('good');
});

test('settings that lead elsewhere want the secrets again', async () => {
  const body = {
    auth: 'birchwood',
    name: 'Moving',
    environment: 'production',
    settings: { address: 'https://a.example/x' },
    secrets: { value: 'v' },
  };
  const { json } = await house.call('/connections', { method: 'POST', body });
  const change = (more: object) => house.call(`/connections/${json.id}`, { method: 'PATCH', body: more });

  expect((await change({ settings: { address: 'https://evil.example/' } })).json.code).toBe(
    'connection.secrets-needed',
  );
  expect((await change({ settings: { address: 'https://a.example/y' } })).status).toBe(200);
  expect((await change({ settings: { address: 'https://b.example/' }, secrets: { value: 'w' } })).status).toBe(200);
});

test('a connection in use is not deleted, and says by whom', async () => {
  const connection = await house.simulated();
  const flowId = randomUUID();
  const node = { id: 'post', type: 'acorn.create@1', connection: connection.id };
  const draft = {
    format: 1,
    nodes: [{ id: 'each', type: 'core.for-each@1', body: { nodes: [node], edges: [] } }],
    edges: [],
  };
  await house.engine.database.inTenant(house.maple.tenantId, (sql) =>
    sql.query('INSERT INTO flows (id, tenant_id, name, draft) VALUES ($1, $2, $3, $4)', [
      flowId,
      house.maple.tenantId,
      'Hours',
      JSON.stringify(draft),
    ]),
  );

  const refused = await house.call(`/connections/${connection.id}`, { method: 'DELETE' });
  await house.engine.database.inTenant(house.maple.tenantId, (sql) => sql.query('DELETE FROM flows'));
  const removed = await house.call(`/connections/${connection.id}`, { method: 'DELETE' });

  expect(refused.json).toMatchObject({
    status: 409,
    code: 'connection.in-use',
    details: { usedBy: [{ flowId, name: 'Hours' }] },
  });
  expect(removed.status).toBe(204);
});

test('the list pages by cursor', async () => {
  const first = (await house.call('/connections?limit=2')).json;
  const second = (await house.call(`/connections?limit=200&cursor=${first.nextCursor}`)).json;
  const all = (await house.call('/connections?limit=200')).json;

  expect(first.items).toHaveLength(2);
  expect([...first.items, ...second.items]).toEqual(all.items);
  expect(second.nextCursor).toBeNull();
  expect((await house.call('/connections?cursor=nonsense')).json.code).toBe('request.bad-cursor');
});

test('of two renames to one free name at the same time, one is told that the name is taken', async () => {
  const [one, other] = [await house.simulated(), await house.simulated()];
  const rename = ({ id }: { id: string }) =>
    house.call(`/connections/${id}`, { method: 'PATCH', body: { name: 'Wanted by both' } });

  // Held until both have found the name free.
  const renamed = await house.engine.database.inTenant(house.maple.tenantId, async (sql) => {
    await sql.query('LOCK TABLE connections IN SHARE ROW EXCLUSIVE MODE');
    const under = Promise.all([rename(one), rename(other)]);
    const waiting = () => sql.query("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'connections'::regclass");
    while ((await waiting()).length < 2);
    return { under };
  });
  const answers = await renamed.under;

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.json.code).toBe('connection.name-taken');
});

test("a text that cannot be stored is the sender's mistake", async () => {
  const body = { auth: 'acorn', name: 'Zero \0 inside' };

  const answer = await house.call('/connections/simulated', { method: 'POST', body });

  expect(answer.json).toMatchObject({ status: 400, code: 'request.bad-text' });
});
