import type { FaultRecord } from '@invoicepatch/sdk';
import type { Database } from '../../platform/database/database.ts';
import type { Run, RunStatus } from '../run.ts';
import { runNotFound } from '../run-desk.ts';
import type { RunRow } from '../store/run-row.ts';
import { findRun, finishedColumns, openColumns } from '../store/run-rows.ts';

export interface RunQuery {
  readonly tenantId: string;
  readonly flowId: string | undefined;
  readonly status: RunStatus | undefined;
  /** Code of the fault. */
  readonly code?: string | undefined;
  /** Accepted at or after, and before: ISO 8601. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly ids?: readonly string[] | undefined;
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

const named = 'r.*, f.name AS flow_name, r.accepted_at::text AS accepted_text';

/** The first runs of one of the two tables; each comes sorted out of an index. */
function page(columns: string, table: string): string {
  return `(SELECT * FROM (SELECT ${columns} FROM ${table}) AS run
    WHERE ($1::uuid IS NULL OR flow_id = $1) AND ($2::text IS NULL OR status = $2)
      AND ($3::timestamptz IS NULL OR (accepted_at <= $3 AND (accepted_at, id) < ($3, $4::uuid)))
      AND ($6::text IS NULL OR fault ->> 'code' = $6) AND ($7::timestamptz IS NULL OR accepted_at >= $7)
      AND ($8::timestamptz IS NULL OR accepted_at < $8) AND ($9::uuid[] IS NULL OR id = ANY ($9)) AND ($10::uuid IS NULL OR id >= $10) AND ($11::uuid IS NULL OR id <= $11)
    ORDER BY accepted_at DESC, id DESC LIMIT $5)`;
}

const listRuns = `
SELECT ${named} FROM (${page(openColumns, 'open_runs')} UNION ALL ${page(finishedColumns, 'runs')}) r JOIN flows f ON f.id = r.flow_id
ORDER BY r.accepted_at DESC, r.id DESC LIMIT $5`;

interface IdRange {
  readonly lowest?: string | undefined;
  readonly highest?: string | undefined;
}

const dayMs = 86_400_000;

/** The lowest UUID of version 7 of a moment. */
function firstIdAt(atMs: number): string {
  const time = Math.max(0, Math.trunc(atMs)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

/**
 * Where to look, one after the other until a page is full. An id begins with the time, so a range of ids is a few days
 * of partitions instead of all of them: what Postgres need not look into, it need not plan either.
 */
function toIdRanges({ ids, after }: RunQuery): readonly IdRange[] {
  if (ids !== undefined) {
    const sorted = [...ids].sort();
    return [{ lowest: sorted[0], highest: sorted.at(-1) }];
  }
  const fromMs = after === undefined ? Date.now() : Date.parse(after.acceptedAt);
  if (Number.isNaN(fromMs)) return [{}];
  return [{ lowest: firstIdAt(fromMs - 2 * dayMs) }, { lowest: firstIdAt(fromMs - 16 * dayMs) }, {}];
}

/** Reads of runs for screens. */
export class RunLists {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Newest first. Payloads stay where they are. */
  async list(query: RunQuery): Promise<readonly (ListedRun & { readonly position: string })[]> {
    const { flowId, status, after, limit, code, from, to, ids } = query;
    const given = [flowId, status, after?.acceptedAt, after?.id, limit, code, from, to, ids].map(
      (value) => value ?? null,
    );
    let rows: readonly ListedRow[] = [];
    for (const { lowest, highest } of toIdRanges(query)) {
      const values = [...given, lowest ?? null, highest ?? null];
      rows = await this.#database.inTenant(query.tenantId, (sql) => sql.query<ListedRow>(listRuns, values));
      if (rows.length >= limit) break;
    }
    return rows.map((row) => ({ ...toListed(row), position: row.accepted_text }));
  }

  async get(tenantId: string, runId: string): Promise<{ readonly run: Run; readonly listed: ListedRun }> {
    return this.#database.inTenant(tenantId, async (sql) => {
      const run = await findRun(sql, runId);
      if (run === undefined) throw runNotFound(runId);
      const [flow] = await sql.query<{ name: string }>('SELECT name FROM flows WHERE id = $1', [run.flowId]);
      return { run, listed: toListed(toRow(run, flow?.name ?? '')) };
    });
  }
}

function toTime(atMs: number | undefined): Date | null {
  return atMs === undefined ? null : new Date(atMs);
}

function toRow(run: Run, flowName: string): Omit<ListedRow, 'accepted_text'> {
  return {
    id: run.id,
    tenant_id: run.tenantId,
    flow_id: run.flowId,
    flow_name: flowName,
    version: run.version,
    status: run.status,
    accepted_at: new Date(run.acceptedAtMs),
    started_at: toTime(run.startedAtMs),
    finished_at: toTime(run.finishedAtMs),
    fault: run.fault ?? null,
    fault_step: run.faultStep ?? null,
    again_of: run.againOf ?? null,
    node_id: run.event.nodeId,
  };
}

function toListed(row: Omit<ListedRow, 'accepted_text'>): ListedRun {
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
