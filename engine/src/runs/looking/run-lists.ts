import type { FaultRecord } from '@invoicepatch/sdk';
import type { Database } from '../../platform/database/database.ts';
import type { Run, RunStatus } from '../run.ts';
import { runNotFound } from '../run-desk.ts';
import { type RunRow, toRun } from '../store/run-row.ts';

export interface RunQuery {
  readonly tenantId: string;
  readonly flowId: string | undefined;
  readonly status: RunStatus | undefined;
  /** Position after which the page begins. */
  readonly after: { readonly acceptedAt: string; readonly id: string } | undefined;
  readonly limit: number;
}

export interface ListedRun {
  readonly id: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly version: number;
  readonly status: RunStatus;
  readonly acceptedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly fault: FaultRecord | null;
  readonly faultStep: string | null;
  readonly trigger: { readonly nodeId: string };
}

type ListedRow = RunRow & { readonly flow_name: string; readonly accepted_text: string };

const columns = `r.id, r.tenant_id, r.flow_id, r.version, r.status, r.accepted_at, r.started_at, r.finished_at, r.fault, r.fault_step,
  r.again_of, r.parent_run_id, r.parent_step, r.depth, r.callback_secret, e.node_id, f.name AS flow_name, r.accepted_at::text AS accepted_text`;

/** Reads of runs for screens. */
export class RunLists {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Newest first. Payloads stay where they are. */
  async list(query: RunQuery): Promise<readonly (ListedRun & { readonly position: string })[]> {
    const rows = await this.#database.inTenant(query.tenantId, (sql) =>
      sql.query<ListedRow>(
        `SELECT ${columns} FROM runs r JOIN events e ON e.id = r.event_id JOIN flows f ON f.id = r.flow_id
         WHERE ($1::uuid IS NULL OR r.flow_id = $1) AND ($2::text IS NULL OR r.status = $2)
           AND ($3::timestamptz IS NULL OR (r.accepted_at, r.id) < ($3, $4::uuid))
         ORDER BY r.accepted_at DESC, r.id DESC LIMIT $5`,
        [
          query.flowId ?? null,
          query.status ?? null,
          query.after?.acceptedAt ?? null,
          query.after?.id ?? null,
          query.limit,
        ],
      ),
    );
    return rows.map((row) => ({ ...toListed(row), position: row.accepted_text }));
  }

  async get(tenantId: string, runId: string): Promise<{ readonly run: Run; readonly listed: ListedRun }> {
    const [row] = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<ListedRow>(
        `SELECT ${columns}, e.payload FROM runs r JOIN events e ON e.id = r.event_id JOIN flows f ON f.id = r.flow_id WHERE r.id = $1`,
        [runId],
      ),
    );
    if (row === undefined) throw runNotFound(runId);
    return { run: toRun(row), listed: toListed(row) };
  }
}

function toListed(row: ListedRow): ListedRun {
  return {
    id: row.id,
    flowId: row.flow_id,
    flowName: row.flow_name,
    version: row.version,
    status: row.status,
    acceptedAt: row.accepted_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    fault: row.fault,
    faultStep: row.fault_step,
    trigger: { nodeId: row.node_id },
  };
}
