import type { Sql } from '../platform/database/database.ts';

/**
 * Cancels every run that this one called, and those that they called: at once where they wait, and after the effects
 * under way where they are driven. Returns the ids of those that are over now.
 */
export async function cancelCalled(sql: Sql, runId: string): Promise<readonly string[]> {
  const rows = await sql.query<{ readonly id: string; readonly status: string }>(
    `WITH RECURSIVE called AS (
       SELECT id FROM runs WHERE parent_run_id = $1
       UNION SELECT r.id FROM runs r JOIN called c ON r.parent_run_id = c.id)
     UPDATE runs SET cancel_requested = true,
       status = CASE WHEN status = 'running' THEN status ELSE 'cancelled' END,
       wake_at = CASE WHEN status = 'running' THEN wake_at END,
       finished_at = CASE WHEN status = 'running' THEN finished_at ELSE now() END
     WHERE id IN (SELECT id FROM called) AND status NOT IN ('succeeded', 'failed', 'cancelled') RETURNING id, status`,
    [runId],
  );
  return rows.filter(({ status }) => status === 'cancelled').map(({ id }) => id);
}
