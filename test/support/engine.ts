import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppOptions, createApp, type RunningApp } from '../../engine/src/create-app.ts';
import { ensureOwner } from '../../engine/src/identity/ensure-owner.ts';
import { People } from '../../engine/src/identity/people.ts';
import { Tenants } from '../../engine/src/identity/tenants.ts';
import type { Config } from '../../engine/src/platform/config/config.ts';
import { readConfig } from '../../engine/src/platform/config/read-config.ts';
import { ApiClient } from './api-client.ts';
import { createTestDatabase, type TestDatabase } from './test-postgres.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };

export interface BareEngine {
  readonly app: RunningApp;
  readonly home: TestDatabase;
  stop(): Promise<void>;
}

/** A whole engine in this process, on a free port, with a database and a data folder of its own. */
export async function startBareEngine(
  config: Partial<Config> = {},
  options: Partial<AppOptions> = {},
): Promise<BareEngine> {
  const home = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'invoicepatch-engine-'));
  const whole = { ...readConfig({ PORT: '0', DATA_DIR: dataDir, DATABASE_URL: home.url }), ...config };
  const clean = async () => {
    await home.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const app = await createApp(whole, { log: silent, ...options }).catch(async (failure: unknown) => {
    await clean();
    throw failure;
  });
  const stop = async () => {
    await app.close();
    await clean();
  };
  return { app, home, stop };
}

export interface TestEngine extends BareEngine {
  readonly url: string;
  readonly ownerToken: string;
}

export const testOwner = { email: 'owner@example.com', password: 'a long password for tests' };

/** An engine with a tenant and its owner, who is logged in. */
export async function startTestEngine(config: Partial<Config> = {}): Promise<TestEngine> {
  const engine = await startBareEngine(config);
  const { nest, platform, url } = engine.app;
  const parts = { database: platform.database, tenants: nest.get(Tenants), people: nest.get(People) };
  await ensureOwner(parts, { ...testOwner, tenant: { name: 'Maple', slug: 'maple' } });
  const { body } = await new ApiClient(url).post('/api/v1/auth/login', testOwner);
  return { ...engine, url, ownerToken: body.token };
}
