import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../engine/src/create-app.ts';
import { ensureOwner } from '../../engine/src/identity/ensure-owner.ts';
import { People } from '../../engine/src/identity/people.ts';
import { Tenants } from '../../engine/src/identity/tenants.ts';
import { readConfig } from '../../engine/src/platform/config/read-config.ts';
import { ApiClient } from '../support/api-client.ts';
import { testOwner } from '../support/engine.ts';
import { setUpMainJob } from '../support/main-job.ts';
import {
  administer,
  createTestDatabase,
  databaseUrl,
  sharedServer,
  type TestDatabase,
} from '../support/test-postgres.ts';
import { type EngineHome, type EngineProcess, startEngineProcess } from './engine-process.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };

export interface Job {
  readonly hook: string;
  readonly realmId: string;
}

/** Engines to be killed, each on a database of its own, and a world that outlives them: the simulated companies. */
export interface Stage {
  readonly jobs: readonly Job[];
  readonly token: string;
  readonly world: World;
  /** A place for an engine: the published jobs, and no run yet. */
  makeHome(more?: Partial<EngineHome>): Promise<EngineHome>;
  close(): Promise<void>;
}

/** What a simulated company keeps of an invoice, as far as it is looked at here. */
export interface StoredInvoice {
  readonly PrivateNote: string;
  readonly TotalAmt: number;
  readonly TxnTaxDetail: { readonly TotalTax: number };
}

export class World {
  readonly #engine: EngineProcess;
  readonly #api: ApiClient;

  constructor(engine: EngineProcess, token: string) {
    this.#engine = engine;
    this.#api = new ApiClient(engine.url, token);
  }

  get url(): string {
    return this.#engine.url;
  }

  async invoices({ realmId }: Job): Promise<readonly StoredInvoice[]> {
    return (await this.#list(realmId, 'Invoice')) as readonly StoredInvoice[];
  }

  async customerNames({ realmId }: Job): Promise<readonly string[]> {
    return (await this.#list(realmId, 'Customer')).map((each) => String((each as { DisplayName: string }).DisplayName));
  }

  async setWeather({ realmId }: Job, weather: object): Promise<void> {
    const path = `/api/v1/simulators/quickbooks-online/companies/${realmId}/weather`;
    const { status, body } = await this.#api.put(path, weather);
    if (status !== 204) throw new Error(JSON.stringify(body));
  }

  async close(): Promise<void> {
    await this.#engine.kill('SIGTERM');
  }

  async #list(realmId: string, collection: string): Promise<readonly unknown[]> {
    const path = `/api/v1/simulators/quickbooks-online/companies/${realmId}/objects?collection=${collection}`;
    return (await this.#api.get(path)).body.items;
  }
}

/** QuickBooks counts, so no number that exists already stands between a repeated request and a second invoice. */
const parameters = { invoiceNumbers: 'quickbooks' };

/** Sets everything up once, in an engine in this process that then makes room. */
async function build(home: TestDatabase, dataDir: string, jobCount: number) {
  const app = await createApp(readConfig({ PORT: '0', DATA_DIR: dataDir, DATABASE_URL: home.url }), { log: silent });
  try {
    const parts = { database: app.platform.database, tenants: app.nest.get(Tenants), people: app.nest.get(People) };
    await ensureOwner(parts, { ...testOwner, tenant: { name: 'Maple', slug: 'maple' } });
    const { token } = (await new ApiClient(app.url).post('/api/v1/auth/login', testOwner)).body;
    const jobs: Job[] = [];
    for (let made = 0; made < jobCount; made += 1)
      jobs.push(await setUpMainJob(new ApiClient(app.url, token), parameters));
    return { token: String(token), jobs };
  } finally {
    await app.close();
  }
}

export async function setStage(jobCount = 1, postgres = sharedServer()): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'invoicepatch-chaos-'));
  const model = await createTestDatabase(postgres);
  const server = postgres.url;
  const copies: string[] = [];
  const copy = async () => {
    const name = `ip_test_${randomBytes(6).toString('hex')}`;
    await administer(server, `CREATE DATABASE ${name} TEMPLATE ${new URL(model.url).pathname.slice(1)}`);
    copies.push(name);
    return databaseUrl(server, name);
  };
  const { token, jobs } = await build(model, dataDir, jobCount);
  const world = new World(await startEngineProcess({ databaseUrl: await copy(), dataDir }), token);
  return {
    jobs,
    token,
    world,
    makeHome: async (more = {}) => ({ databaseUrl: await copy(), dataDir, worldUrl: world.url, ...more }),
    close: async () => {
      await world.close();
      for (const name of copies) await administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await model.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
