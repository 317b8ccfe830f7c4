import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open-database.ts';
import type { ClaimedRun } from '../run.ts';
import type { QueuePlace } from '../starting/queue-places.ts';
import { PostgresRunStore } from './run-store.postgres.ts';

const engine: string = randomUUID();
const otherEngine: string = randomUUID();
let home: TestDatabase;
let database: Database;
let store: PostgresRunStore;

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 8 });
  store = new PostgresRunStore(database, systemClock);
});
beforeEach(() => database.asSystem((sql) => sql.query('DELETE FROM open_runs')));
afterAll(async () => {
  await database.close();
  await home.drop();
});

interface Flow {
  readonly tenantId: string;
  readonly flowId: string;
}

async function newFlow(tenantId: string = randomUUID(), runsAtOnce: number | null = null): Promise<Flow> {
  const flowId = randomUUID();
  await database.asSystem(async (sql) => {
    await sql.query("INSERT INTO tenants (id, slug, name) VALUES ($1::uuid, $1::text, 'T') ON CONFLICT DO NOTHING", [
      tenantId,
    ]);
    await sql.query("INSERT INTO flows (id, tenant_id, name, draft) VALUES ($1, $2, 'Hours', '{}')", [
      flowId,
      tenantId,
    ]);
    await sql.query(
      "INSERT INTO flow_versions (tenant_id, flow_id, version, document, content_hash) VALUES ($1, $2, 1, '{}', 'h')",
      [tenantId, flowId],
    );
    await sql.query('INSERT INTO flow_limits (flow_id, tenant_id, runs_at_once) VALUES ($1, $2, $3)', [
      flowId,
      tenantId,
      runsAtOnce,
    ]);
  });
  return { tenantId, flowId };
}

async function accept(flow: Flow, place?: Partial<QueuePlace>): Promise<string> {
  const whole = { priority: 0, takesTurn: false, lane: undefined, ...place };
  const event = { ...flow, version: 1, nodeId: 'start', payload: '{}', dedupeKey: undefined, place: whole };
  return (await store.accept(event)).runId;
}

async function acceptMany(flow: Flow, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => accept(flow)));
  await database.asSystem((sql) => sql.query("UPDATE open_runs SET wake_at = now() - interval '1 hour'"));
}

const finish = (run: ClaimedRun | undefined) =>
  run === undefined ? Promise.reject(new Error('There is no run.')) : store.release(run, 0, { status: 'succeeded' });

test('a tenant with 10,000 due runs does not hold up another one: its run is among the first that are taken', async () => {
  const [noisy, quiet] = [await newFlow(), await newFlow()];
  await acceptMany(noisy, 1);
  await database.asSystem((sql) =>
    sql.query(
      `INSERT INTO open_runs (id, tenant_id, flow_id, version, node_id, status, accepted_at, wake_at, payload)
       SELECT gen_random_uuid(), tenant_id, flow_id, version, node_id, status, accepted_at, wake_at, payload FROM open_runs, generate_series(1, 9999)`,
    ),
  );
  const late = await accept(quiet);

  const taken = await store.claim(engine, { limit: 16 });

  expect(taken).toHaveLength(16);
  expect(taken.map(({ id }) => id)).toContain(late);
  const held = new Map([[noisy.tenantId, 15]]);
  const next = await accept(quiet);
  expect((await store.claim(engine, { limit: 1, held })).map(({ id }) => id)).toEqual([next]);
});

test('tenants share by their weight', async () => {
  const [heavy, light] = [await newFlow(), await newFlow()];
  await acceptMany(heavy, 40);
  await acceptMany(light, 40);
  await database.asSystem((sql) =>
    sql.query('INSERT INTO tenant_limits (tenant_id, weight) VALUES ($1, 3)', [heavy.tenantId]),
  );

  const taken = await store.claim(engine, { limit: 20 });

  expect(taken.filter(({ tenantId }) => tenantId === heavy.tenantId)).toHaveLength(15);
});

test('higher priority goes first, and five minutes of waiting make up for a step', async () => {
  const flow = await newFlow();
  const low = await accept(flow, { priority: -1 });
  const normal = await accept(flow);
  const high = await accept(flow, { priority: 1 });
  const old = await accept(flow, { priority: -1 });
  await database.asSystem((sql) =>
    sql.query("UPDATE open_runs SET wake_at = now() - interval '16 minutes' WHERE id = $1", [old]),
  );

  const order: (string | undefined)[] = [];
  for (let at = 0; at < 4; at += 1) order.push((await store.claim(engine, { limit: 1 }))[0]?.id);

  expect(order).toEqual([old, high, normal, low]);
});

test('of a flow with a limit no more runs are driven at once, whoever asks; a limited flow holds up no other', async () => {
  const [limited, free] = [await newFlow(randomUUID(), 2), await newFlow()];
  const inLine: string[] = [];
  for (let at = 0; at < 5; at += 1) inLine.push(await accept(limited, { takesTurn: true }));
  const other = await accept(free);

  const taken = (
    await Promise.all([engine, otherEngine, engine].map((owner) => store.claim(owner, { limit: 10 })))
  ).flat();

  expect(taken.map(({ id }) => id).sort()).toEqual([inLine[0], inLine[1], other].sort());
  await finish(taken.find(({ id }) => id === inLine[0]));
  expect((await store.claim(otherEngine, { limit: 10 })).map(({ id }) => id)).toEqual([inLine[2]]);
});

test('of a tenant with a limit no more runs are driven at once, over all its flows', async () => {
  const first = await newFlow();
  const second = await newFlow(first.tenantId);
  await database.asSystem((sql) =>
    sql.query('INSERT INTO tenant_limits (tenant_id, runs_at_once) VALUES ($1, 3)', [first.tenantId]),
  );
  for (let at = 0; at < 4; at += 1) for (const flow of [first, second]) await accept(flow, { takesTurn: true });

  const taken = (await Promise.all([engine, otherEngine].map((owner) => store.claim(owner, { limit: 10 })))).flat();
  const more = await store.claim(engine, { limit: 10 });

  expect(taken.length + more.length).toBe(3);
});

test('a lane is first in, first out, with one open run, whatever that one waits for; lanes do not hold up each other', async () => {
  const flow = await newFlow();
  const line = (lane: string) => accept(flow, { takesTurn: true, lane });
  const [a1, b1, a2, a3] = [await line('"a"'), await line('"b"'), await line('"a"'), await line('"a"')];

  const first = (await Promise.all([engine, otherEngine].map((owner) => store.claim(owner, { limit: 10 })))).flat();
  expect(first.map(({ id }) => id).sort()).toEqual([a1, b1].sort());
  const run = first.find(({ id }) => id === a1);
  if (run === undefined) throw new Error('The first of the lane was taken.');
  await store.release(run, 0, { status: 'needs-person' });
  expect(await store.claim(engine, { limit: 10 })).toEqual([]);

  // Its owner dies with it, after the person has decided.
  await store.decide({ ...flow, runId: a1, step: 'ask' }, () => ({
    kind: 'answered',
    answer: { port: 'yes', note: '', by: 'x', at: 1 },
  }));
  const again = await store.claim(engine, { limit: 10 });
  expect(again.map(({ id }) => id)).toEqual([a1]);
  await store.disown(engine, [a1]);
  const [last] = await store.claim(otherEngine, { limit: 10 });
  expect(last?.id).toBe(a1);
  if (last !== undefined) await store.release(last, 1, { status: 'succeeded' });

  const [next, ...none] = await store.claim(engine, { limit: 10 });
  expect([next?.id, none]).toEqual([a2, []]);
  await finish(next);
  expect((await store.claim(engine, { limit: 10 })).map(({ id }) => id)).toEqual([a3]);
});

test('events of one lane that are accepted at once by several engines are driven one at a time, each once', async () => {
  const flow = await newFlow();
  const ids = await Promise.all(Array.from({ length: 20 }, () => accept(flow, { takesTurn: true, lane: '"vendor"' })));
  const done: string[] = [];
  let open = 0;
  const work = async (owner: string) => {
    while (done.length < ids.length) {
      const runs = await store.claim(owner, { limit: 5 });
      open += runs.length;
      expect(open).toBeLessThanOrEqual(1);
      for (const run of runs) {
        open -= 1;
        await finish(run);
        done.push(run.id);
      }
    }
  };

  await Promise.all([work(engine), work(otherEngine)]);

  expect([...done].sort()).toEqual([...ids].sort());
});
