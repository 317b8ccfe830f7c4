import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { checkBooks, findRepetitions } from './checker.ts';
import { toDelivery } from './deliveries.ts';
import { startEngineProcess } from './engine-process.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
}, 60_000);
afterAll(() => stage.close(), 60_000);

test('an engine that sends again under another key makes a third invoice, and the checker sees it', async () => {
  const [job] = stage.jobs;
  if (job === undefined) throw new Error('The stage has a job.');
  const engine = await startEngineProcess(await stage.makeHome({ newKeys: true }));
  const api = new ApiClient(engine.url, stage.token);
  const delivery = toDelivery(1);
  await stage.world.setWeather(job, { failNext: { status: 500, times: 1, after: true, pathEnd: '/invoice' } });

  const { body } = await api.post(job.hook, delivery.body, { 'idempotency-key': delivery.id });
  const run = await api.settled(body.runId);
  await engine.kill();

  expect(run.status).toBe('succeeded');
  expect(await checkBooks(stage.world, job, [delivery])).toEqual([expect.stringContaining('the books hold')]);
}, 60_000);

test('the checker sees a step that was done again, and one that was sent under another key', () => {
  const done = { step: 'a', fact: { kind: 'confirmed' } };

  expect(findRepetitions([{ step: 'a', fact: { kind: 'intended', key: '1' } }, done])).toEqual([]);
  expect(findRepetitions([done, { step: 'a', fact: { kind: 'intended', key: '1' } }])).toHaveLength(1);
  expect(findRepetitions([done, done])).toHaveLength(1);
  expect(
    findRepetitions([
      { step: 'a', fact: { kind: 'intended', key: '1' } },
      { step: 'a', fact: { kind: 'intended', key: '2' } },
    ]),
  ).toHaveLength(1);
});
