import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApp, type RunningApp } from '../../engine/src/create-app.ts';
import { ensureOwner } from '../../engine/src/identity/ensure-owner.ts';
import { People } from '../../engine/src/identity/people.ts';
import { Tenants } from '../../engine/src/identity/tenants.ts';
import type { Config } from '../../engine/src/platform/config/config.ts';
import { readConfig } from '../../engine/src/platform/config/read-config.ts';
import { ApiClient } from '../support/api-client.ts';
import { testOwner } from '../support/engine.ts';
import { startRedis, type TestRedis, tellRedisIsMissing } from '../support/servers/redis-server.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-postgres.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };

const answering = {
  format: 1,
  nodes: [
    { id: 'hook', type: 'core.webhook@1', config: { answer: 'when-responded', timeoutSeconds: 20 } },
    { id: 'answer', type: 'core.respond@1', input: '{ "body": { "sum": $sum(numbers) } }' },
  ],
  edges: [{ from: 'hook', to: 'answer' }],
};
const plain = { format: 1, nodes: [{ id: 'hook', type: 'core.webhook@1' }], edges: [] };

/** Processes of several roles on one database; here they live in one process, with nothing in common but what they are given. */
class Cluster {
  readonly apps: RunningApp[] = [];
  home: TestDatabase | undefined;
  dataDir = '';

  async start(role: Config['role'], redisUrl: string | undefined): Promise<RunningApp> {
    this.home ??= await createTestDatabase();
    this.dataDir ||= await mkdtemp(join(tmpdir(), 'invoicepatch-roles-'));
    const config = readConfig({ PORT: '0', DATA_DIR: this.dataDir, DATABASE_URL: this.home.url, ROLE: role });
    const app = await createApp({ ...config, redisUrl }, { log: silent });
    this.apps.push(app);
    return app;
  }

  async client({ nest, platform, url }: RunningApp): Promise<ApiClient> {
    const parts = { database: platform.database, tenants: nest.get(Tenants), people: nest.get(People) };
    await ensureOwner(parts, { ...testOwner, tenant: { name: 'Maple', slug: 'maple' } });
    const { body } = await new ApiClient(url).post('/api/v1/auth/login', testOwner);
    return new ApiClient(url, body.token);
  }

  async stop(): Promise<void> {
    for (const app of this.apps.splice(0)) await app.close();
    await this.home?.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

const redis = await startRedis();
if (redis === undefined) tellRedisIsMissing();
afterAll(() => redis?.stop());

async function publish(client: ApiClient, document: object): Promise<string> {
  const { body: flow } = await client.post('/api/v1/flows', { name: 'Flow', document });
  const { body } = await client.post(`/api/v1/flows/${flow.id}/publish`);
  return new URL(body.hooks[0].url).pathname;
}

const ways: readonly (readonly [string, TestRedis | undefined])[] = [
  ['Postgres alone', undefined],
  ...(redis === undefined ? [] : [['Redis', redis] as const]),
];

describe.each(ways)('api, worker and scheduler as processes of their own, with %s', (_, way) => {
  const cluster = new Cluster();
  let api: RunningApp;
  let client: ApiClient;

  beforeAll(async () => {
    api = await cluster.start('api', way?.url);
    client = await cluster.client(api);
  }, 60_000);
  afterAll(() => cluster.stop(), 60_000);

  const statuses = async () =>
    (await client.get('/api/v1/runs?limit=200')).body.items.map(({ status }: { status: string }) => status);

  async function settled(count: number): Promise<string[]> {
    for (let tries = 0; tries < 200; tries += 1) {
      const all = await statuses();
      if (all.filter((status: string) => status === 'succeeded').length >= count) return all;
      await sleep(50);
    }
    return statuses();
  }

  test('an api process accepts and drives nothing; a worker that comes later drives what waits', async () => {
    const hook = await publish(client, plain);
    for (let at = 0; at < 5; at += 1)
      expect((await fetch(api.url + hook, { method: 'POST', body: '{}' })).status).toBe(202);
    await sleep(1_200);
    expect(await statuses()).toEqual(['queued', 'queued', 'queued', 'queued', 'queued']);

    const worker = await cluster.start('worker', way?.url);

    expect(await settled(5)).toEqual(Array.from({ length: 5 }, () => 'succeeded'));
    expect((await fetch(`${worker.url}/health/ready`)).status).toBe(200);
    const refused = await fetch(worker.url + hook, { method: 'POST', body: '{}' });
    expect(await refused.json()).toMatchObject({ code: 'engine.not-serving', status: 404 });
  }, 60_000);

  test('a sender gets the answer of its run, which another process drives', async () => {
    const hook = await publish(client, answering);

    const answers = await Promise.all(
      [1, 2, 3].map(async (n) => {
        const answer = await fetch(api.url + hook, { method: 'POST', body: JSON.stringify({ numbers: [n, 10] }) });
        return answer.json();
      }),
    );

    expect(answers).toEqual([{ sum: 11 }, { sum: 12 }, { sum: 13 }]);
  }, 60_000);

  if (way !== undefined) {
    test('losing everything in Redis, and Redis itself, loses no run', async () => {
      const hook = await publish(client, plain);
      const before = (await statuses()).length;
      const send = async () => (await fetch(api.url + hook, { method: 'POST', body: '{}' })).status;
      const answers: number[] = [];
      const harm = new Map([
        [5, () => way.flush()],
        [10, () => way.stop()],
        [20, () => way.restart()],
        [25, () => way.flush()],
      ]);
      for (let at = 0; at < 30; at += 1) {
        answers.push(await send());
        await harm.get(at)?.();
      }

      expect(new Set(answers)).toEqual(new Set([202]));
      const all = await settled(before + 30);
      expect(all.filter((status) => status !== 'succeeded')).toEqual([]);
      expect(all).toHaveLength(before + 30);
    }, 60_000);
  }
});
