import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { isDatabaseAway } from '../../platform/database/database-away.ts';
import { openDatabase } from '../../platform/database/open-database.ts';
import { PostgresRunStore } from './run-store.postgres.ts';

const [tenantId, flowId, owner] = [randomUUID(), randomUUID(), randomUUID()];
let home: TestDatabase;
let database: Database;
let store: PostgresRunStore;
let hand: pg.Client;

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 6 });
  store = new PostgresRunStore(database, systemClock);
  hand = new pg.Client({ connectionString: home.url });
  await hand.connect();
  await hand.query("INSERT INTO tenants (id, slug, name) VALUES ($1, 'maple', 'Maple')", [tenantId]);
  await hand.query("INSERT INTO flows (id, tenant_id, name, draft) VALUES ($1, $2, 'Hours', '{}')", [flowId, tenantId]);
  await hand.query(
    "INSERT INTO flow_versions (tenant_id, flow_id, version, document, content_hash) VALUES ($1, $2, 1, '{}', 'h')",
    [tenantId, flowId],
  );
});
afterAll(async () => {
  await hand.end();
  await database.close();
  await home.drop();
});

const event = { tenantId, flowId, version: 1, nodeId: 'start', payload: '{}', owner };

/** Holds all writes up, breaks the connections that wait, and lets go. */
async function breakWhile<Result>(work: () => Promise<Result>): Promise<PromiseSettledResult<Result>> {
  await hand.query('BEGIN; LOCK TABLE open_runs IN ACCESS EXCLUSIVE MODE');
  const settled = Promise.allSettled([work()]);
  const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await hand.query(waiting)).rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await hand.query(`SELECT pg_terminate_backend(pid) FROM (${waiting}) AS stuck`);
  await hand.query('COMMIT');
  const [outcome] = await settled;
  if (outcome === undefined) throw new Error('One piece of work has one outcome.');
  return outcome;
}

async function countRuns(): Promise<number> {
  return (await hand.query('SELECT count(*)::int AS count FROM open_runs')).rows[0].count;
}

test('acceptances whose connection breaks are tried again, and none happens twice', async () => {
  const key = randomUUID();
  const outcome = await breakWhile(() =>
    Promise.all([store.accept({ ...event, dedupeKey: undefined }), store.accept({ ...event, dedupeKey: key })]),
  );

  expect(outcome).toMatchObject({ status: 'fulfilled', value: [{ duplicate: false }, { duplicate: false }] });
  expect(await countRuns()).toBe(2);
  expect(await store.accept({ ...event, dedupeKey: key })).toMatchObject({ duplicate: true });
});

test('facts whose commit was not heard of are the owner’s to find out: it is told that the database was away', async () => {
  const { run } = await store.accept({ ...event, dedupeKey: undefined });
  if (run === undefined) throw new Error('It has an owner.');
  const fact = { step: 'post', fact: { kind: 'intended' as const, attempt: 1, key: 'k', input: '1' } };

  const outcome = await breakWhile(() => store.append(run, [fact]));

  expect(outcome.status).toBe('rejected');
  expect(outcome.status === 'rejected' && isDatabaseAway(outcome.reason)).toBe(true);
  expect(await store.append(run, [fact])).toMatchObject({ lastSeq: 1 });
});
