import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let client: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine();
  client = new ApiClient(engine.url, engine.ownerToken);
}, 60_000);
afterAll(() => engine.stop(), 60_000);

const nodes = [{ id: 'hook', type: 'core.webhook@1' }];

test('lanes whose expression can’t be read, or reads what isn’t there, keep a flow from being published', async () => {
  const publish = async (lane: string) => {
    const document = { format: 1, settings: { lane }, nodes, edges: [] };
    const { body: flow } = await client.post('/api/v1/flows', { name: 'Lanes', document });
    return (await client.post(`/api/v1/flows/${flow.id}/publish`)).body;
  };

  expect(JSON.stringify(await publish('vendor.('))).toContain('flow.bad-expression');
  expect(JSON.stringify(await publish('$nodes.hook.vendor'))).toContain('flow.unknown-variable');
});

test('deliveries of one vendor are worked on one after the other, those of others beside them', async () => {
  const document = { format: 1, settings: { lane: 'vendor.id', priority: 'high' }, nodes, edges: [] };
  const { body: flow } = await client.post('/api/v1/flows', { name: 'Lanes', document });
  const { body: published } = await client.post(`/api/v1/flows/${flow.id}/publish`);
  const hook = engine.url + new URL(published.hooks[0].url).pathname;
  const ids: string[] = [];
  for (let at = 0; at < 6; at += 1) {
    const body = JSON.stringify({ vendor: { id: at % 2 }, at });
    const answer = await fetch(hook, { method: 'POST', body });
    ids.push((await answer.json()).runId);
  }
  const get = async (id: string) => (await client.get(`/api/v1/runs/${id}`)).body;
  for (let tries = 0; tries < 200; tries += 1) {
    const all = await Promise.all(ids.map(get));
    if (all.every(({ status }) => status === 'succeeded')) break;
    await sleep(50);
  }

  const runs = await Promise.all(ids.map(get));
  expect(runs.map(({ status }) => status)).toEqual(ids.map(() => 'succeeded'));
  for (const vendor of [0, 1]) {
    const lane = runs.filter((_, at) => at % 2 === vendor);
    for (const [at, run] of lane.slice(1).entries())
      expect(Date.parse(run.startedAt)).toBeGreaterThanOrEqual(Date.parse(lane[at].finishedAt));
  }
}, 60_000);
