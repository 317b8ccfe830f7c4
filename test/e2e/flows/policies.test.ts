import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';
import { edgesOf, keep, keptKeys, publishFlow, startRun, stepOf } from '../../support/flow-runs.ts';

let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
});
afterAll(() => engine.stop());

const start = { id: 'start', type: 'core.manual@1' };

test('a refused step goes on by its error branch, and is shown as failed and handled', async () => {
  const flowId = await publishFlow(api, {
    nodes: [start, keep('post', "''", { onError: 'branch' }), keep('tell', "'told-' & error.code")],
    edges: edgesOf('start > post:error > tell'),
  });

  const run = await api.settled(await startRun(api, flowId));

  expect(run.status).toBe('succeeded');
  expect(await keptKeys(api)).toContain('told-step.wrong-input');
  expect(await stepOf(api, run.id, 'post')).toMatchObject({
    status: 'handled',
    port: 'error',
    fault: { code: 'step.wrong-input' },
  });
});

test('what a failed run did is taken back, and shown so', async () => {
  const flowId = await publishFlow(api, {
    nodes: [start, keep('bill', "'bill'"), keep('post', "''"), keep('unBill', "'un-' & key")],
    edges: edgesOf('start > bill > post', 'bill:undo > unBill'),
  });

  const run = await api.settled(await startRun(api, flowId));

  expect(run).toMatchObject({ status: 'failed', faultStep: 'post' });
  expect(await keptKeys(api)).toContain('un-bill');
  expect(run.steps.map((each: { step: string; status: string }) => `${each.step} ${each.status}`)).toEqual([
    'start succeeded',
    'bill undone',
    'post failed',
    'unBill succeeded',
  ]);
});

test('of a list only the items that failed are done again', async () => {
  const loop = (key: string) => ({
    nodes: [
      start,
      {
        id: 'each',
        type: 'core.for-each@1',
        config: { items: 'list', onItemError: 'collect', concurrency: 2 },
        body: { nodes: [keep('one', key)], edges: [] },
      },
    ],
    edges: edgesOf('start > each'),
  });
  const flowId = await publishFlow(api, loop("n = 2 ? '' : 'item-' & $run.id & '-' & $string(n)"));
  const first = await api.settled(await startRun(api, flowId, { list: [{ n: 1 }, { n: 2 }, { n: 3 }] }));

  expect((await stepOf(api, first.id, 'each')).output).toMatchObject({
    total: 3,
    succeeded: 2,
    failed: 1,
    errors: [{ index: 1 }],
  });
  const again = await api.post(`/api/v1/runs/${first.id}/again`, { repeat: 'missing' });
  const second = await api.settled(again.body.runId);

  expect(second.steps.find((each: { step: string }) => each.step === 'each')).toMatchObject({
    counts: { total: 3, succeeded: 2, failed: 1 },
  });
  const keys = (await keptKeys(api)).filter((key) => key.startsWith('item-'));
  expect(keys.every((key) => key.startsWith(`item-${first.id}`))).toBe(false);
});

test('a list of five thousand is gone through, counted, and its finished items are not steps', async () => {
  const flowId = await publishFlow(api, {
    nodes: [
      start,
      {
        id: 'each',
        type: 'core.for-each@1',
        config: { items: '[1..5000]', output: 'summary', onItemError: 'continue' },
        body: { nodes: [{ id: 'double', type: 'core.transform@1', config: { expression: '$ * 2' } }], edges: [] },
      },
    ],
    edges: edgesOf('start > each'),
  });

  const run = await api.settled(await startRun(api, flowId), 120_000);

  expect(run.status).toBe('succeeded');
  expect(run.steps).toHaveLength(2);
  expect(run.steps[1].counts).toEqual({ total: 5_000, succeeded: 5_000, failed: 0 });
}, 180_000);

test('a flow that sends failures where nobody hears them can not be published', async () => {
  const document = {
    format: 1,
    nodes: [start, keep('post', "''", { onError: 'branch', retry: { attempts: 2 } })],
    edges: edgesOf('start > post'),
  };
  const { body } = await api.post('/api/v1/flows', { name: 'Unheard', document });

  expect(await api.post(`/api/v1/flows/${body.id}/publish`)).toMatchObject({
    status: 400,
    body: { errors: [{ code: 'flow.error-unheard', nodeId: 'post' }] },
  });
});
