import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open-database.ts';
import { RunDays } from './run-days.ts';

const day = 86_400_000;
const tenantId = randomUUID();
const flowId = randomUUID();
let home: TestDatabase;
let database: Database;

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 4 });
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

function system<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return database.asSystem((sql) => sql.query<Row>(text, values));
}

/** An id of UUID version 7 of a moment. */
function idAt(atMs: number): string {
  const time = atMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

async function addFinished(daysAgo: number): Promise<string> {
  const at = Date.now() - daysAgo * day;
  const id = idAt(at);
  await system(
    `INSERT INTO runs (id, tenant_id, flow_id, version, node_id, status, accepted_at, finished_at, payload)
     VALUES ($1, $2, $3, 1, 'start', 'succeeded', $4, $4, '')`,
    [id, tenantId, flowId, new Date(at)],
  );
  await system(
    'INSERT INTO deliveries (flow_id, node_id, key, tenant_id, run_id, accepted_at) VALUES ($1, $2, $3, $4, $6, $5)',
    [flowId, 'start', id, tenantId, new Date(at), id],
  );
  return id;
}

async function addOpen(daysAgo: number): Promise<string> {
  const at = Date.now() - daysAgo * day;
  const id = idAt(at);
  await system(
    `INSERT INTO open_runs (id, tenant_id, flow_id, version, node_id, status, accepted_at, payload)
     VALUES ($1, $2, $3, 1, 'start', 'needs-person', $4, '')`,
    [id, tenantId, flowId, new Date(at)],
  );
  return id;
}

async function kept(table: 'runs' | 'open_runs' | 'deliveries'): Promise<ReadonlySet<string>> {
  const column = table === 'deliveries' ? 'run_id' : 'id';
  return new Set((await system<{ id: string }>(`SELECT ${column} AS id FROM ${table}`)).map(({ id }) => id));
}

test('days go when their time is over, delivery ids after at least a month, and open runs never', async () => {
  const before = new Date(Date.now() - 60 * day).toISOString().slice(0, 10);
  await system('SELECT make_run_days($1::date, 55)', [before]);
  const [old, recent, today] = [await addFinished(20), await addFinished(5), await addFinished(0)];
  const [waiting, ancient] = [await addOpen(400), await addFinished(45)];

  const tended = await new RunDays(database, { keepDays: 7 }).tend();

  expect(tended.dropped).toBeGreaterThan(0);
  expect(await kept('runs')).toEqual(new Set([recent, today]));
  expect(await kept('open_runs')).toEqual(new Set([waiting]));
  expect(await kept('deliveries')).toEqual(new Set([old, recent, today]));
  expect(tended.deleted).toBe(1);
  expect(await kept('deliveries')).not.toContain(ancient);
});

test('what belongs to no day goes as well, and tending twice changes nothing', async () => {
  const at = new Date(Date.now() - 200 * day);
  const id = randomUUID();
  await system(
    `INSERT INTO runs (id, tenant_id, flow_id, version, node_id, status, accepted_at, finished_at, payload)
     VALUES ($1, $2, $3, 1, 'start', 'failed', $4, $4, '')`,
    [id, tenantId, flowId, at],
  );
  const days = new RunDays(database, { keepDays: 90 });

  expect(await days.tend()).toMatchObject({ deleted: 1 });
  expect(await days.tend()).toEqual({ made: 0, dropped: 0, deleted: 0 });
});

test('the days to come are there, and a run is found through the one of its id', async () => {
  await new RunDays(database, { keepDays: 90 }).tend();
  const plan = await system<{ 'QUERY PLAN': string }>(
    `EXPLAIN SELECT * FROM runs WHERE id = '${idAt(Date.now() + 3 * day)}'`,
  );
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');

  expect(text).toMatch(/runs_\d{8}/);
  expect(text).not.toContain('Append');
});
