import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreNodes } from '@invoicepatch/core';
import { definePollTrigger, Fault, type FlowNode, flowDocument, z } from '@invoicepatch/sdk';
import { fakeHttp } from '@invoicepatch/sdk/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-postgres.ts';
import { MemoryCatalog } from '../catalog/catalog.memory.ts';
import type { Flow } from '../flows/flow.ts';
import { FlowStore } from '../flows/flow-store.ts';
import { HookBook } from '../flows/hook-book.ts';
import { Publisher } from '../flows/publication.ts';
import { PostgresPublishedFlows } from '../flows/published-flows.postgres.ts';
import type { Database } from '../platform/database/database.ts';
import { openDatabase } from '../platform/database/open-database.ts';
import { LocalFileStore } from '../platform/files/file-store.local.ts';
import { DataKeys } from '../platform/secrets/data-keys.ts';
import { LocalMasterKey } from '../platform/secrets/master-key.local.ts';
import { SecretBox } from '../platform/secrets/secret-box.ts';
import type { Dispatcher } from '../runs/dispatcher.ts';
import { Responses } from '../runs/responses.ts';
import { PostgresRunStore } from '../runs/run-store.postgres.ts';
import { StartRuns } from '../runs/start-runs.ts';
import { DueTriggers } from './due-triggers.ts';
import { HookDesk } from './hook-desk.ts';
import { toHookRequest } from './hook-request.ts';
import { InboxWatcher } from './inbox/inbox-watcher.ts';
import { ManualStarts } from './manual-starts.ts';
import { TriggerClock } from './trigger-clock.ts';

const second = 1_000;
const minute = 60 * second;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };
const never = new AbortController().signal;
const feed: { id: string; payload: { n: number } }[] = [];
let feedFault: Fault | undefined;

const newEntry = definePollTrigger({
  id: 'ledger.on-entry',
  version: 1,
  title: 'On a new entry',
  summary: 'Starts a run for each new entry.',
  fr: { title: 'À une nouvelle écriture', summary: 'Lance une exécution par écriture.' },
  config: z.strictObject({}),
  output: z.object({ n: z.number() }),
  cursor: z.object({ seen: z.number() }),
  everyMs: 5 * minute,
  poll: async ({ cursor }) => {
    if (feedFault !== undefined) throw feedFault;
    return { events: feed.slice(Math.max(0, (cursor?.seen ?? 0) - 1)), cursor: { seen: feed.length } };
  },
});

let home: TestDatabase;
let database: Database;
let folder: string;
let now: number;
let tenantId: string;
let responses: Responses;
let hooks: HookDesk;
let starts: ManualStarts;
let book: HookBook;
const clock = { now: () => now };
const catalog = new MemoryCatalog([...coreNodes, newEntry], []);

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 6 });
});

beforeEach(async () => {
  now = Date.parse('2026-11-02T12:00:00Z');
  tenantId = randomUUID();
  folder = await mkdtemp(join(tmpdir(), 'inbox-'));
  responses = new Responses();
  feed.length = 0;
  feedFault = undefined;
  await database.asSystem(async (sql) => {
    await sql.query('DELETE FROM poll_cursors');
    await sql.query('INSERT INTO tenants (id, slug, name) VALUES ($1, $2, $2)', [tenantId, slug()]);
  });
  const parts = engineParts();
  book = new HookBook(database, new SecretBox(new DataKeys(database, new LocalMasterKey(randomBytes(32)), clock)));
  hooks = new HookDesk({ ...parts, hooks: book });
  starts = new ManualStarts(parts);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

afterAll(async () => {
  await database.close();
  await home.drop();
});

function slug(): string {
  return `t-${tenantId.slice(0, 8)}`;
}

/** As after a restart: nothing is remembered outside of Postgres. */
function engineParts() {
  const flows = new PostgresPublishedFlows(database);
  const dispatcher = { wake: () => undefined } as unknown as Dispatcher;
  const runs = new StartRuns({ store: new PostgresRunStore(database), flows, dispatcher, responses });
  const files = new LocalFileStore({ database, folder: join(folder, 'files'), limitBytes: 1_000_000 });
  return { flows, runs, files, catalog, clock, log: silent };
}

function tick(): Promise<void> {
  const door = { open: async () => ({ http: fakeHttp({}), settings: {} }) };
  return new TriggerClock({ ...engineParts(), door, rows: new DueTriggers(database) }).tick(never);
}

async function publish(...nodes: FlowNode[]): Promise<Flow> {
  const draft = flowDocument.parse({ format: 1, nodes, edges: [] });
  const flow = await new FlowStore(database).create({
    id: randomUUID(),
    tenantId,
    name: 'Flow',
    draft,
    templateSlug: null,
    createdBy: null,
  });
  return new Publisher(database, catalog).publish({ tenantId, flow, publishedBy: null, now });
}

function scheduled(missed: 'skip' | 'run-once'): FlowNode {
  return { id: 'clock', type: 'core.schedule@1', config: { cron: '0 * * * *', timeZone: 'America/Toronto', missed } };
}

async function payloads(): Promise<unknown[]> {
  const rows = await database.inTenant(tenantId, (sql) =>
    sql.query<{ readonly payload: string }>(
      'SELECT e.payload FROM events e JOIN runs r ON r.event_id = e.id ORDER BY r.accepted_at, r.id',
    ),
  );
  return rows.map(({ payload }) => JSON.parse(payload));
}

function send(flow: Flow, body: string | Buffer, headers: Record<string, string> = {}) {
  return hooks.receive(flow.hooks[0]?.id ?? '', toHookRequest({ headers, rawBody: Buffer.from(body) }));
}

test('a delivery is a run before it is answered, and the same delivery is the same run', async () => {
  const flow = await publish({ id: 'hours', type: 'core.webhook@1' });

  const first = await send(flow, '{"hours":"7.50"}', { 'idempotency-key': 'k1' });
  const again = await send(flow, '{"hours":"7.50"}', { 'idempotency-key': 'k1' });
  await send(flow, '{"hours":"8.00"}');

  expect(first).toEqual({ status: 202, body: { runId: expect.any(String), duplicate: false } });
  expect(again).toEqual({ status: 202, body: { ...Object(first.body), duplicate: true } });
  expect(await payloads()).toEqual([{ hours: '7.50' }, { hours: '8.00' }]);
});

test('a storm of one delivery is one run', async () => {
  const flow = await publish({ id: 'hours', type: 'core.webhook@1' });

  const storm = await Promise.all(Array.from({ length: 20 }, () => send(flow, '{}', { 'x-delivery-id': 'd1' })));

  expect(new Set(storm.map(({ body }) => Object(body).runId)).size).toBe(1);
  expect(await payloads()).toHaveLength(1);
});

test('what is refused starts nothing', async () => {
  const flow = await publish({ id: 'hours', type: 'core.webhook@1', config: { signature: 'hmac-sha256' } });
  await book.setSecret({ tenantId, flowId: flow.id, nodeId: 'hours' }, 'a secret that both know');

  await expect(send(flow, '{}', { 'x-signature': '0'.repeat(64) })).rejects.toMatchObject({
    code: 'hook.bad-signature',
  });
  await expect(hooks.receive('x'.repeat(32), toHookRequest({ headers: {} }))).rejects.toMatchObject({
    code: 'hook.not-found',
  });
  expect(await payloads()).toEqual([]);
});

test('a sender that waits gets what the flow responds, else the run', async () => {
  const config = { answer: 'when-responded', timeoutSeconds: 1 };
  const flow = await publish({ id: 'hours', type: 'core.webhook@1', config });
  const { runId } = Object((await send(flow, '{}', { 'idempotency-key': 'early' })).body);
  responses.tell(runId, { status: 201, body: { invoice: '58' } });

  expect(await send(flow, '{}', { 'idempotency-key': 'early' })).toEqual({ status: 201, body: { invoice: '58' } });
});

test('a sent file is kept, and its content tells files apart', async () => {
  const flow = await publish({ id: 'drop', type: 'core.file-drop@1' });

  const first = await send(flow, 'PK-one', { 'x-file-name': 'hours.xlsx' });
  const same = await send(flow, 'PK-one', { 'x-file-name': 'renamed.xlsx' });
  await send(flow, 'PK-two', { 'x-file-name': 'hours.xlsx' });

  expect(same.body).toEqual({ ...Object(first.body), duplicate: true });
  expect(await payloads()).toMatchObject([
    { name: 'hours.xlsx', sizeBytes: 6, fileId: expect.any(String) },
    { name: 'hours.xlsx', sizeBytes: 6 },
  ]);
});

test('a person starts the manual trigger, or another one by its name', async () => {
  const flow = await publish(
    { id: 'drop', type: 'core.file-drop@1' },
    { id: 'byHand', type: 'core.manual@1' },
    scheduled('skip'),
  );
  const { files } = engineParts();
  const start = (nodeId?: string, payload?: object) =>
    starts.start({ tenantId, flowId: flow.id, nodeId, payload: payload as never });
  const { Readable } = await import('node:stream');
  const file = await files.put({
    tenantId,
    name: 'h.xlsx',
    mediaType: 'x/y',
    content: Readable.from([Buffer.from('PK')]),
  });

  await start(undefined, { any: 'thing' });
  await start('drop', { fileId: file.id });
  await start('clock');

  const at = new Date(now).toISOString();
  expect(await payloads()).toEqual([
    { any: 'thing' },
    { fileId: file.id, name: 'h.xlsx', sizeBytes: 2 },
    { slot: at, now: at },
  ]);
  await expect(start('drop', { file: 1 })).rejects.toMatchObject({ code: 'flow.bad-payload' });
  await expect(start('drop', { fileId: randomUUID() })).rejects.toMatchObject({ code: 'file.not-found' });
  await expect(start('nobody')).rejects.toMatchObject({ code: 'flow.no-such-trigger' });
});

test('a schedule starts once at its slot, whoever looks and however often', async () => {
  await publish(scheduled('skip'));

  now += 59 * minute;
  await tick();
  expect(await payloads()).toEqual([]);
  now += minute + 3 * second;
  await Promise.all([tick(), tick(), tick()]);
  await tick();

  expect(await payloads()).toEqual([{ slot: '2026-11-02T13:00:00.000Z', now: '2026-11-02T13:00:03.000Z' }]);
});

test.each([
  ['skip', []],
  ['run-once', [{ slot: '2026-11-04T12:00:00.000Z', now: '2026-11-04T12:30:00.000Z' }]],
] as const)('after a long sleep, a schedule that would %s its missed slots starts %j', async (missed, expected) => {
  await publish(scheduled(missed));

  now += 48 * 60 * minute + 30 * minute;
  await tick();
  expect(await payloads()).toEqual(expected);
  now += 30 * minute;
  await tick();

  expect(await payloads()).toEqual([
    ...expected,
    { slot: '2026-11-04T13:00:00.000Z', now: '2026-11-04T13:00:00.000Z' },
  ]);
});

test('an engine that dies between start and bookkeeping starts nothing twice', async () => {
  const flow = await publish(scheduled('run-once'));
  now += 60 * minute;
  const rows = new DueTriggers(database);
  const [due] = await rows.list(now);
  await engineParts().runs.start({
    tenantId,
    flowId: flow.id,
    nodeId: 'clock',
    payload: {},
    dedupeKey: new Date(due?.dueAt ?? 0).toISOString(),
  });

  await tick();

  expect(await payloads()).toEqual([{}]);
  expect(await rows.list(now)).toEqual([]);
});

test('a poll starts a run for each new thing, and goes on where it stopped', async () => {
  await publish({ id: 'entry', type: 'ledger.on-entry@1' });
  feed.push({ id: 'a', payload: { n: 1 } }, { id: 'b', payload: { n: 2 } });

  await tick();
  await tick();
  feed.push({ id: 'c', payload: { n: 3 } });
  now += 5 * minute;
  await tick();

  expect(await payloads()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test('a poll that fails says so, waits as long as it was asked to, and loses nothing', async () => {
  await publish({ id: 'entry', type: 'ledger.on-entry@1' });
  feed.push({ id: 'a', payload: { n: 1 } });
  feedFault = new Fault('unavailable', 'http.429', 'The ledger is busy.', { retryAfterMs: 20 * minute });
  await tick();
  const [row] = await database.inTenant(tenantId, (sql) =>
    sql.query<{ readonly note: string; readonly next_at: Date }>('SELECT * FROM poll_cursors'),
  );

  expect(row).toMatchObject({ note: 'The ledger is busy.', next_at: new Date(now + 20 * minute) });
  feedFault = undefined;
  now += 20 * minute;
  await tick();
  expect(await payloads()).toEqual([{ n: 1 }]);
});

test('a file in the folder of a flow starts a run once it is whole, then moves on', async () => {
  const flow = await publish({ id: 'drop', type: 'core.file-drop@1' });
  const watcher = new InboxWatcher({ ...engineParts(), folder: join(folder, 'inbox'), database });
  const place = join(folder, 'inbox', slug(), flow.id);
  const scan = async (passedMs: number) => {
    now += passedMs;
    await watcher.scan(never);
  };

  await scan(0);
  await writeFile(join(place, 'hours.xlsx'), 'PK-half');
  await writeFile(join(place, 'notes.pdf'), '%PDF');
  await writeFile(join(place, 'empty.xlsx'), '');
  await writeFile(join(place, '~$hours.xlsx'), 'lock');
  await writeFile(join(folder, 'outside.xlsx'), 'PK-outside');
  await symlink(join(folder, 'outside.xlsx'), join(place, 'link.xlsx'));
  await scan(second);
  await writeFile(join(place, 'hours.xlsx'), 'PK-whole');
  await scan(second);
  await scan(second);
  expect(await payloads()).toEqual([]);
  expect((await readdir(join(place, 'refused'))).sort()).toEqual([
    'empty.xlsx',
    'empty.xlsx.txt',
    'notes.pdf',
    'notes.pdf.txt',
  ]);
  await scan(second);

  expect(await payloads()).toMatchObject([{ name: 'hours.xlsx', sizeBytes: 8 }]);
  expect(await readdir(join(place, 'accepted'))).toEqual(['hours.xlsx']);
  expect((await readdir(place)).sort()).toEqual(['accepted', 'link.xlsx', 'refused', '~$hours.xlsx']);
  expect(await readFile(join(place, 'refused', 'notes.pdf.txt'), 'utf8')).toContain('.xlsx');

  await writeFile(join(place, 'hours.xlsx'), 'PK-whole');
  for (let turn = 0; turn < 4; turn++) await scan(second);
  expect(await payloads()).toHaveLength(1);
  expect(await readdir(join(place, 'accepted'))).toHaveLength(2);
  expect(existsSync(join(place, 'hours.xlsx'))).toBe(false);
});
