import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open-database.ts';
import type { ClaimedRun } from '../run.ts';
import { findRun } from './run-rows.ts';
import { PostgresRunStore } from './run-store.postgres.ts';

const tenantId = randomUUID();
const flowId = randomUUID();
const [one, two] = [randomUUID(), randomUUID()];
let home: TestDatabase;
let database: Database;
let store: PostgresRunStore;

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 8 });
  store = new PostgresRunStore(database, systemClock);
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

function accept(dedupeKey?: string) {
  return store.accept({ ...event, dedupeKey });
}

async function claim(owner: string, ...ids: string[]): Promise<ClaimedRun | undefined> {
  return (await store.claim(owner, { limit: 10, ids }))[0];
}

async function claimNew(owner = one): Promise<ClaimedRun> {
  const claimed = await claim(owner, (await accept()).runId);
  if (claimed === undefined) throw new Error('A new run is due.');
  return claimed;
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
const confirmed = { step: 'post', fact: { kind: 'confirmed' as const, attempt: 1, output: '2' } };

test('the same delivery starts one run, also when it comes twice at once', async () => {
  const key = randomUUID();

  const [first, ...others] = await Promise.all([accept(key), accept(key), accept(key), accept(key)]);

  expect(new Set([first, ...others].map((started) => started?.runId)).size).toBe(1);
  expect([first, ...others].filter((started) => started?.duplicate === false)).toHaveLength(1);
});

test('what shares a commit fails alone: a version that does not exist takes nobody along', async () => {
  const [good, wrongVersion, otherTenant, alsoGood] = await Promise.allSettled([
    accept(),
    store.accept({ ...event, version: 7 }),
    store.accept({ ...event, tenantId: randomUUID() }),
    accept(),
  ]);

  expect([good?.status, alsoGood?.status]).toEqual(['fulfilled', 'fulfilled']);
  expect(wrongVersion).toMatchObject({ reason: { code: 'flow.version-not-found' } });
  expect(otherTenant).toMatchObject({ reason: { code: 'flow.version-not-found' } });
});

test('a row that Postgres refuses takes nobody along', async () => {
  const [bad, good] = [await born(), await born()];

  const [refused, written] = await Promise.allSettled([
    store.release(bad, 0, { status: 'failed', faultStep: 'a\u0000b' }),
    store.release(good, 0, { status: 'succeeded' }),
  ]);

  expect(refused?.status).toBe('rejected');
  expect(written).toMatchObject({ status: 'fulfilled', value: true });
  await store.giveBack(bad, 'failure');
});

test('facts under the id of another tenant are not written', async () => {
  const run = await born();

  await expect(store.append({ ...run, tenantId: randomUUID() }, [intended])).rejects.toMatchObject({
    code: 'run.taken-over',
  });
  expect(await store.journal(run)).toEqual([]);
});

test('a run is born in the hands of the engine that accepted it, and due for nobody', async () => {
  const run = await born();

  expect(await claim(two, run.id)).toBeUndefined();
  await store.append(run, [intended]);
  expect(await store.release(run, 1, { status: 'succeeded' }, [confirmed])).toBe(true);
  expect((await store.journal(run)).map(({ seq, fact }) => [seq, fact.kind])).toEqual([
    [1, 'intended'],
    [2, 'confirmed'],
  ]);
  expect(await database.inTenant(tenantId, (sql) => findRun(sql, run.id))).toMatchObject({
    status: 'succeeded',
    event: { nodeId: 'start', payload: '{"n":1}' },
  });
});

test('a run has one owner', async () => {
  const { runId } = await accept();

  const claims = await Promise.all([one, two, one, two].map((owner) => claim(owner, runId)));

  expect(claims.filter((each) => each !== undefined)).toHaveLength(1);
});

test('an owner that was taken over can neither write nor give up the run', async () => {
  const late = await claimNew();
  await store.disown(one, [late.id]);
  const next = await claim(two, late.id);

  expect(next?.epoch).toBeGreaterThan(late.epoch);
  await expect(store.append(late, [intended])).rejects.toMatchObject({ code: 'run.taken-over' });
  await expect(store.release(late, 0, { status: 'succeeded' })).rejects.toMatchObject({ code: 'run.taken-over' });
  expect(await store.journal(late)).toEqual([]);
});

test('facts are numbered without gaps and come back in order, however many there are', async () => {
  const run = await claimNew();
  const long = { step: 'a', fact: { kind: 'asked' as const, question: 'q', details: `"${'x'.repeat(90_000)}"` } };
  const noise = Array.from({ length: 3_000 }, () => randomUUID()).join('');

  await store.append(run, [intended, long]);
  await store.append(run, [{ step: 'b', fact: { kind: 'asked', question: noise, details: '1' } }]);
  const last = await store.append(run, [confirmed]);
  const whileOpen = await store.journal(run);
  await store.release(run, 4, { status: 'succeeded' });

  expect(last.lastSeq).toBe(4);
  expect(whileOpen.map(({ seq, step, fact }) => [seq, step, fact.kind])).toEqual([
    [1, 'post', 'intended'],
    [2, 'a', 'asked'],
    [3, 'b', 'asked'],
    [4, 'post', 'confirmed'],
  ]);
  expect(await store.journal(run)).toEqual(whileOpen);
});

test('a run is not given up while a fact is unseen', async () => {
  const run = await claimNew();
  await store.append(run, [intended]);

  expect(await store.release(run, 0, { status: 'succeeded' })).toBe(false);
  expect(await store.release(run, 0, { status: 'needs-person' })).toBe(false);
  expect(await store.release(run, 1, { status: 'needs-person' })).toBe(true);
});

test('runs whose time has come are due, others are not', async () => {
  const sleeping = await claimNew();
  await store.release(sleeping, 0, { status: 'waiting', wakeAtMs: Date.now() + 60_000 });
  const awake = await claimNew();
  await store.release(awake, 0, { status: 'waiting', wakeAtMs: Date.now() - 1 });

  const due = (await store.claim(two, { limit: 1_000 })).map(({ id }) => id);

  expect(due).toContain(awake.id);
  expect(due).not.toContain(sleeping.id);
});

test('runs that saw two owners die are driven one at a time', async () => {
  const suspects = await Promise.all([claimNew(), claimNew()]);
  await change(
    "UPDATE open_runs SET crashes = 2, status = 'queued', wake_at = now(), owner = NULL WHERE id = ANY($1)",
    suspects.map(({ id }) => id),
  );
  const [first, second] = suspects.map(({ id }) => String(id));

  const held = await claim(one, String(first), String(second));

  expect([first, second]).toContain(held?.id);
  const other = held?.id === first ? second : first;
  expect(await claim(two, String(other))).toBeUndefined();
  expect(await claim(two, (await accept()).runId)).toBeDefined();
  if (held !== undefined) await store.release(held, 0, { status: 'succeeded' });
  expect(await claim(two, String(other))).toMatchObject({ id: other });
});

test('a run that is given back is due at once when the database was away, and later and later when it failed itself', async () => {
  const innocent = await claimNew();
  const guilty = await claimNew();

  await store.giveBack(innocent, 'database-away');
  await store.giveBack(guilty, 'failure');

  expect(await claim(two, innocent.id)).toMatchObject({ crashes: 0 });
  expect(await claim(two, guilty.id)).toBeUndefined();
  await expect(store.append(guilty, [intended])).rejects.toMatchObject({ code: 'run.taken-over' });
  await change('UPDATE open_runs SET wake_at = now() WHERE id = $1', guilty.id);
  expect(await claim(two, guilty.id)).toMatchObject({ crashes: 1 });
});

test('an owner that was replaced gives nothing back', async () => {
  const late = await claimNew();
  await store.disown(one, [late.id]);
  const next = await claim(two, late.id);

  await store.giveBack(late, 'failure');

  if (next !== undefined) await store.append(next, [intended]);
  expect(await store.journal(late)).toHaveLength(1);
});

test('what was taken without being heard of is given up by its owner alone, and what is in hand stays', async () => {
  const owner = randomUUID();
  const [unheard, inHand, accepted] = [await claimNew(owner), await claimNew(owner), await born(owner)];

  await store.disown(randomUUID(), [unheard.id]);
  expect(await claim(two, unheard.id)).toBeUndefined();
  await store.disown(owner, 'unknown', [inHand.id]);

  expect(await claim(two, unheard.id)).toMatchObject({ crashes: 0 });
  expect(await claim(two, inHand.id)).toBeUndefined();
  expect(await claim(two, accepted.id)).toBeUndefined();
});

test('due runs are counted up to a limit', async () => {
  await accept();
  await accept();

  expect(await store.countDue(1)).toBe(1);
  expect(await store.countDue(1_000)).toBeGreaterThanOrEqual(2);
});
