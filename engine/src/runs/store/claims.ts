import type { Sql } from '../../platform/database/database.ts';
import type { ClaimedRun } from '../run.ts';
import { claimTurns } from './claim-turns.ts';
import { returnedColumns, suspectAfter } from './claimed-columns.ts';
import { type OpenRunRow, toClaimedRun } from './run-row.ts';

const take = `
UPDATE open_runs r SET status = 'running', owner = $1, epoch = epoch + 1, wake_at = NULL, gather = NULL,
  started_at = coalesce(started_at, now())
FROM (SELECT id FROM innocent UNION ALL SELECT id FROM suspect) AS due
WHERE r.id = due.id RETURNING ${returnedColumns}`;

const named = `
SELECT id FROM open_runs WHERE id = ANY ($4::uuid[]) AND wake_at <= now() AND status <> 'running' AND crashes < $3 AND turn IS NULL
ORDER BY wake_at LIMIT $2 FOR UPDATE SKIP LOCKED`;

/** A suspect is driven only while no other one is: so the guilty one is found. */
const suspect = `
SELECT id FROM open_runs WHERE crashes >= $3 AND wake_at <= now() AND status <> 'running' AND turn IS NULL
  AND ($4::uuid[] IS NULL OR id = ANY ($4)) AND NOT EXISTS (SELECT 1 FROM open_runs o WHERE o.crashes >= $3 AND o.status = 'running')
ORDER BY wake_at LIMIT 1 FOR UPDATE SKIP LOCKED`;

/** Whoever is quicker gets a run; nobody waits for another's choice. */
const claimNamed = `WITH innocent AS (${named}), suspect AS (${suspect}) ${take}`;

/**
 * Of each tenant the runs that are first in its own line, and of those the ones whose tenant has the fewest for its weight,
 * those in this engine's hands ($5, $6) counted. So a tenant with 10,000 due runs holds up its own, and nobody else's.
 */
const claimFairly = `
WITH RECURSIVE tenants (tenant_id) AS (
  (SELECT tenant_id FROM open_runs WHERE wake_at IS NOT NULL AND turn IS NULL ORDER BY tenant_id LIMIT 1)
  UNION ALL
  SELECT (SELECT o.tenant_id FROM open_runs o WHERE o.wake_at IS NOT NULL AND o.turn IS NULL AND o.tenant_id > t.tenant_id
    ORDER BY o.tenant_id LIMIT 1) FROM tenants t WHERE t.tenant_id IS NOT NULL),
lines AS (SELECT c.*, row_number() OVER (PARTITION BY t.tenant_id ORDER BY c.rank_at) AS place
  FROM tenants t CROSS JOIN (VALUES (1), (0), (-1)) AS p (priority) CROSS JOIN LATERAL (
    SELECT o.id, o.tenant_id, o.wake_at - p.priority * interval '5 minutes' AS rank_at FROM open_runs o
    WHERE o.tenant_id = t.tenant_id AND o.priority = p.priority AND o.wake_at <= now() AND o.status <> 'running' AND o.crashes < $3
      AND o.turn IS NULL
    ORDER BY o.wake_at LIMIT $2 * 2) AS c
  WHERE $4::uuid[] IS NULL),
chosen AS (SELECT l.id, row_number() OVER (ORDER BY (l.place + coalesce(h.runs, 0))::float8 / coalesce(w.weight, 1), l.rank_at) AS rank
  FROM lines l LEFT JOIN tenant_limits w ON w.tenant_id = l.tenant_id
  LEFT JOIN unnest($5::uuid[], $6::int[]) AS h (tenant_id, runs) ON h.tenant_id = l.tenant_id ORDER BY rank LIMIT $2 * 4),
innocent AS (SELECT o.id FROM chosen c JOIN open_runs o ON o.id = c.id WHERE o.wake_at <= now() AND o.status <> 'running'
  ORDER BY c.rank LIMIT $2 FOR UPDATE OF o SKIP LOCKED),
suspect AS (${suspect}) ${take}`;

export interface ClaimWish {
  readonly limit: number;
  /** Of these only. */
  readonly ids?: readonly string[];
  /** Runs in hand, by tenant: who has many gets fewer. */
  readonly held?: ReadonlyMap<string, number>;
}

export async function claimRuns(
  sql: Sql,
  owner: string,
  { limit, ids, held }: ClaimWish,
): Promise<readonly ClaimedRun[]> {
  const rows =
    ids === undefined
      ? await sql.query<OpenRunRow>(claimFairly, [
          owner,
          limit,
          suspectAfter,
          null,
          [...(held?.keys() ?? [])],
          [...(held?.values() ?? [])],
        ])
      : await sql.query<OpenRunRow>(claimNamed, [owner, limit, suspectAfter, ids]);
  const turns = await claimTurns(sql, owner, limit - rows.length);
  return [...rows, ...turns].map(toClaimedRun);
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
