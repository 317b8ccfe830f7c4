import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { SANDBOX, type Sandbox } from '../../engine/src/sandbox/sandbox.ts';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

let engine: TestEngine;
let api: ApiClient;
/** What each evaluation gave, by run and slot, in the order in which it was asked for. */
const evaluated = new Map<string, (string | undefined)[]>();

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
  const sandbox: Sandbox = engine.app.nest.get(SANDBOX);
  const evaluate = sandbox.evaluate.bind(sandbox);
  sandbox.evaluate = async (request) => {
    const text = await evaluate(request);
    evaluated.set(request.seed, [...(evaluated.get(request.seed) ?? []), text]);
    return text;
  };
});
beforeEach(() => evaluated.clear());
afterAll(() => engine.stop());

const seeing = (marker: string) =>
  `{ 'marker': '${marker}', 'dice': [$random(), $random()], 'now': $now(), 'millis': $millis(), 'run': $run.id,
     'third': 1 / 3, 'order': $shuffle(lines.amount), 'accents': 'Hébert · 日本 · 🏗', 'sum': $sum(lines.amount) }`;

const keep = (collection: string) => ({
  type: 'core.record-result@1',
  input: `{ 'collection': '${collection}', 'key': $string($index) & $run.id, 'value': $ }`,
});

function documentOf(marker: string) {
  return {
    format: 1,
    nodes: [
      { id: 'start', type: 'core.manual@1' },
      { id: 'look', type: 'core.transform@1', config: { expression: seeing(marker) } },
      {
        id: 'each',
        type: 'core.for-each@1',
        config: { items: '$nodes.look.dice' },
        body: {
          nodes: [
            { id: 'halve', type: 'core.transform@1', config: { expression: "{ 'half': $ / 2, 'more': $random() }" } },
            { id: 'keep', ...keep('dice') },
          ],
          edges: [{ from: 'halve', to: 'keep' }],
        },
      },
      { id: 'ask', type: 'core.approval@1', config: { question: 'Good dice?' } },
      { id: 'end', type: 'core.transform@1', config: { expression: "{ 'again': $random(), 'sum': $nodes.look.sum }" } },
    ],
    edges: [
      { from: 'start', to: 'look' },
      { from: 'look', to: 'each' },
      { from: 'each', to: 'ask' },
      { from: 'ask', port: 'approved', to: 'end' },
    ],
  };
}

async function publish(marker: string): Promise<string> {
  const flow = await api.post('/api/v1/flows', { name: `Dice ${marker}`, document: documentOf(marker) });
  const published = await api.post(`/api/v1/flows/${flow.body.id}/publish`);
  if (published.status !== 200) throw new Error(JSON.stringify(published.body));
  return flow.body.id;
}

async function start(flowId: string): Promise<string> {
  const payload = { lines: [{ amount: 10.1 }, { amount: 20.2 }, { amount: 30.35 }] };
  return (await api.post(`/api/v1/flows/${flowId}/run`, { payload })).body.runId;
}

async function runToTheEnd(flowId: string): Promise<string> {
  const runId = await start(flowId);
  await api.settled(runId);
  await api.post(`/api/v1/runs/${runId}/steps/ask/answer`, { port: 'approved' });
  expect((await api.settled(runId)).status).toBe('succeeded');
  return runId;
}

test('every evaluation that is looked at again gives the same bytes as the first time, also on an older version', async () => {
  const flowId = await publish('first');
  const runId = await runToTheEnd(flowId);
  const firstTime = new Map(evaluated);
  await api.put(`/api/v1/flows/${flowId}/draft`, { document: documentOf('second') });
  await api.post(`/api/v1/flows/${flowId}/publish`);
  await runToTheEnd(flowId);
  evaluated.clear();

  const { body: run } = await api.get(`/api/v1/runs/${runId}`);
  const look = await api.get(`/api/v1/runs/${runId}/steps/look`);

  expect(run.version).toBe(1);
  expect(look.body.output.marker).toBe('first');
  const slots = [...firstTime].filter(([seed]) => seed.startsWith(runId));
  expect(slots.length).toBeGreaterThanOrEqual(6);
  for (const [seed, texts] of slots) {
    const again = evaluated.get(seed) ?? [];
    expect([seed, again.length > 0, new Set([...texts, ...again]).size]).toEqual([seed, true, 1]);
  }
});

test('a run is shown as it stood after each of its facts', async () => {
  const runId = await runToTheEnd(await publish('steps'));
  const { body: facts } = await api.get(`/api/v1/runs/${runId}/facts`);
  const kinds = facts.items.map(({ step, kind }: { step: string; kind: string }) => `${step} ${kind}`);
  const asked = facts.items.find(({ kind }: { kind: string }) => kind === 'asked');

  const before = await api.get(`/api/v1/runs/${runId}?asOf=0`);
  const during = await api.get(`/api/v1/runs/${runId}?asOf=${asked.seq}`);
  const now = await api.get(`/api/v1/runs/${runId}`);
  const statusOf = (body: { steps: { step: string; status: string }[] }, step: string) =>
    body.steps.find((each) => each.step === step)?.status;

  const { body: kept } = await api.get(`/api/v1/runs/${runId}/steps/${encodeURIComponent('each[1].keep')}`);
  expect(kept.input).toMatchObject({ collection: 'dice', key: expect.stringMatching(/^1/) });
  expect(kinds).toEqual(
    expect.arrayContaining(['each[0].keep intended', 'each[1].keep confirmed', 'ask asked', 'ask answered']),
  );
  expect(statusOf(before.body, 'look')).toBe('succeeded');
  expect(statusOf(before.body, 'each[0].keep')).toBe('running');
  expect(before.body.asOf).toMatchObject({ seq: 0, status: 'running' });
  expect(statusOf(during.body, 'ask')).toBe('needs-person');
  expect(during.body.asOf).toMatchObject({ seq: asked.seq, status: 'needs-person', at: asked.at });
  expect(statusOf(now.body, 'end')).toBe('succeeded');
  expect(now.body.asOf).toBeNull();
  expect((await api.get(`/api/v1/runs/${runId}/steps/end?asOf=${asked.seq}`)).body.output).toBeNull();
});

test('the facts of a run say what happened and when, page by page, and nothing of what was sent', async () => {
  const runId = await runToTheEnd(await publish('pages'));

  const first = await api.get(`/api/v1/runs/${runId}/facts?limit=2`);
  const second = await api.get(`/api/v1/runs/${runId}/facts?limit=2&cursor=${first.body.nextCursor}`);

  expect(first.body.items.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2]);
  expect(second.body.items[0].seq).toBe(3);
  expect(Object.keys(first.body.items[0]).sort()).toEqual([
    'at',
    'attempt',
    'by',
    'fault',
    'kind',
    'port',
    'seq',
    'step',
  ]);
});
