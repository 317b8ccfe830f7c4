import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';
import { dropSample, expectedTotals, sampleJson, setUpMainJob, totals } from '../support/main-job.ts';

let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
});

afterAll(() => engine.stop());

test('an Excel timesheet becomes the invoices that a person reckoned by hand', async () => {
  const job = await setUpMainJob(api);

  const run = await api.settled(await dropSample(api, job));

  expect(run).toMatchObject({ status: 'succeeded', fault: null });
  expect(totals(await job.invoices())).toEqual(expectedTotals());
  const { output } = (await api.get(`/api/v1/runs/${run.id}/steps/summary`)).body;
  const { summary } = sampleJson('expected.json');
  expect(output).toMatchObject({
    received: summary.received,
    accepted: summary.accepted,
    notApproved: summary.notApproved,
  });
  expect(output.rejected).toEqual([{ row: 26, reason: expect.stringMatching(/^Hours: "eight"/) }]);
});

test('each line of each invoice is as expected', async () => {
  const job = await setUpMainJob(api);
  await api.settled(await dropSample(api, job));

  const invoices = await job.invoices();

  for (const expected of sampleJson('expected.json').invoices) {
    const found = invoices.find((each) => each.DocNumber === expected.number);
    const amounts = found?.Line.filter((line) => line.DetailType === 'SalesItemLineDetail').map((line) =>
      line.Amount.toFixed(2),
    );
    expect(amounts).toEqual(expected.lines.map((line: { amount: string }) => line.amount));
  }
});

test('the same timesheet by webhook gives the same invoices, and the same delivery none again', async () => {
  const job = await setUpMainJob(api);
  const timesheet = sampleJson('timesheet-2026-11.json');

  const first = await api.post(job.hook, timesheet, { 'idempotency-key': 'delivery-1' });
  const second = await api.post(job.hook, timesheet, { 'idempotency-key': 'delivery-1' });
  await api.settled(first.body.runId);

  expect(first.status).toBe(202);
  expect(second.body).toMatchObject({ runId: first.body.runId, duplicate: true });
  expect(totals(await job.invoices())).toEqual(expectedTotals());
});

test('an invoice above the limit waits for a person, is posted once approved, and never when rejected', async () => {
  const job = await setUpMainJob(api, { approvalLimits: { default: '9000.00', clients: {} } });

  const waiting = await api.settled(await dropSample(api, job));
  const asking = waiting.steps.filter((step: { status: string }) => step.status === 'needs-person');

  expect(waiting.status).toBe('needs-person');
  expect(asking).toHaveLength(1);
  expect(await job.invoices()).toHaveLength(1);
  const step = (await api.get(`/api/v1/runs/${waiting.id}/steps/${encodeURIComponent(asking[0].step)}`)).body;
  expect(step.ask.details).toMatchObject({ client: 'Capital Towers Inc.' });

  await api.post(`/api/v1/runs/${waiting.id}/steps/${encodeURIComponent(asking[0].step)}/answer`, { port: 'approved' });

  expect(await api.settled(waiting.id)).toMatchObject({ status: 'succeeded' });
  expect(totals(await job.invoices())).toEqual(expectedTotals());
});

test('a rejected invoice is written down and not posted', async () => {
  const job = await setUpMainJob(api, { approvalLimits: { default: '9000.00', clients: {} } });
  const waiting = await api.settled(await dropSample(api, job));
  const [asking] = waiting.steps.filter((step: { status: string }) => step.status === 'needs-person');

  await api.post(`/api/v1/runs/${waiting.id}/steps/${encodeURIComponent(asking.step)}/answer`, {
    port: 'rejected',
    note: 'Wrong job',
  });
  await api.settled(waiting.id);

  expect(await job.invoices()).toHaveLength(1);
  const records = (await api.get('/api/v1/records?collection=invoices-not-posted')).body.items;
  expect(records).toHaveLength(1);
});

test('a run that is looked at again shows the same steps, also the recomputed ones', async () => {
  const job = await setUpMainJob(api);
  const run = await api.settled(await dropSample(api, job));

  const first = (await api.get(`/api/v1/runs/${run.id}/steps/group`)).body;
  const second = (await api.get(`/api/v1/runs/${run.id}/steps/group`)).body;

  expect(first).toEqual(second);
  expect(first.output.invoices).toHaveLength(2);
});

test('a finished run can be run again, and a cancelled one is over', async () => {
  const job = await setUpMainJob(api, { approvalLimits: { default: '0.00', clients: {} } });
  const waiting = await api.settled(await dropSample(api, job));

  const cancelled = await api.post(`/api/v1/runs/${waiting.id}/cancel`);
  const again = await api.post(`/api/v1/runs/${waiting.id}/again`, { version: 'same' });

  expect(cancelled.body.status).toBe('cancelled');
  expect((await api.settled(again.body.runId)).againOf).toBe(waiting.id);
});

test('a step inside a loop is found by its node alone, too', async () => {
  const job = await setUpMainJob(api);
  const run = await api.settled(await dropSample(api, job));

  const byNode = (await api.get(`/api/v1/runs/${run.id}/steps/invoice`)).body;
  const byPlace = (await api.get(`/api/v1/runs/${run.id}/steps/${encodeURIComponent('each[0].invoice')}`)).body;

  expect(byNode).toEqual(byPlace);
  expect(byNode.attempts).toEqual([expect.objectContaining({ outcome: 'confirmed' })]);
});
