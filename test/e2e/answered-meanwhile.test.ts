import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';

/** Answers when it is told to. */
let answerNow: () => void = () => undefined;
let arrivals = 0;
const system = createServer((request, response) => {
  arrivals += 1;
  request.resume();
  answerNow = () => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"7"}');
});
let engine: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => system.listen(0, '127.0.0.1', resolve));
  engine = await startTestEngine({ egressAllow: [`127.0.0.1:${(system.address() as AddressInfo).port}`] });
  api = new ApiClient(engine.url, engine.ownerToken);
});
afterAll(async () => {
  await engine.stop();
  system.closeAllConnections();
  system.close();
});

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a person who answers one branch while another is sending takes nothing from it: what was sent is not in doubt', async () => {
  const url = `http://127.0.0.1:${(system.address() as AddressInfo).port}/things`;
  const document = {
    format: 1,
    nodes: [
      { id: 'hook', type: 'core.webhook@1' },
      { id: 'send', type: 'core.http-request@1', config: { url }, input: '{ "body": {} }' },
      { id: 'ask', type: 'core.approval@1', config: { question: 'Go on?' } },
    ],
    edges: [
      { from: 'hook', to: 'send' },
      { from: 'hook', to: 'ask' },
    ],
  };
  const { body: flow } = await api.post('/api/v1/flows', { name: 'Two branches', document });
  const { body: published } = await api.post(`/api/v1/flows/${flow.id}/publish`);
  const { body } = await api.post(new URL(published.hooks[0].url).pathname, {});
  await until(() => arrivals === 1);
  const path = `/api/v1/runs/${body.runId}`;
  await until(async () => (await api.get(`${path}/steps/ask`)).body.ask !== null);

  const answered = await api.post(`${path}/steps/ask/answer`, { port: 'approved' });
  answerNow();
  await until(async () => (await api.get(path)).body.finishedAt !== null);

  expect(answered.status).toBe(200);
  expect((await api.get(path)).body).toMatchObject({ status: 'succeeded' });
  expect((await api.get(`${path}/steps/send`)).body).toMatchObject({
    status: 'succeeded',
    output: { body: { id: '7' } },
  });
  expect(arrivals).toBe(1);
}, 30_000);
