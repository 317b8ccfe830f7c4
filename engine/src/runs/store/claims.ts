import type { Sql } from '../../platform/database/database.ts';
import type { ClaimedRun } from '../run.ts';
import { type OpenRunRow, toClaimedRun } from './run-row.ts';

/** Deaths of its owner after which a run is suspected, and driven only while no other suspect is: so the guilty one is found. */
const suspectAfter = 2;

const returned = `r.id, r.tenant_id, r.flow_id, r.version, r.accepted_at, r.started_at, r.again_of, r.node_id, r.payload, r.epoch,
  r.crashes, r.last_seq, r.cancel_requested`;

/** Whoever is quicker gets a run; nobody waits for another's choice. */
const claimDue = `
WITH innocent AS (
  SELECT id FROM open_runs WHERE wake_at <= now() AND status <> 'running' AND crashes < $3 AND ($4::uuid[] IS NULL OR id = ANY ($4))
  ORDER BY wake_at LIMIT $2 FOR UPDATE SKIP LOCKED),
suspect AS (
  SELECT id FROM open_runs WHERE wake_at <= now() AND status <> 'running' AND crashes >= $3 AND ($4::uuid[] IS NULL OR id = ANY ($4))
    AND NOT EXISTS (SELECT 1 FROM open_runs o WHERE o.crashes >= $3 AND o.status = 'running')
  ORDER BY wake_at LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE open_runs r SET status = 'running', owner = $1, epoch = epoch + 1, wake_at = NULL, started_at = coalesce(started_at, now())
FROM (SELECT id FROM innocent UNION ALL SELECT id FROM suspect) AS due
WHERE r.id = due.id RETURNING ${returned}`;

export async function claimRuns(
  sql: Sql,
  owner: string,
  wish: { readonly limit: number; readonly ids?: readonly string[] },
): Promise<readonly ClaimedRun[]> {
  const rows = await sql.query<OpenRunRow>(claimDue, [owner, wish.limit, suspectAfter, wish.ids ?? null]);
  return rows.map(toClaimedRun);
}

// A run that was accepted under its owner is in its first epoch: it was never claimed.
const disownRuns = `
UPDATE open_runs SET status = 'queued', owner = NULL, epoch = epoch + 1, wake_at = now()
WHERE owner = $1 AND status = 'running' AND (id = ANY ($2::uuid[]) OR ($2 IS NULL AND epoch > 1 AND id <> ALL ($3::uuid[])))`;

const disownAll = `
UPDATE open_runs SET status = 'queued', owner = NULL, epoch = epoch + 1, wake_at = now() WHERE owner = $1 AND status = 'running'`;

/** The runs named, or those that a claim may have taken beyond those in hand. */
export async function disown(
  sql: Sql,
  owner: string,
  which: { readonly ids: readonly string[] | null; readonly except: readonly string[] },
): Promise<void> {
  await sql.query(disownRuns, [owner, which.ids, which.except]);
}

export async function disownEverything(sql: Sql, owner: string): Promise<void> {
  await sql.query(disownAll, [owner]);
}

const giveBackRun = `
UPDATE open_runs SET status = 'queued', owner = NULL, epoch = epoch + 1, crashes = crashes + $3,
  wake_at = now() + make_interval(secs => CASE WHEN $3 = 0 THEN 0 ELSE 2 ^ (crashes + 1) END)
WHERE id = $1 AND epoch = $2 AND status = 'running'`;

export async function giveBack(sql: Sql, run: ClaimedRun, deaths: 0 | 1): Promise<void> {
  await sql.query(giveBackRun, [run.id, run.epoch, deaths]);
}
