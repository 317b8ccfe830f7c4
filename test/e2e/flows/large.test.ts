import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';
import { publishFlow, startRun } from '../../support/flow-runs.ts';

let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
});
afterAll(() => engine.stop());

const size = 10_000;
/** Steps in a row; the rest stands beside them. */
const row = 200;

test('a flow of ten thousand nodes is checked, published and run', async () => {
  const ids = Array.from({ length: size - 1 }, (_, at) => `n${at}`);
  const nodes = [
    { id: 'start', type: 'core.manual@1' },
    ...ids.map((id) => ({
      id,
      type: 'core.transform@1',
      config: { expression: 'n + 1 ~> function($n) { { "n": $n } }' },
    })),
  ];
  const edges = ids.map((id, at) => ({ from: at % row === 0 ? 'start' : `n${at - 1}`, to: id }));
  const flowId = await publishFlow(api, { nodes, edges });

  const run = await api.settled(await startRun(api, flowId, { n: 0 }), 240_000);

  expect(run.status).toBe('succeeded');
  expect(run.steps).toHaveLength(size);
  const last = (await api.get(`/api/v1/runs/${run.id}/steps/n${row - 1}`)).body;
  expect(last.output).toEqual({ n: row });
}, 400_000);
