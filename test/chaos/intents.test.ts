import { writeSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { type EngineHome, startEngineProcess } from './engine-process.ts';
import { type Stage, setStage } from './stage.ts';

/** An outside system that recognises no key and can't be searched: what arrives, has happened. */
class Doorbell {
  rings = 0;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        this.rings += 1;
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const bell = new Doorbell();
let address: string;
let stage: Stage;

beforeAll(async () => {
  address = await bell.open();
  stage = await setStage();
}, 60_000);
afterAll(async () => {
  bell.close();
  await stage.close();
}, 60_000);

async function publishRinging(api: ApiClient): Promise<string> {
  const document = {
    format: 1,
    nodes: [
      { id: 'hook', type: 'core.webhook@1' },
      { id: 'ring', type: 'core.http-request@1', config: { url: `http://${address}/ring` }, input: '{ "body": $ }' },
    ],
    edges: [{ from: 'hook', to: 'ring' }],
  };
  const { body } = await api.post('/api/v1/flows', { name: 'Ring', document });
  const { body: published } = await api.post(`/api/v1/flows/${body.id}/publish`);
  return new URL(published.hooks[0].url).pathname;
}

/** Places around the one request of the run, until none is left or it is enough: killed there, how the run ended and how often it rang. */
async function killAround(home: EngineHome, enough: (outcome: string) => boolean): Promise<readonly string[]> {
  let engine = await startEngineProcess(home);
  const hook = await publishRinging(new ApiClient(engine.url, stage.token));
  const outcomes: string[] = [];
  for (let place = 1; ; place += 1) {
    bell.rings = 0;
    await engine.arm(place);
    const key = { 'idempotency-key': `ring-${place}` };
    const first = await new ApiClient(engine.url).post(hook, { place }, key).catch(() => undefined);
    if (first !== undefined) {
      const settled = new ApiClient(engine.url, stage.token).settled(first.body.runId, 20_000);
      await Promise.race([engine.ended(), settled.catch(() => engine.ended())]);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const died = !(await engine.arm().then(
      () => true,
      () => false,
    ));
    if (died) engine = await startEngineProcess(home);
    const { body } = await new ApiClient(engine.url).post(hook, { place }, key);
    const run = await new ApiClient(engine.url, stage.token).settled(body.runId, 60_000);
    const outcome = `${run.status} after ${bell.rings}`;
    if (died) outcomes.push(outcome);
    if (died && !enough(outcome)) continue;
    await engine.kill();
    return outcomes;
  }
}

const right = new Set(['succeeded after 1', 'needs-person after 0', 'needs-person after 1']);

test('wherever the engine dies, a write that nobody can recognise is sent at most once, and in doubt a person is asked', async () => {
  const outcomes = await killAround(await stage.makeHome({ settings: { EGRESS_ALLOW: address } }), () => false);

  writeSync(2, `  intents: killed at ${outcomes.length} places: ${outcomes.join(', ')}\n`);
  expect(outcomes.filter((outcome) => !right.has(outcome))).toEqual([]);
  expect(outcomes).toContain('needs-person after 1');
}, 300_000);

test('without intents it is sent twice, and this very check sees it', async () => {
  const home = await stage.makeHome({ noIntents: true, settings: { EGRESS_ALLOW: address } });
  const outcomes = await killAround(home, (outcome) => outcome === 'succeeded after 2');

  expect(outcomes.filter((outcome) => !right.has(outcome))).toContain('succeeded after 2');
}, 300_000);
