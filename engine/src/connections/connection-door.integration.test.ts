import { expect, test } from '@jest/globals';
import { ConnectionHouse } from '../../../test/support/houses/connection-house.ts';
import { thrown } from '../../../test/support/thrown.ts';
import { SimulatorDesk } from '../simulators/simulator-desk.ts';
import { ConnectionStore } from './connection-store.postgres.ts';

const house = new ConnectionHouse();

test('steps that need a token at the same time, in two processes, ask for one', async () => {
  const connection = await house.simulated();
  const doors = [house.door(), house.anotherDoor()];

  const opened = await Promise.all(
    Array.from({ length: 10 }, (_, index) => house.open(connection.id, { through: doors[index % 2] ?? house.door() })),
  );
  await Promise.all(opened.map((http) => http.get('things')));

  expect(await house.objects(connection, 'refreshes')).toHaveLength(1);
});

test('a token that ended is renewed before use, and one that was taken away after the first refusal', async () => {
  const connection = await house.simulated();
  const http = await house.open(connection.id);
  await http.get('things');

  house.now += 3_600_000;
  await http.get('things');
  const early = await house.objects(connection, 'refreshes');
  await house.engine.database.asSystem((sql) =>
    sql.query(
      `UPDATE simulator_objects SET value = jsonb_set(value, '{access}', '"gone"') WHERE company_id = $1 AND collection = 'tokens'`,
      [connection.settings.companyId],
    ),
  );
  await http.post('things', { name: 'after' });

  expect(early).toHaveLength(2);
  expect(await house.objects(connection, 'refreshes')).toHaveLength(3);
  expect(await house.objects(connection, 'things')).toHaveLength(1);
});

test('when the refresh token is no longer accepted a person is asked to reconnect, and nothing is repeated', async () => {
  const connection = await house.simulated();
  await house.call(`/connections/${connection.id}`, {
    method: 'PATCH',
    body: { secrets: { refreshToken: `${connection.settings.companyId}.old` } },
  });

  const fault = await thrown((await house.open(connection.id)).post('things', { name: 'x' }));
  const shown = (await house.call('/connections')).json.items.find(({ id }: { id: string }) => id === connection.id);

  expect(fault).toMatchObject({ kind: 'denied', code: 'connection.refused', doubtful: false });
  expect(fault.message).toMatch(/Reconnect/);
  expect(fault.message).not.toContain('.old');
  expect(shown).toMatchObject({ health: 'refused', healthNote: fault.message });
});

test('a token endpoint that is away leaves no doubt about the step, and the old token stays', async () => {
  const connection = await house.simulated();
  const store = house.engine.app.get(ConnectionStore);
  const before = await store.openSecrets(await store.get(house.maple.tenantId, connection.id));

  const fault = await thrown(
    (await house.open(connection.id, { through: house.anotherDoor(1) })).post('things', { name: 'x' }),
  );

  expect(fault).toMatchObject({ kind: 'unavailable', doubtful: false });
  expect(await store.openSecrets(await store.get(house.maple.tenantId, connection.id))).toEqual(before);
});

test.each([
  [{ status: 503, times: 1, after: true }, 'http.failed', 1],
  [{ status: 0, times: 1, after: true }, 'http.broken', 1],
  [{ status: 503, times: 1, after: false }, 'http.failed', 0],
  [{ status: 0, times: 1, after: false }, 'http.broken', 0],
])('weather %p: the write is in doubt, and the next one gets through', async (failNext, code, made) => {
  const connection = await house.simulated();
  const weather = `/simulators/acorn/companies/${connection.settings.companyId}/weather`;
  expect((await house.call(weather, { method: 'PUT', body: { failNext } })).status).toBe(204);
  const http = await house.open(connection.id);

  const fault = await thrown(http.post('things', { name: 'one' }));
  const count = (await house.objects(connection, 'things')).length;
  await http.post('things', { name: 'two' });

  expect(fault).toMatchObject({ kind: 'unavailable', code, doubtful: true });
  expect(count).toBe(made);
});

test('slow weather runs into the time limit of the step', async () => {
  const connection = await house.simulated();
  await house.call(`/simulators/acorn/companies/${connection.settings.companyId}/weather`, {
    method: 'PUT',
    body: { delayMs: 300 },
  });

  const fault = await thrown((await house.open(connection.id)).get('things', { timeoutMs: 100 }));

  expect(fault).toMatchObject({ code: 'http.timeout', doubtful: false });
});

test('what a simulator complains about is in the log, and its own fault leaves nothing half done', async () => {
  const connection = await house.simulated();
  const http = await house.open(connection.id);

  const refused = await thrown(http.post('things', { name: 'x', colour: 'red' }));
  const crashed = await thrown(http.post('things', { name: 'crash' }));

  expect(refused).toMatchObject({ code: 'acorn.refused', kind: 'invalid' });
  expect(crashed.code).toBe('http.failed');
  expect(await house.objects(connection, 'things')).toEqual([]);
  expect(house.engine.app.get(SimulatorDesk).complaints.at(-1)).toMatchObject({ simulator: 'acorn', where: 'request' });
  expect(house.engine.lines.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['simulator.complaint', 'simulator.failed']),
  );
});

test('a simulator takes any content type and method', async () => {
  const answers = await Promise.all(
    ['application/json', 'text/xml', 'application/x-www-form-urlencoded', 'application/pdf'].map((type) =>
      house.engine.app.inject({
        method: 'PATCH',
        url: '/simulators/acorn/v1/nobody/x?a=b',
        headers: { 'content-type': type },
        payload: 'not json {',
      }),
    ),
  );
  const none = await house.engine.app.inject('/simulators/nothing/x');

  expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual(
    answers.map(() => [404, '{"message":"No such company."}']),
  );
  expect(none.statusCode).toBe(404);
});

test('one secret in a header signs each request, and is covered where the other side repeats it', async () => {
  const address = `${house.outside.url}/api`;
  const body = {
    auth: 'birchwood',
    name: 'Header',
    environment: 'production',
    settings: { address },
    secrets: { value: 's3cret-value' },
  };
  const { json } = await house.call('/connections', { method: 'POST', body });
  const http = await house.open(json.id, { auth: 'birchwood' });

  await http.get('x');
  const signed = house.outside.headers['x-api-key'];
  house.outside.status = 400;
  const fault = await thrown(http.get('x'));
  house.outside.status = 200;
  const own = await thrown(http.get('x', { headers: { 'X-API-KEY': 'mine' } }));

  expect(signed).toBe('Key s3cret-value');
  expect(fault.message).not.toContain('s3cret');
  expect(own.code).toBe('http.header-invalid');
});

test('a connection of another tenant or system does not open, nor does a placeholder', async () => {
  const connection = await house.simulated(house.birch);

  expect(await thrown(house.open(connection.id))).toMatchObject({ kind: 'missing', code: 'connection.not-found' });
  expect(await thrown(house.open('books'))).toMatchObject({ kind: 'missing', code: 'connection.not-found' });
  expect(await thrown(house.open(connection.id, { tenantId: house.birch.tenantId, auth: 'birchwood' }))).toMatchObject({
    code: 'connection.wrong-system',
  });
  expect((await house.call(`/connections/${connection.id}/test`, { method: 'POST' })).status).toBe(404);
  expect(
    (await house.call(`/simulators/acorn/companies/${connection.settings.companyId}/objects?collection=tokens`)).status,
  ).toBe(404);
});

test('a node without a connection asks unsigned, and never its own engine', async () => {
  const { http } = await house.door().open({
    tenantId: house.maple.tenantId,
    connectionId: undefined,
    auth: undefined,
    signal: AbortSignal.timeout(5_000),
  });

  await http.get(`${house.outside.url}/x`);
  const inside = await thrown(http.get(`${house.engine.url}/api/v1/flows`));

  expect(house.outside.headers['x-api-key']).toBeUndefined();
  expect(inside.code).toBe('http.address-refused');
});

test('a request refused with a new token, or with the key, says so at the connection', async () => {
  const simulated = await house.simulated();
  const health = async (id: string) =>
    (await house.call('/connections?limit=200')).json.items.find((each: { id: string }) => each.id === id);
  const settings = { address: `${house.outside.url}/api` };
  const body = { auth: 'birchwood', name: 'Old key', environment: 'production', settings, secrets: { value: 'v' } };
  const withKey = (await house.call('/connections', { method: 'POST', body })).json;
  const weather = `/simulators/acorn/companies/${simulated.settings.companyId}/weather`;
  const failNext = { status: 401, times: 2, after: false };
  await house.call(weather, { method: 'PUT', body: { failNext } });

  house.outside.status = 401;
  const faults = [
    await thrown((await house.open(simulated.id)).get('things')),
    await thrown((await house.open(withKey.id, { auth: 'birchwood' })).get('x')),
  ];
  house.outside.status = 200;

  expect(faults.map(({ kind }) => kind)).toEqual(['denied', 'denied']);
  for (const { id } of [simulated, withKey]) {
    expect(await health(id)).toMatchObject({ health: 'refused', healthNote: expect.stringMatching(/Reconnect/) });
  }
});
