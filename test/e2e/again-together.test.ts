import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AgainBatches } from '../../engine/src/runs/again/again-batches.ts';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
});
afterAll(() => engine.stop());

/** Fails where there are no hours, and with another code where there are too many. */
const documentOf = (most: number) => ({
  format: 1,
  nodes: [
    { id: 'start', type: 'core.manual@1' },
    {
      id: 'check',
      type: 'core.transform@1',
      config: { expression: `hours > ${most} ? $error('too many hours') : { 'hours': $number(hours) }` },
    },
    {
      id: 'keep',
      type: 'core.record-result@1',
      input: "{ 'collection': 'kept', 'key': $run.id, 'value': hours }",
    },
  ],
  edges: [
    { from: 'start', to: 'check' },
    { from: 'check', to: 'keep' },
  ],
});

async function publish(most: number): Promise<string> {
  const { body } = await api.post('/api/v1/flows', { name: `Most ${most}`, document: documentOf(most) });
  expect((await api.post(`/api/v1/flows/${body.id}/publish`)).status).toBe(200);
  return body.id;
}

async function runAll(flowId: string, hours: readonly number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const each of hours)
    ids.push((await api.post(`/api/v1/flows/${flowId}/run`, { payload: { hours: each } })).body.runId);
  for (const id of ids) await api.settled(id);
  return ids;
}

async function mend(flowId: string, most: number): Promise<void> {
  await api.put(`/api/v1/flows/${flowId}/draft`, { document: documentOf(most) });
  await api.post(`/api/v1/flows/${flowId}/publish`);
}

async function finished(batchId: string) {
  for (;;) {
    const { body } = await api.get(`/api/v1/runs/again/${batchId}`);
    if (body.finishedAt !== null) return body;
    await wait(30);
  }
}

const runsOf = async (flowId: string) => (await api.get(`/api/v1/runs?flowId=${flowId}&limit=200`)).body.items;

test('a filtered list of failed runs is run again, each once, also when the request comes three times', async () => {
  const flowId = await publish(10);
  await runAll(flowId, [5, 20, 30, 40, 6]);
  await mend(flowId, 100);
  const body = { filter: { flowId, status: 'failed' }, version: 'newest', batchId: randomUUID() };

  const preview = await api.post('/api/v1/runs/again/preview', { filter: body.filter });
  const [first] = await Promise.all([1, 2, 3].map(() => api.post('/api/v1/runs/again', body)));
  const done = await finished(body.batchId);
  await api.post('/api/v1/runs/again', body);
  const after = await finished(body.batchId);

  expect(preview.body).toMatchObject({ count: 3, more: false, flows: [{ flowId, count: 3 }] });
  expect(first?.status).toBe(202);
  expect(done).toMatchObject({ total: 3, started: 3, failed: 0 });
  expect(after.items).toEqual(done.items);
  const again = (await runsOf(flowId)).length;
  expect(again).toBe(8);
  for (const { newRunId } of done.items) expect((await api.settled(newRunId)).status).toBe('succeeded');
});

test('a filter by the code of the fault takes only those', async () => {
  const flowId = await publish(10);
  const [id] = await runAll(flowId, [20]);
  const { fault } = (await api.get(`/api/v1/runs/${id}`)).body;

  const count = async (code: string) =>
    (await api.post('/api/v1/runs/again/preview', { filter: { flowId, code } })).body.count;

  expect([await count(fault.code), await count('other.code')]).toEqual([1, 0]);
  expect((await api.get(`/api/v1/runs?flowId=${flowId}&code=${fault.code}`)).body.items).toHaveLength(1);
});

test('what can not be run again is told of, and the rest is', async () => {
  const flowId = await publish(10);
  const ids = await runAll(flowId, [20, 30]);
  const open = await api.post('/api/v1/flows', {
    name: 'Asks',
    document: {
      format: 1,
      nodes: [
        { id: 'start', type: 'core.manual@1' },
        { id: 'ask', type: 'core.approval@1', config: { question: 'Go on?' } },
      ],
      edges: [{ from: 'start', to: 'ask' }],
    },
  });
  await api.post(`/api/v1/flows/${open.body.id}/publish`);
  const waiting = (await api.post(`/api/v1/flows/${open.body.id}/run`, { payload: {} })).body.runId;
  await api.settled(waiting);
  const batchId = randomUUID();

  await api.post('/api/v1/runs/again', { runIds: [...ids, waiting], batchId });
  const done = await finished(batchId);

  expect(done).toMatchObject({ total: 3, started: 2, failed: 1 });
  expect(done.items[0]).toMatchObject({ runId: waiting, newRunId: null, fault: { code: 'run.still-going' } });
});

test('a batch that an engine left half done is finished by the next, and nothing is started twice', async () => {
  const flowId = await publish(10);
  const ids = await runAll(flowId, [20, 30, 40]);
  const batchId = randomUUID();
  await api.post('/api/v1/runs/again', { runIds: ids, batchId });
  await finished(batchId);
  const before = (await runsOf(flowId)).length;
  // As if the engine had died after starting the runs and before writing so down.
  await engine.app.platform.database.asSystem(async (sql) => {
    await sql.query('UPDATE again_items SET new_run_id = NULL WHERE batch_id = $1', [batchId]);
    await sql.query('UPDATE again_batches SET finished_at = NULL WHERE id = $1', [batchId]);
  });

  await engine.app.nest.get(AgainBatches).resume();
  const done = await finished(batchId);

  expect(done).toMatchObject({ total: 3, started: 3 });
  expect((await runsOf(flowId)).length).toBe(before);
});

test('a batch that nobody asked for is not found', async () => {
  const { status, body } = await api.get(`/api/v1/runs/again/${randomUUID()}`);

  expect([status, body.code]).toEqual([404, 'run.batch-not-found']);
});
