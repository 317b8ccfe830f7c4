import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';
import { sampleJson, setUpMainJob } from '../support/main-job.ts';

let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
});
afterAll(() => engine.stop());

const documentOf = (rate: number) => ({
  format: 1,
  nodes: [
    { id: 'start', type: 'core.manual@1' },
    { id: 'total', type: 'core.transform@1', config: { expression: `{ 'total': hours * ${rate}, 'at': $now() }` } },
    { id: 'ask', type: 'core.approval@1', config: { question: 'Post it?' } },
    {
      id: 'post',
      type: 'core.http-request@1',
      config: { method: 'POST', url: 'https://ledger.example.com/bills' },
      input: "{ 'body': { 'total': total } }",
    },
    { id: 'end', type: 'core.transform@1', config: { expression: "{ 'bill': body.id }" } },
  ],
  edges: [
    { from: 'start', to: 'total' },
    { from: 'total', to: 'ask' },
    { from: 'ask', port: 'approved', to: 'post' },
    { from: 'post', to: 'end' },
  ],
});

const green = {
  name: 'Ten hours',
  nodeId: 'start',
  payload: { hours: 10 },
  stubs: [
    { step: 'ask', port: 'approved' },
    { step: 'post', output: { status: 201, headers: {}, body: { id: 'b-1' } } },
  ],
  expectations: [
    { kind: 'includes', step: 'post', of: 'input', value: { body: { total: 20 } } },
    { kind: 'equals', step: 'end', value: { bill: 'b-1' } },
    { kind: 'holds', step: 'total', expression: "total = 20 and at = '2026-01-15T12:00:00.000Z'" },
  ],
};

async function newFlow(document: object = documentOf(2)): Promise<string> {
  return (await api.post('/api/v1/flows', { name: 'Bills', document })).body.id;
}

const add = (flowId: string, test: object) => api.post(`/api/v1/flows/${flowId}/tests`, test);
const publish = (flowId: string) => api.post(`/api/v1/flows/${flowId}/publish`);
const runTests = (flowId: string, body: object = {}) => api.post(`/api/v1/flows/${flowId}/tests/run`, body);

test('a green test lets a flow be published, and publishing sends nothing', async () => {
  const flowId = await newFlow();
  expect((await add(flowId, green)).status).toBe(201);

  expect((await publish(flowId)).status).toBe(200);
  expect((await runTests(flowId)).body.results).toMatchObject([{ name: 'Ten hours', passed: true, findings: [] }]);
});

test('a red test blocks publishing with its name and the first difference', async () => {
  const flowId = await newFlow();
  const { body: added } = await add(flowId, green);
  await publish(flowId);
  await api.put(`/api/v1/flows/${flowId}/draft`, { document: documentOf(3) });

  const { status, body } = await publish(flowId);

  expect([status, body.code]).toEqual([400, 'flow.not-publishable']);
  expect(body.errors).toEqual([
    {
      nodeId: 'post',
      path: `tests.${added.id}`,
      code: 'flow.test-failed',
      message: 'The test “Ten hours” is red: The input of post at body.total: expected 20, found 30. (and 1 more)',
    },
  ]);
  expect((await api.get(`/api/v1/flows/${flowId}`)).body.version).toBe(1);
});

test('a test that leaves a call open says which answer is missing', async () => {
  const flowId = await newFlow();
  await add(flowId, { ...green, stubs: [{ step: 'ask', port: 'approved' }] });

  const [{ findings }] = (await runTests(flowId)).body.results;

  expect(findings[0]).toMatchObject({ step: 'post', message: expect.stringContaining('Add an answer for post') });
});

test('a refused call, a way not taken and a failure can be expected', async () => {
  const flowId = await newFlow();
  const refused = [
    { step: 'ask', port: 'approved' },
    { step: 'post', fault: { code: 'http.422', message: 'No tax code.' } },
  ];
  const expectations = [{ kind: 'fails', step: 'post', code: 'http.422' }];
  const rejected = { ...green, name: 'Rejected', stubs: [{ step: 'ask', port: 'rejected' }] };
  await add(flowId, { ...green, stubs: refused, expectations });
  await add(flowId, {
    ...rejected,
    expectations: [
      { kind: 'takes', step: 'ask', port: 'rejected' },
      { kind: 'skipped', step: 'post' },
    ],
  });

  const { results } = (await runTests(flowId)).body;

  expect(results.map(({ passed, findings }: { passed: boolean; findings: unknown }) => [passed, findings])).toEqual([
    [true, []],
    [true, []],
  ]);
});

test('tests are changed, removed and go with their flow; names are their own', async () => {
  const flowId = await newFlow();
  const { body: first } = await add(flowId, green);
  expect((await add(flowId, green)).body.code).toBe('flow.test-name-taken');

  const changed = await api.put(`/api/v1/flows/${flowId}/tests/${first.id}`, { ...green, name: 'Renamed' });
  const other = await newFlow();
  const foreign = await api.put(`/api/v1/flows/${other}/tests/${first.id}`, green);
  const gone = await api.send('DELETE', `/api/v1/flows/${other}/tests/${first.id}`, undefined);

  expect(changed.body.name).toBe('Renamed');
  expect([foreign.status, gone.status, foreign.body.code]).toEqual([404, 404, 'flow.test-not-found']);
  expect((await api.send('DELETE', `/api/v1/flows/${flowId}`, undefined)).status).toBe(204);
  expect((await api.get(`/api/v1/flows/${flowId}/tests`)).status).toBe(404);
});

test('an expression that never ends makes the test red, not the engine', async () => {
  const flowId = await newFlow();
  const loop = { kind: 'holds', step: 'end', expression: '($f := function($n) { $f($n + 1) }; $f(0))' };

  const { body } = await runTests(flowId, { test: { ...green, expectations: [loop] } });

  expect(body.results[0]).toMatchObject({ id: null, passed: false });
  expect(body.results[0].findings[0].message).toContain("can't be told");
}, 30_000);

test('a test does not sleep, and no deadline passes while it runs', async () => {
  const document = {
    format: 1,
    timeoutMs: 2_000,
    nodes: [
      { id: 'start', type: 'core.manual@1' },
      { id: 'rest', type: 'core.wait@1', config: { amount: 40, unit: 'days' } },
      { id: 'end', type: 'core.transform@1', config: { expression: "{ 'rested': true }" } },
    ],
    edges: [
      { from: 'start', to: 'rest' },
      { from: 'rest', to: 'end' },
    ],
  };
  const expectations = [{ kind: 'equals', step: 'end', value: { rested: true } }];
  const flowId = await newFlow(document);

  const { body } = await runTests(flowId, { test: { name: 'Rests', nodeId: 'start', payload: {}, expectations } });

  expect(body.results).toEqual([{ id: null, name: 'Rests', passed: true, findings: [] }]);
});

test('a run becomes a test that is green on its own version and holds what left', async () => {
  const job = await setUpMainJob(api);
  const started = await api.post(job.hook, sampleJson('timesheet-2026-11.json'));
  expect((await api.settled(started.body.runId)).status).toBe('succeeded');

  const { body: sample } = await api.get(`/api/v1/runs/${started.body.runId}/test-case`);
  const added = await add(job.flowId, sample);
  const { results } = (await runTests(job.flowId)).body;

  expect(added.status).toBe(201);
  expect(sample.stubs.length).toBeGreaterThan(3);
  expect(results.find(({ name }: { name: string }) => name === sample.name)).toMatchObject({
    passed: true,
    findings: [],
  });
  expect(sample.expectations.filter(({ of }: { of: string }) => of === 'input').length).toBeGreaterThan(1);
});

test('a template brings its tests along, and they hold whatever its settings are', async () => {
  const job = await setUpMainJob(api, { rateCard: {} });

  const { items } = (await api.get(`/api/v1/flows/${job.flowId}/tests`)).body;

  expect(items.length).toBeGreaterThan(0);
});
