import type { FaultRecord } from '@invoicepatch/sdk';
import type { Database } from '../../platform/database/database.ts';

export type AgainVersion = 'same' | 'newest';

export interface BatchRef {
  readonly tenantId: string;
  readonly batchId: string;
}

export interface BatchItem {
  readonly runId: string;
  readonly newRunId: string | null;
  readonly fault: FaultRecord | null;
}

/** How far a batch has come. */
export interface BatchProgress {
  readonly batchId: string;
  readonly version: AgainVersion;
  readonly total: number;
  readonly started: number;
  readonly failed: number;
  readonly finishedAt: string | null;
}

interface ProgressRow {
  readonly version: AgainVersion;
  readonly finished_at: Date | null;
  readonly total: number;
  readonly started: number;
  readonly failed: number;
}

const insertItems = `
INSERT INTO again_items (tenant_id, batch_id, run_id, position)
SELECT $1, $2, run_id, position FROM unnest($3::uuid[]) WITH ORDINALITY AS r (run_id, position) ON CONFLICT DO NOTHING`;

const selectProgress = `
SELECT b.version, b.finished_at, count(i.run_id)::integer AS total, count(i.new_run_id)::integer AS started, count(i.fault)::integer AS failed
FROM again_batches b LEFT JOIN again_items i ON i.tenant_id = b.tenant_id AND i.batch_id = b.id
WHERE b.id = $1 GROUP BY b.version, b.finished_at`;

/** Lists of runs that are run again together. What was asked for once is never asked for twice. */
export class BatchStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps the list under its id; a batch that is there already stays what it was. */
  keep(ref: BatchRef, version: AgainVersion, runIds: readonly string[]): Promise<'kept' | 'known'> {
    const { tenantId, batchId } = ref;
    return this.#database.inTenant(tenantId, async (sql) => {
      const [kept] = await sql.query(
        'INSERT INTO again_batches (tenant_id, id, version) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id',
        [tenantId, batchId, version],
      );
      if (kept === undefined) return 'known';
      await sql.query(insertItems, [tenantId, batchId, runIds]);
      return 'kept';
    });
  }

  async findProgress({ tenantId, batchId }: BatchRef): Promise<BatchProgress | undefined> {
    const [row] = await this.#database.inTenant(tenantId, (sql) => sql.query<ProgressRow>(selectProgress, [batchId]));
    if (row === undefined) return undefined;
    const { version, total, started, failed, finished_at } = row;
    return { batchId, version, total, started, failed, finishedAt: finished_at?.toISOString() ?? null };
  }

  /** Newest trouble first would hide the order of the list: items come as they were chosen. */
  async listItems({ tenantId, batchId }: BatchRef, limit: number): Promise<readonly BatchItem[]> {
    const rows = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<{ run_id: string; new_run_id: string | null; fault: FaultRecord | null }>(
        `SELECT run_id, new_run_id, fault FROM again_items WHERE batch_id = $1
         ORDER BY (fault IS NULL), position LIMIT $2`,
        [batchId, limit],
      ),
    );
    return rows.map(({ run_id, new_run_id, fault }) => ({ runId: run_id, newRunId: new_run_id, fault }));
  }

  /** The next items that nobody has done, in the order in which they were chosen. */
  async listOpen({ tenantId, batchId }: BatchRef, limit: number): Promise<readonly string[]> {
    const rows = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<{ run_id: string }>(
        `SELECT run_id FROM again_items WHERE tenant_id = $1 AND batch_id = $2 AND new_run_id IS NULL AND fault IS NULL
         ORDER BY position LIMIT $3`,
        [tenantId, batchId, limit],
      ),
    );
    return rows.map(({ run_id }) => run_id);
  }

  async settle({ tenantId, batchId }: BatchRef, { runId, newRunId, fault }: BatchItem): Promise<void> {
    await this.#database.inTenant(tenantId, (sql) =>
      sql.query('UPDATE again_items SET new_run_id = $3, fault = $4 WHERE batch_id = $1 AND run_id = $2', [
        batchId,
        runId,
        newRunId,
        fault === null ? null : JSON.stringify(fault),
      ]),
    );
  }

  async finish({ tenantId, batchId }: BatchRef): Promise<void> {
    await this.#database.inTenant(tenantId, (sql) =>
      sql.query('UPDATE again_batches SET finished_at = now() WHERE id = $1 AND finished_at IS NULL', [batchId]),
    );
  }

  /** Batches that a process which ended left unfinished. */
  async listUnfinished(limit: number): Promise<readonly BatchRef[]> {
    const rows = await this.#database.asSystem((sql) =>
      sql.query<{ tenant_id: string; id: string }>(
        'SELECT tenant_id, id FROM again_batches WHERE finished_at IS NULL ORDER BY created_at LIMIT $1',
        [limit],
      ),
    );
    return rows.map(({ tenant_id, id }) => ({ tenantId: tenant_id, batchId: id }));
  }
}
