import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { administer, createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open-database.ts';
import { PostgresPresence } from '../../platform/database/presence.postgres.ts';
import type { ClaimedRun } from '../run.ts';
import { PostgresRunStore } from './run-store.postgres.ts';

const tenantId = randomUUID();
const flowId = randomUUID();
let home: TestDatabase;
let database: Database;
let store: PostgresRunStore;

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 8 });
  store = new PostgresRunStore(database);
  await database.asSystem(async (sql) => {
    await sql.query("INSERT INTO tenants (id, slug, name) VALUES ($1, 'maple', 'Maple')", [tenantId]);
    await sql.query("INSERT INTO flows (id, tenant_id, name, draft) VALUES ($1, $2, 'Hours', '{}')", [
      flowId,
      tenantId,
    ]);
    await sql.query(
      "INSERT INTO flow_versions (tenant_id, flow_id, version, document, content_hash) VALUES ($1, $2, 1, '{}', 'h')",
      [tenantId, flowId],
    );
  });
});

afterAll(async () => {
  await database.close();
  await home.drop();
});

function accept(dedupeKey?: string) {
  return store.accept({ tenantId, flowId, version: 1, nodeId: 'start', payload: '{"n":1}', dedupeKey });
}

async function claimNew(): Promise<ClaimedRun> {
  const claimed = await store.claim((await accept()).runId, 'one');
  if (claimed === undefined) throw new Error('A new run is due.');
  return claimed;
}

async function expireLease(run: ClaimedRun): Promise<void> {
  await database.asSystem((sql) =>
    sql.query("UPDATE runs SET lease_until = now() - interval '1 second' WHERE id = $1", [run.id]),
  );
}

const intended = { step: 'post', fact: { kind: 'intended' as const, attempt: 1, key: 'k', input: '1' } };

test('the same delivery starts one run, also when it comes twice at once', async () => {
  const key = randomUUID();

  const [first, ...others] = await Promise.all([accept(key), accept(key), accept(key), accept(key)]);

  expect(new Set([first, ...others].map((started) => started?.runId)).size).toBe(1);
  expect([first, ...others].filter((started) => started?.duplicate === false)).toHaveLength(1);
});

test('a run has one owner', async () => {
  const { runId } = await accept();

  const claims = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => store.claim(runId, owner)));

  expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
});

test('an owner that was taken over can neither write nor give up the run', async () => {
  const late = await claimNew();
  await expireLease(late);
  const next = await store.claim(late.id, 'two');

  expect(next?.crashes).toBe(1);
  await expect(store.append(late, [intended])).rejects.toMatchObject({ code: 'run.taken-over' });
  await expect(store.release(late, 0, { status: 'succeeded' })).rejects.toMatchObject({ code: 'run.taken-over' });
  expect(await store.journal(late)).toEqual([]);
});

test('facts are numbered without gaps and come back in order', async () => {
  const run = await claimNew();

  await store.append(run, [intended, { step: 'b', fact: { kind: 'asked', question: 'q', details: '1' } }]);
  const last = await store.append(run, [{ step: 'post', fact: { kind: 'confirmed', attempt: 1, output: '2' } }]);

  expect(last.lastSeq).toBe(3);
  expect((await store.journal(run)).map(({ seq, step, fact }) => [seq, step, fact.kind])).toEqual([
    [1, 'post', 'intended'],
    [2, 'b', 'asked'],
    [3, 'post', 'confirmed'],
  ]);
});

test('a run is not given up while a fact is unseen', async () => {
  const run = await claimNew();
  await store.append(run, [intended]);

  expect(await store.release(run, 0, { status: 'needs-person' })).toBe(false);
  expect(await store.release(run, 1, { status: 'needs-person' })).toBe(true);
});

test('runs whose owner fell silent and runs whose time has come are due, others are not', async () => {
  const silent = await claimNew();
  await expireLease(silent);
  const sleeping = await claimNew();
  await store.release(sleeping, 0, { status: 'waiting', wakeAtMs: Date.now() + 60_000 });
  const awake = await claimNew();
  await store.release(awake, 0, { status: 'waiting', wakeAtMs: Date.now() - 1 });

  const due = await store.listDue(1_000);

  expect(due).toEqual(expect.arrayContaining([silent.id, awake.id]));
  expect(due).not.toContain(sleeping.id);
});

test('the lease of an owner that is gone is cut, that of one that is present is not', async () => {
  const present = await new PostgresPresence(home.url).hold('present', () => undefined);
  const kept = await store.claim((await accept()).runId, 'present');
  const orphaned = await store.claim((await accept()).runId, 'gone');

  await store.cutLeases();
  const leases = await database.asSystem((sql) =>
    sql.query<{ id: string; seconds: number }>(
      'SELECT id, extract(epoch FROM lease_until - now())::float8 AS seconds FROM runs WHERE id = ANY($1)',
      [[kept?.id, orphaned?.id]],
    ),
  );
  await present.letGo();

  expect(leases.find(({ id }) => id === kept?.id)?.seconds).toBeGreaterThan(60);
  expect(leases.find(({ id }) => id === orphaned?.id)?.seconds).toBeLessThan(2);
});

test('presence that was cut off comes back and says so', async () => {
  let regained: () => void = () => undefined;
  const again = new Promise<void>((resolve) => {
    regained = resolve;
  });
  const held = await new PostgresPresence(home.url).hold('cut-off', regained);

  const cut = await database.asSystem((sql) =>
    sql.query("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = hashtext('cut-off')::oid"),
  );
  await administer(home.url, `SELECT pg_terminate_backend(${(cut[0] as { pid: number }).pid})`);
  await again;
  const after = await database.asSystem((sql) =>
    sql.query("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = hashtext('cut-off')::oid"),
  );
  await held.letGo();

  expect(after).toHaveLength(1);
  expect(after).not.toEqual(cut);
});

test('runs that saw two owners die are driven one at a time', async () => {
  const suspects = await Promise.all([claimNew(), claimNew()]);
  await database.asSystem((sql) =>
    sql.query("UPDATE runs SET crashes = 2, status = 'queued', wake_at = now(), owner = NULL WHERE id = ANY($1)", [
      suspects.map(({ id }) => id),
    ]),
  );
  const [first, second] = suspects.map(({ id }) => id);

  const held = await store.claim(String(first), 'one');

  expect(held?.id).toBe(first);
  expect(await store.claim(String(second), 'two')).toBeUndefined();
  expect(await store.claim((await accept()).runId, 'two')).toBeDefined();
  if (held !== undefined) await store.release(held, 0, { status: 'succeeded' });
  expect(await store.claim(String(second), 'two')).toMatchObject({ id: second });
});

test('a run that is given back is due at once when the database was away, and later and later when it failed itself', async () => {
  const innocent = await claimNew();
  const guilty = await claimNew();

  await store.giveBack(innocent, 'database-away');
  await store.giveBack(guilty, 'failure');

  expect(await store.claim(innocent.id, 'two')).toMatchObject({ crashes: 0 });
  expect(await store.claim(guilty.id, 'two')).toBeUndefined();
  await expect(store.append(guilty, [intended])).rejects.toMatchObject({ code: 'run.taken-over' });
  await database.asSystem((sql) => sql.query('UPDATE runs SET wake_at = now() WHERE id = $1', [guilty.id]));
  expect(await store.claim(guilty.id, 'two')).toMatchObject({ crashes: 1 });
});

test('an owner that was replaced gives nothing back', async () => {
  const late = await claimNew();
  await expireLease(late);
  const next = await store.claim(late.id, 'two');

  await store.giveBack(late, 'failure');

  if (next !== undefined) await store.append(next, [intended]);
  expect(await store.journal(late)).toHaveLength(1);
});

test('an orderly stop leaves its runs to others at once', async () => {
  const run = await claimNew();

  await store.abandonLeases('one');

  expect(await store.claim(run.id, 'two')).toMatchObject({ crashes: 0 });
});

test('a claim whose answer was not heard is given up by its owner alone, and at once', async () => {
  const run = await claimNew();

  await store.disown(run.id, 'somebody else');
  expect(await store.claim(run.id, 'two')).toBeUndefined();
  await store.disown(run.id, 'one');

  expect(await store.claim(run.id, 'two')).toMatchObject({ crashes: 0 });
});
