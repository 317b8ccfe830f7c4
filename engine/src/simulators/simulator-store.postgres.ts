import { Fault, type Json, type SimulatorStore } from '@invoicepatch/sdk';
import type { Sql } from '../platform/database/database.ts';

export interface CompanyKey {
  readonly tenantId: string;
  readonly simulator: string;
  readonly companyId: string;
}

/** One company's memory within one open transaction. */
export class PostgresSimulatorStore implements SimulatorStore {
  readonly #sql: Sql;
  readonly #key: CompanyKey;

  constructor(sql: Sql, key: CompanyKey) {
    this.#sql = sql;
    this.#key = key;
  }

  async get(collection: string, id: string): Promise<Json | undefined> {
    const [row] = await this.#sql.query<{ readonly value: Json }>(
      'SELECT value FROM simulator_objects WHERE simulator = $1 AND company_id = $2 AND collection = $3 AND id = $4',
      [...this.#place(), collection, id],
    );
    return row?.value;
  }

  async put(collection: string, id: string, value: Json): Promise<void> {
    await this.#sql.query(
      `INSERT INTO simulator_objects (tenant_id, simulator, company_id, collection, id, value) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (simulator, company_id, collection, id) DO UPDATE SET value = excluded.value`,
      [this.#key.tenantId, ...this.#place(), collection, id, JSON.stringify(value)],
    );
  }

  async delete(collection: string, id: string): Promise<void> {
    await this.#sql.query(
      'DELETE FROM simulator_objects WHERE simulator = $1 AND company_id = $2 AND collection = $3 AND id = $4',
      [...this.#place(), collection, id],
    );
  }

  async list(collection: string): Promise<readonly Json[]> {
    const rows = await this.#sql.query<{ readonly value: Json }>(
      'SELECT value FROM simulator_objects WHERE simulator = $1 AND company_id = $2 AND collection = $3 ORDER BY position',
      [...this.#place(), collection],
    );
    return rows.map(({ value }) => value);
  }

  async next(sequence: string): Promise<number> {
    const [row] = await this.#sql.query<{ readonly value: string }>(
      `INSERT INTO simulator_sequences AS s (tenant_id, simulator, company_id, name, value) VALUES ($1, $2, $3, $4, 1)
       ON CONFLICT (simulator, company_id, name) DO UPDATE SET value = s.value + 1 RETURNING value`,
      [this.#key.tenantId, ...this.#place(), sequence],
    );
    if (row === undefined) throw new Fault('bug', 'engine.unexpected', 'A sequence of a simulator gave no number.');
    return Number(row.value);
  }

  #place(): readonly [string, string] {
    return [this.#key.simulator, this.#key.companyId];
  }
}
