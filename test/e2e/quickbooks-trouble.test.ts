import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';
import { dropSample, expectedTotals, setUpMainJob, totals } from '../support/main-job.ts';

let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
});

afterAll(() => engine.stop());

test('QuickBooks down for a moment delays the invoices and loses none', async () => {
  const job = await setUpMainJob(api);
  await job.weather({ failNext: { status: 503, times: 2, after: false } });

  const run = await api.settled(await dropSample(api, job));

  expect(run.status).toBe('succeeded');
  expect(totals(await job.invoices())).toEqual(expectedTotals());
  expect(run.steps.some((step: { attempts: number }) => step.attempts > 1)).toBe(true);
}, 30_000);

test.each([
  ['answers 500 after it did the work', 500],
  ['breaks the connection after it did the work', 0],
])(
  'QuickBooks that %s gets no second invoice',
  async (_, status) => {
    const job = await setUpMainJob(api);
    await job.weather({ failNext: { status, times: 2, after: true, pathEnd: '/invoice' } });

    const run = await api.settled(await dropSample(api, job));

    expect(run.status).toBe('succeeded');
    expect(
      run.steps.filter((step: { nodeId: string; attempts: number }) => step.nodeId === 'invoice' && step.attempts > 1),
    ).not.toHaveLength(0);
    expect(totals(await job.invoices())).toEqual(expectedTotals());
  },
  30_000,
);

test('slow answers are waited for', async () => {
  const job = await setUpMainJob(api);
  await job.weather({ delayMs: 300 });

  const run = await api.settled(await dropSample(api, job));

  expect(run.status).toBe('succeeded');
  expect(totals(await job.invoices())).toEqual(expectedTotals());
});

test('a refusal stops the run with the reason and leaves the next act', async () => {
  const job = await setUpMainJob(api);
  await job.weather({ failNext: { status: 400, times: 50, after: false } });

  const run = await api.settled(await dropSample(api, job));

  expect(run.status).toBe('failed');
  expect(run.faultStep).not.toBeNull();
  expect(run.fault.message).toMatch(/QuickBooks|refused/);
  expect(await job.invoices()).toHaveLength(0);

  await job.weather({});
  const again = await api.post(`/api/v1/runs/${run.id}/again`);

  expect((await api.settled(again.body.runId)).status).toBe('succeeded');
  expect(totals(await job.invoices())).toEqual(expectedTotals());
});
