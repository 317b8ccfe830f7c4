import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fault, z } from '@invoicepatch/sdk';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { acorn, birchwood, catalogOf } from '../../../test/support/test-connectors.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { People } from '../identity/people.ts';
import { Sessions } from '../identity/sessions.ts';
import { Tenants } from '../identity/tenants.ts';
import { GuardedHttp } from '../platform/http/guarded-http.ts';
import { SimulatorDesk } from '../simulators/simulator-desk.ts';
import { AuthBook } from './auth-book.ts';
import { SignedConnectionDoor } from './connection-door.signed.ts';
import { CONNECTION_DOOR, type ConnectionDoor } from './connection-door.ts';
import { ConnectionStore } from './connection-store.postgres.ts';
import { ConnectionsModule } from './connections.module.ts';
import { OAuthTokens } from './oauth-tokens.ts';

let now = Date.parse('2026-11-02T12:00:00Z');
const clock = { now: () => now };
let engine: TestApp;
let maple = { tenantId: '', token: '' };
let birch = { tenantId: '', token: '' };
let headers: IncomingHttpHeaders = {};
let answerStatus = 200;
const outside = createServer((request, response) => {
  headers = request.headers;
  response.writeHead(answerStatus, { 'content-type': 'application/json' }).end('{"ok":true,"echo":"s3cret-value"}');
});

async function addTenant(slug: string): Promise<typeof maple> {
  const { id: tenantId } = await engine.app.get(Tenants).create({ name: slug, slug });
  const { id } = await engine.app
    .get(People)
    .add({ tenantId, email: `o@${slug}.example`, name: 'O', role: 'owner', password: 'x' });
  return { tenantId, token: await engine.app.get(Sessions).start(tenantId, id) };
}

beforeAll(async () => {
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  const { port } = outside.address() as AddressInfo;
  engine = await startTestApp({
    imports: [IdentityModule, ConnectionsModule],
    catalog: catalogOf([acorn, birchwood]),
    clock,
    egressAllow: [`127.0.0.1:${port}`],
  });
  maple = await addTenant('maple');
  birch = await addTenant('birch');
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await engine.close();
  await new Promise((resolve) => outside.close(resolve));
});

interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly as?: { token: string };
  readonly body?: object;
}

async function call(path: string, { method = 'GET', as = maple, body }: Call = {}) {
  now += 1;
  const answer = await engine.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${(await freshToken(as)).token}` },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, text: answer.body, json: answer.body === '' ? undefined : answer.json() };
}

/** Sessions end while this file's clock runs ahead. */
async function freshToken(as: { token: string }): Promise<{ token: string }> {
  const who = as === birch ? birch : maple;
  const [user] = await engine.app.get(People).list(who.tenantId);
  return { token: await engine.app.get(Sessions).start(who.tenantId, user?.id ?? '') };
}

let names = 0;
async function simulated(as = maple) {
  names += 1;
  const { status, json } = await call('/connections/simulated', {
    method: 'POST',
    as,
    body: { auth: 'acorn', name: `Company ${names}` },
  });
  expect(status).toBe(201);
  return json as { id: string; settings: { companyId: string } };
}

function door(): ConnectionDoor {
  return engine.app.get(CONNECTION_DOOR);
}

const clients: GuardedHttp[] = [];

/** As a second process would have it: nothing shared but the database. */
function anotherDoor(timeoutMs = 10_000): ConnectionDoor {
  const guarded = new GuardedHttp({ egressAllow: [], timeoutMs });
  clients.push(guarded);
  const store = engine.app.get(ConnectionStore);
  return new SignedConnectionDoor({
    store,
    auths: engine.app.get(AuthBook),
    guarded,
    clock,
    tokens: new OAuthTokens(store, guarded, clock),
  });
}

async function open(id: string, { tenantId = maple.tenantId, auth = 'acorn', through = door() } = {}) {
  return (await through.open({ tenantId, connectionId: id, auth, signal: AbortSignal.timeout(10_000) })).http;
}

const thrown = (work: Promise<unknown>): Promise<Fault> =>
  work.then(
    () => Promise.reject(new Error('It did not fail.')),
    (fault) => fault,
  );

const objects = async ({ settings }: { settings: { companyId: string } }, collection: string): Promise<unknown[]> =>
  (await call(`/simulators/acorn/companies/${settings.companyId}/objects?collection=${collection}`)).json.items;

test('a connection to a simulated company works at once, through real requests', async () => {
  const connection = await simulated();

  const diagnosis = await call(`/connections/${connection.id}/test`, { method: 'POST' });
  const made = (await (await open(connection.id)).post('things', { name: 'Invoice' })).as(z.object({ id: z.string() }));
  const shown = (await call('/connections')).json.items.find(({ id }: { id: string }) => id === connection.id);

  expect(diagnosis.json).toEqual({ health: 'good', note: '' });
  expect(made).toEqual({ id: '1' });
  expect(await objects(connection, 'things')).toEqual([{ id: '1', name: 'Invoice' }]);
  expect(shown).toMatchObject({ health: 'good', environment: 'simulator', usedBy: [], checkedAt: expect.any(String) });
});

test('secrets go in and never come out: not by the API, not in the rows, not in the log', async () => {
  const secrets = {
    clientId: 'client-id-1',
    clientSecret: 'canary-client-secret',
    refreshToken: 'canary-refresh-token',
  };
  const body = { auth: 'acorn', name: 'Canary', environment: 'production', settings: { companyId: 'c1' }, secrets };

  const created = await call('/connections', { method: 'POST', body });
  const listed = await call('/connections');
  const changed = await call(`/connections/${created.json.id}`, {
    method: 'PATCH',
    body: { secrets: { refreshToken: 'canary-new-token' } },
  });
  const [dump] = await engine.database.asSystem((sql) =>
    sql.query<{ all: string }>("SELECT string_agg(c::text, '') AS all FROM connections c"),
  );
  const hex = (text: string) => Buffer.from(text).toString('hex');

  expect([created.status, changed.status]).toEqual([201, 200]);
  for (const text of [created.text, listed.text, changed.text, dump?.all ?? '', JSON.stringify(engine.lines)]) {
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

  expect((await call('/connections', { method: 'POST', body: { ...good, ...wrong } })).json).toMatchObject({
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

  expect((await call('/connections', { method: 'POST', body })).status).toBe(201);
  expect((await call('/connections', { method: 'POST', body })).json).toMatchObject({
    status: 409,
    code: 'connection.name-taken',
  });
  expect((await call('/connections', { method: 'POST', body, as: birch })).status).toBe(201);
});

test('a name that is taken leaves no company behind', async () => {
  const companies = async () => (await call('/simulators/acorn/companies')).json.items.length;
  const body = { auth: 'acorn', name: 'Once' };
  await call('/connections/simulated', { method: 'POST', body });
  const before = await companies();

  expect((await call('/connections/simulated', { method: 'POST', body })).json.code).toBe('connection.name-taken');
  expect(await companies()).toBe(before);
});

test('a rename keeps what is known of the health, and the secrets', async () => {
  const connection = await simulated();
  await call(`/connections/${connection.id}/test`, { method: 'POST' });

  const renamed = await call(`/connections/${connection.id}`, { method: 'PATCH', body: { name: 'Renamed' } });
  const again = await call(`/connections/${connection.id}/test`, { method: 'POST' });

  expect(renamed.json).toMatchObject({ name: 'Renamed', health: 'good' });
  expect(again.json.health).toBe('good');
});

test('steps that need a token at the same time, in two processes, ask for one', async () => {
  const connection = await simulated();
  const doors = [door(), anotherDoor()];

  const opened = await Promise.all(
    Array.from({ length: 10 }, (_, index) => open(connection.id, { through: doors[index % 2] ?? door() })),
  );
  await Promise.all(opened.map((http) => http.get('things')));

  expect(await objects(connection, 'refreshes')).toHaveLength(1);
});

test('a token that ended is renewed before use, and one that was taken away after the first refusal', async () => {
  const connection = await simulated();
  const http = await open(connection.id);
  await http.get('things');

  now += 3_600_000;
  await http.get('things');
  const early = await objects(connection, 'refreshes');
  await engine.database.asSystem((sql) =>
    sql.query(
      `UPDATE simulator_objects SET value = jsonb_set(value, '{access}', '"gone"') WHERE company_id = $1 AND collection = 'tokens'`,
      [connection.settings.companyId],
    ),
  );
  await http.post('things', { name: 'after' });

  expect(early).toHaveLength(2);
  expect(await objects(connection, 'refreshes')).toHaveLength(3);
  expect(await objects(connection, 'things')).toHaveLength(1);
});

test('when the refresh token is no longer accepted a person is asked to reconnect, and nothing is repeated', async () => {
  const connection = await simulated();
  await call(`/connections/${connection.id}`, {
    method: 'PATCH',
    body: { secrets: { refreshToken: `${connection.settings.companyId}.old` } },
  });

  const fault = await thrown((await open(connection.id)).post('things', { name: 'x' }));
  const shown = (await call('/connections')).json.items.find(({ id }: { id: string }) => id === connection.id);

  expect(fault).toMatchObject({ kind: 'denied', code: 'connection.refused', doubtful: false });
  expect(fault.message).toMatch(/Reconnect/);
  expect(fault.message).not.toContain('.old');
  expect(shown).toMatchObject({ health: 'refused', healthNote: fault.message });
});

test('a token endpoint that is away leaves no doubt about the step, and the old token stays', async () => {
  const connection = await simulated();
  const store = engine.app.get(ConnectionStore);
  const before = await store.openSecrets(await store.get(maple.tenantId, connection.id));

  const fault = await thrown((await open(connection.id, { through: anotherDoor(1) })).post('things', { name: 'x' }));

  expect(fault).toMatchObject({ kind: 'unavailable', doubtful: false });
  expect(await store.openSecrets(await store.get(maple.tenantId, connection.id))).toEqual(before);
});

test.each([
  [{ status: 503, times: 1, after: true }, 'http.failed', 1],
  [{ status: 0, times: 1, after: true }, 'http.broken', 1],
  [{ status: 503, times: 1, after: false }, 'http.failed', 0],
  [{ status: 0, times: 1, after: false }, 'http.broken', 0],
])('weather %p: the write is in doubt, and the next one gets through', async (failNext, code, made) => {
  const connection = await simulated();
  const weather = `/simulators/acorn/companies/${connection.settings.companyId}/weather`;
  expect((await call(weather, { method: 'PUT', body: { failNext } })).status).toBe(204);
  const http = await open(connection.id);

  const fault = await thrown(http.post('things', { name: 'one' }));
  const count = (await objects(connection, 'things')).length;
  await http.post('things', { name: 'two' });

  expect(fault).toMatchObject({ kind: 'unavailable', code, doubtful: true });
  expect(count).toBe(made);
});

test('slow weather runs into the time limit of the step', async () => {
  const connection = await simulated();
  await call(`/simulators/acorn/companies/${connection.settings.companyId}/weather`, {
    method: 'PUT',
    body: { delayMs: 300 },
  });

  const fault = await thrown((await open(connection.id)).get('things', { timeoutMs: 100 }));

  expect(fault).toMatchObject({ code: 'http.timeout', doubtful: false });
});

test('what a simulator complains about is in the log, and its own fault leaves nothing half done', async () => {
  const connection = await simulated();
  const http = await open(connection.id);

  const refused = await thrown(http.post('things', { name: 'x', colour: 'red' }));
  const crashed = await thrown(http.post('things', { name: 'crash' }));

  expect(refused).toMatchObject({ code: 'acorn.refused', kind: 'invalid' });
  expect(crashed.code).toBe('http.failed');
  expect(await objects(connection, 'things')).toEqual([]);
  expect(engine.app.get(SimulatorDesk).complaints.at(-1)).toMatchObject({ simulator: 'acorn', where: 'request' });
  expect(engine.lines.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['simulator.complaint', 'simulator.failed']),
  );
});

test('a simulator takes any content type and method', async () => {
  const answers = await Promise.all(
    ['application/json', 'text/xml', 'application/x-www-form-urlencoded', 'application/pdf'].map((type) =>
      engine.app.inject({
        method: 'PATCH',
        url: '/simulators/acorn/v1/nobody/x?a=b',
        headers: { 'content-type': type },
        payload: 'not json {',
      }),
    ),
  );
  const none = await engine.app.inject('/simulators/nothing/x');

  expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual(
    answers.map(() => [404, '{"message":"No such company."}']),
  );
  expect(none.statusCode).toBe(404);
});

test('one secret in a header signs each request, and is covered where the other side repeats it', async () => {
  const address = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/api`;
  const body = {
    auth: 'birchwood',
    name: 'Header',
    environment: 'production',
    settings: { address },
    secrets: { value: 's3cret-value' },
  };
  const { json } = await call('/connections', { method: 'POST', body });
  const http = await open(json.id, { auth: 'birchwood' });

  await http.get('x');
  const signed = headers['x-api-key'];
  answerStatus = 400;
  const fault = await thrown(http.get('x'));
  answerStatus = 200;
  const own = await thrown(http.get('x', { headers: { 'X-API-KEY': 'mine' } }));

  expect(signed).toBe('Key s3cret-value');
  expect(fault.message).not.toContain('s3cret');
  expect(own.code).toBe('http.header-invalid');
});

test('settings that lead elsewhere want the secrets again', async () => {
  const body = {
    auth: 'birchwood',
    name: 'Moving',
    environment: 'production',
    settings: { address: 'https://a.example/x' },
    secrets: { value: 'v' },
  };
  const { json } = await call('/connections', { method: 'POST', body });
  const change = (more: object) => call(`/connections/${json.id}`, { method: 'PATCH', body: more });

  expect((await change({ settings: { address: 'https://evil.example/' } })).json.code).toBe(
    'connection.secrets-needed',
  );
  expect((await change({ settings: { address: 'https://a.example/y' } })).status).toBe(200);
  expect((await change({ settings: { address: 'https://b.example/' }, secrets: { value: 'w' } })).status).toBe(200);
});

test('a connection of another tenant or system does not open, nor does a placeholder', async () => {
  const connection = await simulated(birch);

  expect(await thrown(open(connection.id))).toMatchObject({ kind: 'missing', code: 'connection.not-found' });
  expect(await thrown(open('books'))).toMatchObject({ kind: 'missing', code: 'connection.not-found' });
  expect(await thrown(open(connection.id, { tenantId: birch.tenantId, auth: 'birchwood' }))).toMatchObject({
    code: 'connection.wrong-system',
  });
  expect((await call(`/connections/${connection.id}/test`, { method: 'POST' })).status).toBe(404);
  expect(
    (await call(`/simulators/acorn/companies/${connection.settings.companyId}/objects?collection=tokens`)).status,
  ).toBe(404);
});

test('a node without a connection asks unsigned, and never its own engine', async () => {
  const { http } = await door().open({
    tenantId: maple.tenantId,
    connectionId: undefined,
    auth: undefined,
    signal: AbortSignal.timeout(5_000),
  });

  await http.get(`http://127.0.0.1:${(outside.address() as AddressInfo).port}/x`);
  const inside = await thrown(http.get(`${engine.url}/api/v1/flows`));

  expect(headers['x-api-key']).toBeUndefined();
  expect(inside.code).toBe('http.address-refused');
});

test('a connection in use is not deleted, and says by whom', async () => {
  const connection = await simulated();
  const flowId = randomUUID();
  const node = { id: 'post', type: 'acorn.create@1', connection: connection.id };
  const draft = {
    format: 1,
    nodes: [{ id: 'each', type: 'core.for-each@1', body: { nodes: [node], edges: [] } }],
    edges: [],
  };
  await engine.database.inTenant(maple.tenantId, (sql) =>
    sql.query('INSERT INTO flows (id, tenant_id, name, draft) VALUES ($1, $2, $3, $4)', [
      flowId,
      maple.tenantId,
      'Hours',
      JSON.stringify(draft),
    ]),
  );

  const refused = await call(`/connections/${connection.id}`, { method: 'DELETE' });
  await engine.database.inTenant(maple.tenantId, (sql) => sql.query('DELETE FROM flows'));
  const removed = await call(`/connections/${connection.id}`, { method: 'DELETE' });

  expect(refused.json).toMatchObject({
    status: 409,
    code: 'connection.in-use',
    details: { usedBy: [{ flowId, name: 'Hours' }] },
  });
  expect(removed.status).toBe(204);
});

test('the list pages by cursor', async () => {
  const first = (await call('/connections?limit=2')).json;
  const second = (await call(`/connections?limit=200&cursor=${first.nextCursor}`)).json;
  const all = (await call('/connections?limit=200')).json;

  expect(first.items).toHaveLength(2);
  expect([...first.items, ...second.items]).toEqual(all.items);
  expect(second.nextCursor).toBeNull();
  expect((await call('/connections?cursor=nonsense')).json.code).toBe('request.bad-cursor');
});
