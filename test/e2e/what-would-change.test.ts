import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let api: ApiClient;
let ledger: Server;
let ledgerUrl: string;
/** Every request that reached the outside system. */
let reached: string[] = [];

beforeAll(async () => {
  ledger = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      reached.push(body);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ id: `inv-${reached.length}` }));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => ledger.once('listening', resolve));
  const { port } = ledger.address() as AddressInfo;
  ledgerUrl = `http://127.0.0.1:${port}/invoices`;
  engine = await startTestEngine({ egressAllow: [`127.0.0.1:${port}`] });
  api = new ApiClient(engine.url, engine.ownerToken);
});
beforeEach(() => {
  reached = [];
});
afterAll(async () => {
  ledger.close();
  await engine.stop();
});

interface Shape {
  readonly limit?: number;
  readonly rate?: number;
  readonly mail?: boolean;
}

/** Hours become an invoice; above the limit they are only recorded. */
function documentOf({ limit = 100, rate = 2, mail = false }: Shape) {
  const post = (id: string, input: string) => ({
    id,
    type: 'core.http-request@1',
    config: { method: 'POST', url: ledgerUrl },
    input,
  });
  return {
    format: 1,
    nodes: [
      { id: 'start', type: 'core.manual@1' },
      { id: 'total', type: 'core.transform@1', config: { expression: `{ 'total': hours * ${rate} }` } },
      { id: 'small', type: 'core.rule@1', config: { logic: { '<': [{ var: 'total' }, limit] } } },
      post('post', "{ 'body': { 'total': total } }"),
      {
        id: 'keep',
        type: 'core.record-result@1',
        input: "{ 'collection': 'large', 'key': $run.id, 'value': total }",
      },
      { id: 'end', type: 'core.transform@1', config: { expression: "{ 'reply': body.id }" } },
      ...(mail ? [post('mail', "{ 'body': { 'text': 'Posted ' & reply } }")] : []),
    ],
    edges: [
      { from: 'start', to: 'total' },
      { from: 'total', to: 'small' },
      { from: 'small', port: 'true', to: 'post' },
      { from: 'small', port: 'false', to: 'keep' },
      { from: 'post', to: 'end' },
      ...(mail ? [{ from: 'end', to: 'mail' }] : []),
    ],
  };
}

async function publish(shape: Shape): Promise<string> {
  const flow = await api.post('/api/v1/flows', { name: 'Hours', document: documentOf(shape) });
  const published = await api.post(`/api/v1/flows/${flow.body.id}/publish`);
  if (published.status !== 200) throw new Error(JSON.stringify(published.body));
  return flow.body.id;
}

async function run(flowId: string, hours: number): Promise<string> {
  const { body } = await api.post(`/api/v1/flows/${flowId}/run`, { payload: { hours } });
  expect((await api.settled(body.runId)).status).toBe('succeeded');
  return body.runId;
}

const compare = (flowId: string, body: object = {}) => api.post(`/api/v1/flows/${flowId}/compare`, body);

test('a draft that says the same changes nothing, and nothing is sent', async () => {
  const flowId = await publish({});
  for (const hours of [10, 20, 70]) await run(flowId, hours);
  const sent = reached.length;

  const { body } = await compare(flowId);

  expect([body.runs.length, body.same, body.different]).toEqual([3, 3, 0]);
  expect(body.runs.map(({ sameCalls }: { sameCalls: number }) => sameCalls)).toEqual([1, 1, 1]);
  expect(reached).toHaveLength(sent);
});

test('a changed rate shows the differing outputs and the calls that would leave, by run and step', async () => {
  const flowId = await publish({});
  const runId = await run(flowId, 10);
  const sent = reached.length;

  const { body } = await compare(flowId, { document: documentOf({ rate: 3 }) });

  const [found] = body.runs;
  expect([found.runId, found.verdict, found.before, found.after]).toEqual([
    runId,
    'different',
    'succeeded',
    'succeeded',
  ]);
  expect(found.steps.find(({ step }: { step: string }) => step === 'total').output).toEqual([
    { path: 'total', before: 20, after: 30 },
  ]);
  expect(found.calls).toMatchObject([
    { step: 'post', change: 'changed', assumed: true, input: [{ path: 'body.total', before: 20, after: 30 }] },
  ]);
  expect(reached).toHaveLength(sent);
});

test('a changed route shows the call that would not leave any more and the new one, which stays open', async () => {
  const flowId = await publish({});
  await run(flowId, 30);
  const sent = reached.length;
  const kept = (await api.get('/api/v1/records?collection=large')).body.items;

  const { body } = await compare(flowId, { document: documentOf({ limit: 50 }) });

  const [found] = body.runs;
  const calls = found.calls.map(({ step, change }: { step: string; change: string }) => `${step} ${change}`);
  expect(calls.sort()).toEqual(['keep new', 'post gone']);
  expect(found.after).toBe('open');
  expect(found.steps).toContainEqual(
    expect.objectContaining({
      step: 'small',
      before: expect.objectContaining({ port: 'true' }),
      after: expect.objectContaining({ port: 'false' }),
    }),
  );
  expect(reached).toHaveLength(sent);
  expect((await api.get('/api/v1/records?collection=large')).body.items).toEqual(kept);
});

test('a new step at the end shows what it would send', async () => {
  const flowId = await publish({});
  await run(flowId, 10);
  const sent = reached.length;

  await api.put(`/api/v1/flows/${flowId}/draft`, { document: documentOf({ mail: true }) });
  const { body } = await compare(flowId, { newest: 1 });

  const reply = JSON.stringify(
    body.runs[0].calls.map(({ step, after }: { step: string; after: unknown }) => [step, after]),
  );
  expect(reply).toMatch(/\[\["mail",\{"body":\{"text":"Posted inv-\d+"\}\}\]\]/);
  expect(reached).toHaveLength(sent);
});

test('a draft that cannot run is refused with the step', async () => {
  const flowId = await publish({});
  const broken = { ...documentOf({}), nodes: [{ id: 'start', type: 'core.unheard-of@1' }], edges: [] };

  const { status, body } = await compare(flowId, { document: broken });

  expect([status, body.code]).toEqual([400, 'flow.not-runnable']);
});

test("another flow's run is not compared", async () => {
  const [mine, other] = [await publish({}), await publish({})];
  const runId = await run(other, 10);

  expect((await compare(mine, { runIds: [runId] })).body.runs).toEqual([]);
});
