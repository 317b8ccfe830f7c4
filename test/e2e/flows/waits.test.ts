import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiClient } from '../../support/api-client.ts';
import { startTestEngine, type TestEngine, testOwner } from '../../support/engine.ts';
import { edgesOf, keep, keptKeys, publishFlow, startRun, stepOf, until } from '../../support/flow-runs.ts';

let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
});
afterAll(() => engine.stop());

const start = { id: 'start', type: 'core.manual@1' };
const isWaiting = ({ status }: { status: string }) => status === 'waiting';
const send = (url: string, body: unknown) => new ApiClient('').post(url, body);

describe('a callback', () => {
  const document = {
    nodes: [
      start,
      { id: 'tell', type: 'core.transform@1', config: { expression: "{ 'url': $callbacks.paid }" } },
      { id: 'pause', type: 'core.wait@1', config: { amount: 1, unit: 'seconds' } },
      { id: 'paid', type: 'core.wait-for-callback@1', config: {} },
      keep('end', "'paid-' & id"),
    ],
    edges: edgesOf('start > tell > pause > paid > end'),
  };
  const urlOf = async (runId: string) => {
    await until(api, runId, isWaiting);
    return (await stepOf(api, runId, 'tell')).output.url;
  };

  test('resumes its run with the body, gives the same answer twice, and the first body counts', async () => {
    const runId = await startRun(api, await publishFlow(api, document));
    const url = await urlOf(runId);
    await until(api, runId, ({ steps }) =>
      steps.some((each: { step: string; status: string }) => each.step === 'paid' && each.status === 'waiting'),
    );

    const first = await send(url, { id: 'one' });
    const second = await send(url, { id: 'two' });

    expect([first, second]).toEqual([first, first]);
    expect(first).toEqual({ status: 200, body: { accepted: true } });
    expect(await api.settled(runId)).toMatchObject({ status: 'succeeded' });
    expect((await stepOf(api, runId, 'paid')).output).toEqual({ id: 'one' });
    expect(await send(url, { id: 'three' })).toEqual(first);
  });

  test('that comes before the wait is kept', async () => {
    const runId = await startRun(api, await publishFlow(api, document));

    expect((await send(await urlOf(runId), { id: 'early' })).status).toBe(200);

    expect(await api.settled(runId)).toMatchObject({ status: 'succeeded' });
    expect(await keptKeys(api)).toContain('paid-early');
  });

  test('that comes after the run was cancelled is told so, and so is one at a wrong address', async () => {
    const runId = await startRun(api, await publishFlow(api, document));
    const url = await urlOf(runId);
    expect((await api.post(`/api/v1/runs/${runId}/cancel`)).body.status).toBe('cancelled');

    expect(await send(url, {})).toMatchObject({ status: 410, body: { code: 'callback.over' } });
    expect(await send(`${url.slice(0, -2)}xx`, {})).toMatchObject({
      status: 404,
      body: { code: 'callback.not-found' },
    });
  });
});

describe('an approval by several people', () => {
  const documentOf = (config: object) => ({
    nodes: [
      start,
      { id: 'ask', type: 'core.approval@1', config: { question: 'Post it?', ...config } },
      keep('yes', "'approved'"),
      ...('expiresAfterHours' in config ? [keep('late', "'expired'")] : []),
    ],
    edges: edgesOf('start > ask:approved > yes', ...('expiresAfterHours' in config ? ['ask:expired > late'] : [])),
  });
  const answer = (runId: string, who: ApiClient, port: string) =>
    who.post(`/api/v1/runs/${runId}/steps/ask/answer`, { port });

  test('needs as many as it says, counts nobody twice and lets nobody else decide', async () => {
    const flowId = await publishFlow(api, documentOf({ needed: 2 }));
    const runId = await startRun(api, flowId);
    await api.settled(runId);
    const key = await api.post('/api/v1/api-keys', { name: 'Second', role: 'approver' });
    const second = new ApiClient(engine.url, key.body.secret ?? key.body.token ?? key.body.key);

    expect((await answer(runId, api, 'approved')).status).toBe(200);
    expect(await answer(runId, api, 'approved')).toMatchObject({
      status: 409,
      body: { code: 'step.already-answered' },
    });
    expect((await stepOf(api, runId, 'ask')).wait).toMatchObject({
      kind: 'people',
      answers: [{ port: 'approved' }],
      choices: [
        { port: 'approved', needed: 2 },
        { port: 'rejected', needed: 1 },
      ],
    });
    expect((await answer(runId, second, 'approved')).status).toBe(200);

    expect(await api.settled(runId)).toMatchObject({ status: 'succeeded' });
    expect((await stepOf(api, runId, 'ask')).port).toBe('approved');
  });

  test('is put to those who are named, and to nobody else', async () => {
    const others = await startRun(api, await publishFlow(api, documentOf({ approvers: ['someone@example.com'] })));
    await api.settled(others);
    expect(await answer(others, api, 'approved')).toMatchObject({ status: 403, body: { code: 'step.not-asked' } });

    const mine = await startRun(api, await publishFlow(api, documentOf({ approvers: [testOwner.email] })));
    await api.settled(mine);
    expect((await answer(mine, api, 'expired')).status).toBe(400);
    expect((await answer(mine, api, 'approved')).status).toBe(200);
  });

  test('expires by a way out of its own', async () => {
    const runId = await startRun(api, await publishFlow(api, documentOf({ expiresAfterHours: 0.01 })));
    await api.settled(runId);

    const run = await until(api, runId, ({ status }) => status === 'succeeded', 60_000);

    expect(run.steps.find((each: { step: string }) => each.step === 'ask')).toMatchObject({ port: 'expired' });
    expect(await answer(runId, api, 'approved')).toMatchObject({ status: 409 });
  }, 90_000);
});

describe('another flow', () => {
  const child = (nodes: object[], chain: string) => ({
    nodes: [{ id: 'called', type: 'core.called@1', config: { fields: [{ name: 'n', type: 'number' }] } }, ...nodes],
    edges: edgesOf(`called > ${chain}`),
  });
  const parent = (flowId: string, input = '$') => ({
    nodes: [
      start,
      { id: 'run', type: 'core.run-flow@1', config: { flowId }, input },
      keep('end', "'parent-' & $string(m)"),
    ],
    edges: edgesOf('start > run > end'),
  });

  test('is run with what is given, and what it gives back goes on', async () => {
    const flowId = await publishFlow(
      api,
      child([{ id: 'give', type: 'core.give-back@1', input: "{ 'm': n * 2 }" }], 'give'),
    );
    const runId = await startRun(api, await publishFlow(api, parent(flowId)), { n: 21 });

    expect(await api.settled(runId)).toMatchObject({ status: 'succeeded' });
    expect((await stepOf(api, runId, 'run')).output).toEqual({ m: 42 });
    expect(await keptKeys(api)).toContain('parent-42');
  });

  test('that fails, fails the step with the reason; what it did is not done again by a new run', async () => {
    const flowId = await publishFlow(
      api,
      child([keep('once', "'child'"), keep('bad', "$trigger.n = 1 ? '' : 'fine'")], 'once > bad'),
    );
    const runId = await startRun(api, await publishFlow(api, parent(flowId)), { n: 1 });

    const failed = await api.settled(runId);
    expect(failed).toMatchObject({ status: 'failed', faultStep: 'run', fault: { code: 'call.failed' } });
    const childId = failed.fault.details.runId;
    const again = (await api.post(`/api/v1/runs/${runId}/again`)).body.runId;
    const failedAgain = await api.settled(again);

    const childAgain = failedAgain.fault.details.runId;
    expect((await api.get(`/api/v1/runs/${childAgain}`)).body.againOf).toBe(childId);
    expect(await stepOf(api, childAgain, 'once')).toMatchObject({ status: 'succeeded', attempts: [] });
  });

  test('is refused what it does not take', async () => {
    const flowId = await publishFlow(api, child([keep('x', "'x'")], 'x'));
    const runId = await startRun(api, await publishFlow(api, parent(flowId)), { n: 'many' });

    expect(await api.settled(runId)).toMatchObject({ status: 'failed', fault: { code: 'call.wrong-input' } });
  });

  test('is cancelled with the run that waits for it', async () => {
    const flowId = await publishFlow(
      api,
      child([{ id: 'wait', type: 'core.wait@1', config: { amount: 1, unit: 'days' } }], 'wait'),
    );
    const runId = await startRun(api, await publishFlow(api, parent(flowId)), { n: 1 });
    const waiting = await until(api, runId, isWaiting);
    const childId = (await stepOf(api, waiting.id, 'run')).wait.runId;
    await until(api, childId, isWaiting);

    await api.post(`/api/v1/runs/${runId}/cancel`);

    expect((await api.get(`/api/v1/runs/${runId}`)).body.status).toBe('cancelled');
    expect((await until(api, childId, ({ status }) => status === 'cancelled')).status).toBe('cancelled');
  });

  test('that calls itself is stopped at a depth', async () => {
    const created = await api.post('/api/v1/flows', { name: 'Loop', document: { format: 1, nodes: [], edges: [] } });
    const flowId = created.body.id;
    const document = {
      format: 1,
      ...child([{ id: 'self', type: 'core.run-flow@1', config: { flowId } }], 'self'),
    };
    const nodes = [...document.nodes, start];
    await api.put(`/api/v1/flows/${flowId}/draft`, {
      document: { ...document, nodes, edges: [...document.edges, ...edgesOf('start > self')] },
    });
    expect((await api.post(`/api/v1/flows/${flowId}/publish`)).status).toBe(200);

    const run = await api.settled(await startRun(api, flowId, { n: 1 }), 60_000);

    expect(run.status).toBe('failed');
    expect(JSON.stringify(run.fault)).toContain('more than 10 deep');
  });
});

test('a flow whose runs wait can not be deleted, and they end on their version', async () => {
  const flowId = await publishFlow(api, {
    nodes: [start, { id: 'ask', type: 'core.approval@1', config: { question: 'Go on?' } }],
    edges: edgesOf('start > ask'),
  });
  const runId = await startRun(api, flowId);
  await api.settled(runId);

  expect(await api.send('DELETE', `/api/v1/flows/${flowId}`, undefined)).toMatchObject({ status: 409 });
  await api.put(`/api/v1/flows/${flowId}/draft`, { document: { format: 1, nodes: [start], edges: [] } });
  await api.post(`/api/v1/flows/${flowId}/publish`);
  await api.post(`/api/v1/runs/${runId}/steps/ask/answer`, { port: 'approved' });

  expect(await api.settled(runId)).toMatchObject({ status: 'succeeded', version: 1 });
});
