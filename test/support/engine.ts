import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppOptions, createApp, type RunningApp } from '../../engine/src/create-app.ts';
import { ensureOwner } from '../../engine/src/identity/ensure-owner.ts';
import { People } from '../../engine/src/identity/people.ts';
import { Tenants } from '../../engine/src/identity/tenants.ts';
import type { Config } from '../../engine/src/platform/config/config.ts';
import { readConfig } from '../../engine/src/platform/config/read-config.ts';
import type { Database } from '../../engine/src/platform/database/database.ts';
import { createTestDatabase } from './test-postgres.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };

export interface BareEngine {
  readonly app: RunningApp;
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
  return { app, stop };
}

export interface TestEngine {
  readonly url: string;
  readonly app: RunningApp;
  readonly database: Database;
  readonly tenantId: string;
  /** A session of the owner, for `Authorization: Bearer`. */
  readonly ownerToken: string;
  stop(): Promise<void>;
}

const owner = { email: 'owner@example.com', password: 'a password for tests' };

async function logIn(url: string): Promise<string> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(owner),
  };
  const answer = await fetch(`${url}/api/v1/auth/login`, request);
  const { token } = (await answer.json()) as { readonly token?: string };
  if (token === undefined) throw new Error(`The owner of the test can't log in: status ${answer.status}.`);
  return token;
}

/** The product as it is, with one tenant and its owner logged in. */
export async function startTestEngine(
  config: Partial<Config> = {},
  options: Partial<AppOptions> = {},
): Promise<TestEngine> {
  const { app, stop } = await startBareEngine(config, options);
  try {
    const { nest, platform, url } = app;
    const parts = { database: platform.database, tenants: nest.get(Tenants), people: nest.get(People) };
    const made = await ensureOwner(parts, { ...owner, tenant: { name: 'Maple Ridge Staffing', slug: 'maple-ridge' } });
    if (!made.made) throw new Error('A fresh database has an owner already.');
    const ownerToken = await logIn(url);
    return { url, app, database: platform.database, tenantId: made.tenantId, ownerToken, stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}
