import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { administer, createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open-database.ts';
import { PostgresPresence } from '../../platform/database/presence.postgres.ts';
import type { ClaimedRun } from '../run.ts';
import { PostgresEngineRolls } from './engine-rolls.postgres.ts';
import { PostgresRunStore } from './run-store.postgres.ts';

const tenantId = randomUUID();
const flowId = randomUUID();
const [one, two] = [randomUUID(), randomUUID()];
let home: TestDatabase;
let database: Database;
let store: PostgresRunStore;
let rolls: PostgresEngineRolls;

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 8 });
  store = new PostgresRunStore(database, systemClock);
  rolls = new PostgresEngineRolls(database);
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

const event = { tenantId, flowId, version: 1, nodeId: 'start', payload: '{"n":1}', dedupeKey: undefined };

async function claim(owner: string, ...ids: string[]): Promise<ClaimedRun | undefined> {
  return (await store.claim(owner, { limit: 10, ids }))[0];
}

async function born(owner = one): Promise<ClaimedRun> {
  const { run } = await store.accept({ ...event, owner });
  if (run === undefined) throw new Error('An accepted run is its owner’s.');
  return run;
}

function change(text: string, ...values: unknown[]) {
  return database.asSystem((sql) => sql.query(text, values));
}

const intended = { step: 'post', fact: { kind: 'intended' as const, attempt: 1, key: 'k', input: '1' } };

test('the runs of an engine that is gone are taken over, those of one that is present are not', async () => {
  const [present, gone] = [randomUUID(), randomUUID()];
  const held = await new PostgresPresence(home.url).hold(present, () => undefined);
  await rolls.enlist(present);
  await rolls.enlist(gone);
  const [kept, orphaned] = [await born(present), await born(gone)];

  await rolls.adopt(one);
  expect(await claim(two, orphaned.id)).toBeUndefined();
  await change("UPDATE engines SET absent_since = now() - interval '2 seconds' WHERE id = $1", gone);
  await rolls.adopt(one);
  await held.letGo();

  expect(await claim(two, kept.id)).toBeUndefined();
  expect(await claim(two, orphaned.id)).toMatchObject({ crashes: 1 });
  await expect(store.append(orphaned, [intended])).rejects.toMatchObject({ code: 'run.taken-over' });
});

test('an engine that is alone takes over at once what another one left', async () => {
  const gone = randomUUID();
  await rolls.enlist(gone);
  const orphaned = await born(gone);

  await new PostgresEngineRolls(database, { isAlone: true }).adopt(one);

  expect(await claim(two, orphaned.id)).toMatchObject({ crashes: 1 });
});

test('an engine that is present and says nothing for two minutes counts as gone', async () => {
  const stuck = randomUUID();
  const held = await new PostgresPresence(home.url).hold(stuck, () => undefined);
  await rolls.enlist(stuck);
  const run = await born(stuck);

  await change("UPDATE engines SET seen_at = now() - interval '121 seconds' WHERE id = $1", stuck);
  await rolls.adopt(one);
  await held.letGo();

  expect(await claim(two, run.id)).toMatchObject({ crashes: 1 });
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

test('an orderly stop leaves its runs to others at once', async () => {
  const leaving = randomUUID();
  await rolls.enlist(leaving);
  const run = await born(leaving);

  await rolls.retire(leaving);

  expect(await claim(two, run.id)).toMatchObject({ crashes: 0 });
});
