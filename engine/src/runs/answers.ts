import type { Database } from '../platform/database/database.ts';
import type { Run } from './run.ts';

const tell = `
WITH told AS (INSERT INTO run_answers (run_id, tenant_id, told) VALUES ($1, $2, $3) ON CONFLICT (run_id) DO NOTHING RETURNING run_id)
SELECT pg_notify('invoicepatch', 'answer:' || run_id::text) FROM told`;

/** Answers that a run gives while its sender waits in another process. */
export class Answers {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** `told` is JSON. The first thing told of a run counts. */
  async tell({ id, tenantId }: Pick<Run, 'id' | 'tenantId'>, told: string): Promise<void> {
    await this.#database.asSystem((sql) => sql.query(tell, [id, tenantId, told]));
  }

  /** `hear` gets the id of each run whose answer is there, and none when some may have been missed. */
  follow(hear: (runId: string | undefined) => void): void {
    this.#database.changes.follow('answer', hear);
  }

  async find(runId: string): Promise<string | undefined> {
    const [row] = await this.#database.asSystem((sql) =>
      sql.query<{ told: string }>('SELECT told FROM run_answers WHERE run_id = $1', [runId]),
    );
    return row?.told;
  }
}
