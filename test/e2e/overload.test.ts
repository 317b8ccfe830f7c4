import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

const backlog = 5;
let engine: TestEngine;
let api: ApiClient;
let hook: string;
let flowId: string;

beforeAll(async () => {
  engine = await startTestEngine({ backlog });
  api = new ApiClient(engine.url, engine.ownerToken);
  const document = { format: 1, nodes: [{ id: 'hook', type: 'core.webhook@1' }], edges: [] };
  flowId = (await api.post('/api/v1/flows', { name: 'Deliveries', document })).body.id;
  const { body } = await api.post(`/api/v1/flows/${flowId}/publish`);
  hook = new URL(body.hooks[0].url).pathname;
});
afterAll(() => engine.stop());

/** Due runs that no engine can take for as long as they are held: each saw engines die, and another such run is being driven. */
async function addSuspects(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: engine.home.url });
  await client.connect();
  const add = `INSERT INTO open_runs (id, tenant_id, flow_id, version, node_id, status, accepted_at, wake_at, crashes, payload)
    SELECT gen_random_uuid(), tenant_id, id, 1, 'hook', $1, now(), now(), 2, '\\x007b7d' FROM flows, generate_series(1, $2::int) WHERE id = $3`;
  await client.query(add, ['running', 1, flowId]);
  await client.query(add, ['queued', backlog, flowId]);
  return async () => {
    await client.query("DELETE FROM open_runs WHERE crashes = 2 AND status = 'running'");
    await client.end();
  };
}

async function until(status: number) {
  for (;;) {
    const answer = await fetch(engine.url + hook, { method: 'POST', body: '{}' });
    if (answer.status === status) return { answer, problem: (await answer.json()) as { code: string; detail: string } };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('when too many runs wait, an event is refused before it is accepted, and taken again once they went on', async () => {
  expect((await api.post(hook, {})).status).toBe(202);
  const letGo = await addSuspects();

  const { answer, problem } = await until(429);
  const count = async () => (await api.get('/api/v1/runs?limit=200')).body.items.length;
  const before = await count();
  const again = await api.post(hook, {});
  const byHand = await api.post(`/api/v1/flows/${flowId}/run`, { payload: {} });

  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(problem.code).toBe('run.backlog-full');
  expect(problem.detail).toMatch(/not accepted/);
  expect(again.status).toBe(429);
  expect(byHand.status).not.toBe(202);
  expect(await count()).toBe(before);
  await letGo();
  expect((await until(202)).answer.status).toBe(202);
}, 30_000);
