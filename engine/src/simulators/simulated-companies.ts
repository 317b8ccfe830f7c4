import { randomInt, randomUUID } from 'node:crypto';
import { Fault, type Json, type Simulator } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import { type CompanyKey, PostgresSimulatorStore } from './simulator-store.postgres.ts';
import type { Weather } from './weather.ts';

export interface NewCompany {
  readonly tenantId: string;
  /** Id of the connector. */
  readonly simulator: string;
  readonly name: string;
}

export interface SimulatedCompany {
  readonly companyId: string;
  /** Of a connection to it. */
  readonly settings: Readonly<Record<string, Json>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Sixteen digits: outside systems number their companies so, and none of theirs is likely to be the same. */
function newCompanyId(): string {
  return `9${Array.from({ length: 15 }, () => randomInt(10)).join('')}`;
}

/** The companies that a tenant has in the engine's own simulators. */
export class SimulatedCompanies {
  readonly #database: Database;
  readonly #catalog: Catalog;
  readonly #clock: Clock;

  constructor(database: Database, catalog: Catalog, clock: Clock) {
    this.#database = database;
    this.#catalog = catalog;
    this.#clock = clock;
  }

  async create({ tenantId, simulator, name }: NewCompany): Promise<SimulatedCompany> {
    const stand = this.#getSimulator(simulator);
    const companyId = newCompanyId();
    const host = { now: () => this.#clock.now(), token: () => `${randomUUID()}${randomUUID()}`.replaceAll('-', '') };
    return this.#database.inTenant(tenantId, async (sql) => {
      await sql.query('INSERT INTO simulator_companies (tenant_id, simulator, id, name) VALUES ($1, $2, $3, $4)', [
        tenantId,
        simulator,
        companyId,
        name,
      ]);
      const store = new PostgresSimulatorStore(sql, { tenantId, simulator, companyId });
      const { settings, secrets } = await stand.create(store, { id: companyId, name, host });
      return { companyId, settings, secrets };
    });
  }

  async list(tenantId: string, simulator: string): Promise<readonly { readonly id: string; readonly name: string }[]> {
    this.#getSimulator(simulator);
    return this.#database.inTenant(tenantId, (sql) =>
      sql.query('SELECT id, name FROM simulator_companies WHERE simulator = $1 ORDER BY created_at, id LIMIT 1000', [
        simulator,
      ]),
    );
  }

  async listObjects(key: CompanyKey, collection: string): Promise<readonly Json[]> {
    this.#getSimulator(key.simulator);
    return this.#database.inTenant(key.tenantId, async (sql) => {
      await requireCompany(sql, key);
      return new PostgresSimulatorStore(sql, key).list(collection);
    });
  }

  async setWeather(key: CompanyKey, weather: Weather): Promise<void> {
    this.#getSimulator(key.simulator);
    await this.#database.inTenant(key.tenantId, async (sql) => {
      await requireCompany(sql, key);
      await sql.query('UPDATE simulator_companies SET weather = $3 WHERE simulator = $1 AND id = $2', [
        key.simulator,
        key.companyId,
        JSON.stringify(weather),
      ]);
    });
  }

  #getSimulator(id: string): Simulator {
    const simulator = this.#catalog.findConnector(id)?.simulator;
    if (simulator === undefined)
      throw new Fault('missing', 'simulator.not-found', `There is no simulator with the id ${id}.`);
    return simulator;
  }
}

async function requireCompany(sql: Sql, { simulator, companyId }: CompanyKey): Promise<void> {
  const found = await sql.query('SELECT 1 FROM simulator_companies WHERE simulator = $1 AND id = $2', [
    simulator,
    companyId,
  ]);
  if (found.length === 0)
    throw new Fault('missing', 'simulator.company-not-found', 'There is no simulated company with this id.');
}
