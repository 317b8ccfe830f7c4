import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
});
afterAll(() => engine.stop());

const document = {
  format: 1,
  nodes: [
    { id: 'start', type: 'core.manual@1' },
    {
      id: 'each',
      type: 'core.for-each@1',
      config: { items: 'items' },
      body: {
        nodes: [
          {
            id: 'keep',
            type: 'core.record-result@1',
            input: "{ 'collection': 'kept', 'key': $string($index) & $run.id, 'value': $ }",
          },
        ],
        edges: [],
      },
    },
  ],
  edges: [{ from: 'start', to: 'each' }],
};

test('effects that end at the same time are each sent once and each written down', async () => {
  const { body: flow } = await api.post('/api/v1/flows', { name: 'Together', document });
  await api.post(`/api/v1/flows/${flow.id}/publish`);

  for (const count of [2, 3, 4, 5, 2, 3, 4, 8]) {
    const items = Array.from({ length: count }, (_, index) => index);
    const { body } = await api.post(`/api/v1/flows/${flow.id}/run`, { payload: { items } });
    expect((await api.settled(body.runId)).status).toBe('succeeded');
    const facts = (await api.get(`/api/v1/runs/${body.runId}/facts`)).body.items;
    const told = facts.map(({ step, kind }: { step: string; kind: string }) => `${step} ${kind}`);
    const expected = items.flatMap((index) => [`each[${index}].keep intended`, `each[${index}].keep confirmed`]);
    expect(told.sort()).toEqual(expected.sort());
  }
});
