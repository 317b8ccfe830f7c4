import type { Sql } from '../../platform/database/database.ts';
import { returnedColumns, suspectAfter } from './claimed-columns.ts';
import type { OpenRunRow } from './run-row.ts';

const anyDue = `SELECT 1 AS found FROM open_runs WHERE turn IS NOT NULL AND wake_at <= now() AND status <> 'running' LIMIT 1`;

/**
 * One engine at a time: what is counted here must not change meanwhile. The lock is taken by a statement of its own, so that
 * the next one sees everything that the holder before has committed.
 */
const lock = "SELECT pg_try_advisory_xact_lock(hashtext('invoicepatch.turns')) AS mine";

/**
 * Runs that wait for their turn, as many as the limits of their flow and tenant let through beside those being driven. Of a
 * lane the first, and none while one that has begun is open, whatever that one waits for.
 */
const claim = `
WITH flows_busy AS (SELECT flow_id, count(*) AS runs FROM open_runs WHERE turn IS NOT NULL AND status = 'running' GROUP BY flow_id),
tenants_busy AS (SELECT tenant_id, count(*) AS runs FROM open_runs WHERE turn IS NOT NULL AND status = 'running' GROUP BY tenant_id),
ready AS (SELECT r.id, r.flow_id, r.tenant_id, r.wake_at - r.priority * interval '5 minutes' AS rank_at,
    row_number() OVER (PARTITION BY r.flow_id ORDER BY r.started_at IS NULL, r.turn) AS flow_place,
    row_number() OVER (PARTITION BY r.tenant_id ORDER BY r.started_at IS NULL, r.wake_at - r.priority * interval '5 minutes', r.turn) AS tenant_place
  FROM open_runs r
  WHERE r.turn IS NOT NULL AND r.wake_at <= now() AND r.status <> 'running'
    AND (r.crashes < $3 OR (r.id = (SELECT min(s.id::text)::uuid FROM open_runs s WHERE s.crashes >= $3 AND s.turn IS NOT NULL AND s.wake_at <= now())
      AND NOT EXISTS (SELECT 1 FROM open_runs s WHERE s.crashes >= $3 AND s.status = 'running')))
    AND (r.lane IS NULL OR r.started_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM open_runs o WHERE o.flow_id = r.flow_id
      AND o.lane = r.lane AND o.turn IS NOT NULL AND o.id <> r.id AND (o.turn < r.turn OR o.started_at IS NOT NULL)))),
chosen AS (SELECT ready.id FROM ready
  LEFT JOIN flow_limits f ON f.flow_id = ready.flow_id LEFT JOIN flows_busy fb ON fb.flow_id = ready.flow_id
  LEFT JOIN tenant_limits t ON t.tenant_id = ready.tenant_id LEFT JOIN tenants_busy tb ON tb.tenant_id = ready.tenant_id
  WHERE coalesce(fb.runs, 0) + ready.flow_place <= coalesce(f.runs_at_once, 2147483647)
    AND coalesce(tb.runs, 0) + ready.tenant_place <= coalesce(t.runs_at_once, 2147483647)
  ORDER BY (ready.tenant_place + coalesce(tb.runs, 0))::float8 / coalesce(t.weight, 1), ready.rank_at LIMIT $2)
UPDATE open_runs r SET status = 'running', owner = $1, epoch = epoch + 1, wake_at = NULL, gather = NULL,
  started_at = coalesce(started_at, now())
FROM chosen WHERE r.id = chosen.id AND r.status <> 'running' RETURNING ${returnedColumns}`;

/** Two short questions when nobody waits for a turn, which is the rule. */
export async function claimTurns(sql: Sql, owner: string, limit: number): Promise<readonly OpenRunRow[]> {
  if (limit <= 0 || (await sql.query(anyDue)).length === 0) return [];
  const [turn] = await sql.query<{ mine: boolean }>(lock);
  return turn?.mine === true ? sql.query<OpenRunRow>(claim, [owner, limit, suspectAfter]) : [];
}
