import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

const limit = 40;

let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine({ deliveriesPerMinute: limit });
  api = new ApiClient(engine.url, engine.ownerToken);
}, 60_000);

afterAll(() => engine.stop());

async function publish(type: string) {
  const document = { format: 1, nodes: [{ id: 'start', type }], edges: [] };
  const { body: flow } = await api.post('/api/v1/flows', { name: type, document });
  const { body: published } = await api.post(`/api/v1/flows/${flow.id}/publish`);
  return published;
}

test('a start under an Idempotency-Key is one run, and other content under it is refused', async () => {
  const { id } = await publish('core.manual@1');
  const start = (payload: object) => api.post(`/api/v1/flows/${id}/run`, { payload }, { 'idempotency-key': 'k1' });

  const first = await start({ n: 1 });
  const again = await start({ n: 1 });
  const other = await start({ n: 2 });

  expect(first).toEqual({ status: 202, body: { runId: expect.any(String), duplicate: false } });
  expect(again).toEqual({ status: 202, body: { runId: first.body.runId, duplicate: true } });
  expect(other).toMatchObject({ status: 409, body: { code: 'hook.key-reused' } });
});

test('an address takes so many deliveries a minute, then says when to come again', async () => {
  const { hooks } = await publish('core.webhook@1');
  const send = () => fetch(hooks[0].url.replace(/^.*(?=\/hooks\/)/, engine.url), { method: 'POST', body: '{}' });
  const statuses: number[] = [];
  for (let count = 0; count < limit; count += 20)
    statuses.push(...(await Promise.all(Array.from({ length: 20 }, async () => (await send()).status))));

  const refused = await send();

  expect(new Set(statuses)).toEqual(new Set([202]));
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ code: 'hook.too-many-deliveries' });
}, 60_000);

test('a made-up place in a list of flows is refused', async () => {
  const cursor = Buffer.from(JSON.stringify({ updatedAt: 'yesterday', id: crypto.randomUUID() }));

  const answer = await api.get(`/api/v1/flows?cursor=${cursor.toString('base64url')}`);

  expect(answer).toMatchObject({ status: 400, body: { code: 'request.bad-cursor' } });
});
