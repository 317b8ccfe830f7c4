import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatorHost, SimulatorStore } from '@invoicepatch/sdk';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { type CompanyKey, PostgresSimulatorStore } from './simulator-store.postgres.ts';
import { type Failure, takeFailure, weather } from './weather.ts';

export type Complaint = Parameters<SimulatorHost['complain']>[0];

export interface RequestSetting {
  readonly database: Database;
  readonly clock: Clock;
  readonly simulator: string;
  readonly path: string;
  /** Requests for tokens always get through: weather is for the work itself. */
  readonly sheltered: boolean;
  readonly complain: (complaint: Complaint) => void;
}

/** Ends a request that the weather fails before it is carried out. */
export class Storm extends Error {}

interface Row {
  readonly tenant_id: string;
  readonly weather: unknown;
}

/** What a simulator may do during one request. */
export class RequestHost implements SimulatorHost {
  readonly #setting: RequestSetting;
  /** Each company's weather is felt once a request. */
  readonly #felt = new Set<string>();
  /** What the weather makes of the answer. */
  failure: Failure | undefined;

  constructor(setting: RequestSetting) {
    this.#setting = setting;
  }

  async company<Result>(
    companyId: string,
    work: (store: SimulatorStore) => Promise<Result>,
  ): Promise<Result | undefined> {
    const { database, simulator } = this.#setting;
    const [row] = await database.asSystem((sql) =>
      sql.query<Row>('SELECT tenant_id, weather FROM simulator_companies WHERE simulator = $1 AND id = $2', [
        simulator,
        companyId,
      ]),
    );
    if (row === undefined) return undefined;
    const key = { tenantId: row.tenant_id, simulator, companyId };
    await this.#feelWeather(key, row.weather);
    return database.inTenant(key.tenantId, async (sql) => {
      await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`simulator ${simulator} ${companyId}`]);
      return work(new PostgresSimulatorStore(sql, key));
    });
  }

  now(): number {
    return this.#setting.clock.now();
  }

  token(): string {
    return randomBytes(32).toString('base64url');
  }

  complain(complaint: Complaint): void {
    this.#setting.complain(complaint);
  }

  async #feelWeather(key: CompanyKey, stored: unknown): Promise<void> {
    if (this.#setting.sheltered || this.#felt.has(key.companyId)) return;
    this.#felt.add(key.companyId);
    const { delayMs = 0, failNext } = weather.parse(stored);
    if (delayMs > 0) await sleep(delayMs);
    if (failNext === undefined || !this.#setting.path.endsWith(failNext.pathEnd ?? '')) return;
    this.failure = await takeFailure(this.#setting.database, key);
    if (this.failure?.after === false) throw new Storm();
  }
}
