import { randomBytes, randomUUID } from 'node:crypto';
import { coreNodes } from '@invoicepatch/core';
import { type FlowDocument, type FlowNode, flowDocument } from '@invoicepatch/sdk';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-postgres.ts';
import { MemoryCatalog } from '../catalog/catalog.memory.ts';
import type { Database } from '../platform/database/database.ts';
import { openDatabase } from '../platform/database/open-database.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { DataKeys } from '../platform/secrets/data-keys.ts';
import { LocalMasterKey } from '../platform/secrets/master-key.local.ts';
import { SecretBox } from '../platform/secrets/secret-box.ts';
import { ProcessSandbox } from '../sandbox/sandbox.process.ts';
import type { Flow } from './flow.ts';
import { FlowChecker } from './flow-checker.ts';
import { FlowDesk } from './flow-desk.ts';
import { FlowLists } from './flow-lists.ts';
import { FlowStore } from './flow-store.ts';
import { HookBook } from './hook-book.ts';
import { Publisher } from './publication.ts';
import { PostgresPublishedFlows } from './published-flows.postgres.ts';
import { FlowTests } from './tests/flow-tests.ts';
import { TestStore } from './tests/test-store.ts';
import { FlowTypes } from './typing/flow-types.ts';

let home: TestDatabase;
let database: Database;
let sandbox: ProcessSandbox;
let desk: FlowDesk;
let hooks: HookBook;
let lists: FlowLists;
let types: FlowTypes;
let who: Principal;
let stranger: Principal;
let now: number;
const catalog = new MemoryCatalog(coreNodes, []);
const user = randomUUID();

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 4 });
  sandbox = new ProcessSandbox();
  const clock = { now: () => now };
  types = new FlowTypes(catalog);
  const checker = new FlowChecker(catalog, { sandbox, database, types });
  const tests = new FlowTests(new TestStore(database), { catalog, sandbox });
  const publisher = new Publisher(database, catalog);
  desk = new FlowDesk({ store: new FlowStore(database), checker, publisher, clock, tests });
  hooks = new HookBook(database, new SecretBox(new DataKeys(database, new LocalMasterKey(randomBytes(32)), clock)));
  lists = new FlowLists(database, catalog);
  await database.asSystem((sql) =>
    sql.query("INSERT INTO users (id, email, name, password_hash) VALUES ($1, 'lea@example.com', 'Léa', '-')", [user]),
  );
});

beforeEach(async () => {
  now = Date.parse('2026-11-02T12:00:00Z');
  who = await createTenant();
  stranger = await createTenant();
});

afterAll(async () => {
  await types.close();
  await sandbox.close();
  await database.close();
  await home.drop();
});

async function createTenant(): Promise<Principal> {
  const tenantId = randomUUID();
  await database.asSystem(async (sql) => {
    await sql.query('INSERT INTO tenants (id, slug, name) VALUES ($1, $2, $2)', [
      tenantId,
      `t-${tenantId.slice(0, 8)}`,
    ]);
    await sql.query("INSERT INTO memberships (tenant_id, user_id, role) VALUES ($1, $2, 'builder')", [tenantId, user]);
  });
  return { tenantId, role: 'builder', by: { kind: 'user', userId: user } };
}

const hook: FlowNode = { id: 'hours', type: 'core.webhook@1' };
const schedule = (cron: string): FlowNode => ({
  id: 'clock',
  type: 'core.schedule@1',
  config: { cron, timeZone: 'America/Toronto' },
});

function document(...nodes: FlowNode[]): FlowDocument {
  return flowDocument.parse({ format: 1, nodes, edges: [] });
}

function save(flow: Flow, next: FlowDocument): Promise<Flow> {
  return desk.saveDraft(who, { id: flow.id, document: next, revision: flow.revision, name: undefined });
}

async function startRun(flow: Flow): Promise<string> {
  const run = randomUUID();
  await database.asSystem((sql) =>
    sql.query(
      `INSERT INTO open_runs (id, tenant_id, flow_id, version, node_id, status, accepted_at, payload)
       VALUES ($1, $2, $3, 1, 'hours', 'queued', now(), '')`,
      [run, who.tenantId, flow.id],
    ),
  );
  return run;
}

test('a new flow is a draft that only its own tenant sees', async () => {
  const flow = await desk.create(who, { name: 'Hours', document: document(hook) });

  expect(flow).toMatchObject({ name: 'Hours', state: 'draft', version: null, revision: 1, hooks: [] });
  expect(await desk.get(who, flow.id)).toEqual(flow);
  await expect(desk.get(stranger, flow.id)).rejects.toMatchObject({ code: 'flow.not-found' });
});

test('a change on top of an old revision is refused, and nothing of it stays', async () => {
  const flow = await desk.create(who, { name: 'Hours', document: document(hook) });
  const saved = await save(flow, document({ ...hook, name: 'First' }));

  await expect(save(flow, document({ ...hook, name: 'Late' }))).rejects.toMatchObject({ code: 'flow.draft-changed' });
  expect(saved.revision).toBe(2);
  expect((await desk.get(who, flow.id)).draft.nodes[0]?.name).toBe('First');
});

test('of two changes at the same moment one wins', async () => {
  const flow = await desk.create(who, { name: 'Hours', document: document(hook) });

  const both = await Promise.allSettled([save(flow, document(hook)), save(flow, document(hook))]);

  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('text that Postgres cannot keep is refused with a reason', async () => {
  const nul = document({ ...hook, name: 'a\u0000b' });
  const backslash = document({ ...hook, name: 'a\\u0000b 😀' });

  await expect(desk.create(who, { name: 'x', document: nul })).rejects.toMatchObject({ code: 'flow.bad-text' });
  expect((await desk.create(who, { name: 'x', document: backslash })).draft).toEqual(backslash);
});

test('publishing tells all problems and keeps the flow a draft', async () => {
  const broken = document({ id: 'map', type: 'core.transform@1', config: { expression: '1 +' } });
  const flow = await desk.create(who, { name: 'Broken', document: broken });

  await expect(desk.publish(who, flow.id)).rejects.toMatchObject({
    code: 'flow.not-publishable',
    details: {
      errors: [
        { code: 'flow.no-trigger' },
        {
          code: 'flow.bad-expression',
          nodeId: 'map',
          path: 'nodes.map.config.expression',
          position: expect.any(Number),
        },
      ],
    },
  });
  expect((await desk.get(who, flow.id)).state).toBe('draft');
});

test('versions count up, an unchanged draft gives the same one, and none ever changes', async () => {
  const flow = await desk.create(who, { name: 'Hours', document: document(hook) });
  const published = new PostgresPublishedFlows(database);
  await expect(published.getNewest(who.tenantId, flow.id)).rejects.toMatchObject({ code: 'flow.not-published' });

  const first = await desk.publish(who, flow.id);
  const again = await desk.publish(who, flow.id);
  const ahead = await save(again, document({ ...hook, name: 'Approved hours' }));
  const second = await desk.publish(who, flow.id);

  expect([first.version, again.version, second.version]).toEqual([1, 1, 2]);
  expect([first.state, ahead.state, second.state]).toEqual(['published', 'draft-ahead', 'published']);
  expect((await published.getVersion(who.tenantId, flow.id, 1)).document).toEqual(document(hook));
  expect((await published.getNewest(who.tenantId, flow.id)).document).toEqual(second.draft);
  await expect(published.getNewest(stranger.tenantId, flow.id)).rejects.toMatchObject({ code: 'flow.not-found' });
  await expect(published.getVersion(stranger.tenantId, flow.id, 1)).rejects.toMatchObject({
    code: 'flow.version-not-found',
  });
  await expect(
    database.inTenant(who.tenantId, (sql) => sql.query('UPDATE flow_versions SET version = 9')),
  ).rejects.toThrow(/permission denied/);
  const versions = await lists.listVersions({ tenantId: who.tenantId, id: flow.id }, { before: undefined, limit: 10 });
  expect(versions).toMatchObject([{ version: 2, publishedBy: { name: 'Léa' } }, { version: 1 }]);
});

test("a trigger's address is unguessable and stays over versions", async () => {
  const flow = await desk.create(who, { name: 'Hours', document: document(hook) });
  const first = await desk.publish(who, flow.id);
  const without = await save(first, document({ id: 'start', type: 'core.manual@1' }));
  const second = await desk.publish(who, without.id);
  await save(second, document(hook));
  const third = await desk.publish(who, flow.id);

  expect(first.hooks).toMatchObject([{ nodeId: 'hours', hasSecret: false }]);
  expect(first.hooks[0]?.id).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(second.hooks).toEqual([]);
  expect(third.hooks).toEqual(first.hooks);
});

test("a hook's secret is sealed, opens again and can be taken away", async () => {
  const flow = await desk.publish(who, (await desk.create(who, { name: 'Hours', document: document(hook) })).id);
  const place = { tenantId: who.tenantId, flowId: flow.id, nodeId: 'hours' };
  const id = flow.hooks[0]?.id ?? '';
  const open = async () => {
    const found = await hooks.find(id);
    return found === undefined ? 'no hook' : hooks.openSecret(found);
  };

  expect(await open()).toBeUndefined();
  await hooks.setSecret(place, 'a shared secret of theirs');
  const [row] = await database.asSystem((sql) =>
    sql.query<{ readonly sealed_secret: Buffer }>('SELECT sealed_secret FROM hooks WHERE id = $1', [id]),
  );
  expect(row?.sealed_secret.includes('secret')).toBe(false);
  expect(await open()).toBe('a shared secret of theirs');
  expect((await desk.get(who, flow.id)).hooks[0]?.hasSecret).toBe(true);
  await hooks.setSecret(place, null);
  expect(await open()).toBeUndefined();
  await expect(hooks.setSecret({ ...place, tenantId: stranger.tenantId }, 'x')).rejects.toMatchObject({
    code: 'flow.no-hook',
  });
  expect(await hooks.find("' OR 1=1 --")).toBeUndefined();
});

test('a schedule waits for its next slot, and begins anew only when it becomes another', async () => {
  const flow = await desk.create(who, { name: 'Nightly', document: document(schedule('0 6 * * *')) });
  const due = async () => {
    const rows = await database.inTenant(who.tenantId, (sql) =>
      sql.query<{ readonly next_at: Date }>('SELECT next_at FROM poll_cursors WHERE flow_id = $1', [flow.id]),
    );
    return rows.map(({ next_at }) => next_at.toISOString());
  };

  const first = await desk.publish(who, flow.id);
  expect(await due()).toEqual(['2026-11-03T11:00:00.000Z']);
  now += 5 * 86_400_000;
  const renamed = await save(first, document({ ...schedule('0 6 * * *'), name: 'Every morning' }));
  await desk.publish(who, flow.id);
  expect(await due()).toEqual(['2026-11-03T11:00:00.000Z']);
  const later = await save(renamed, document(schedule('0 7 * * *')));
  await desk.publish(who, flow.id);
  expect(await due()).toEqual(['2026-11-08T12:00:00.000Z']);
  await save(later, document(hook));
  await desk.publish(who, flow.id);
  expect(await due()).toEqual([]);
});

test('a flow that ran stays; one that did not can go', async () => {
  const ran = await desk.publish(who, (await desk.create(who, { name: 'Ran', document: document(hook) })).id);
  const fresh = await desk.publish(who, (await desk.create(who, { name: 'Fresh', document: document(hook) })).id);
  await startRun(ran);

  await expect(desk.remove(who, ran.id)).rejects.toMatchObject({ code: 'flow.has-runs' });
  await expect(desk.remove(stranger, fresh.id)).rejects.toMatchObject({ code: 'flow.not-found' });
  await desk.remove(who, fresh.id);
  await expect(desk.get(who, fresh.id)).rejects.toMatchObject({ code: 'flow.not-found' });
});

test('the list pages, searches and shows the last run', async () => {
  const names = ['Hours', 'Expenses', '100% of hours', 'Payroll', 'Holdback'];
  for (const name of names) await desk.create(who, { name, document: document(hook) });
  const ran = await desk.publish(who, (await desk.create(who, { name: 'Ran', document: document(hook) })).id);
  const run = await startRun(ran);
  const query = { tenantId: who.tenantId, search: undefined, after: undefined, limit: 4 };

  const first = await lists.list(query);
  const last = first.at(-1);
  const second = await lists.list({ ...query, after: last && { updatedAt: last.position, id: last.id } });

  expect([...first, ...second].map(({ name }) => name)).toEqual(['Ran', ...names.toReversed()]);
  expect(first[0]).toMatchObject({
    trigger: 'core.webhook@1',
    state: 'published',
    lastRun: { id: run, status: 'queued' },
  });
  expect(first[1]).toMatchObject({ lastRun: null, version: null });
  expect((await lists.list({ ...query, search: 'HOURS' })).map(({ name }) => name)).toEqual(['100% of hours', 'Hours']);
  expect((await lists.list({ ...query, search: '0%' })).map(({ name }) => name)).toEqual(['100% of hours']);
  expect(await lists.list({ ...query, tenantId: stranger.tenantId })).toEqual([]);
});
