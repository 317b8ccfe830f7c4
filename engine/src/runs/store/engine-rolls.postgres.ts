import type { Database } from '../../platform/database/database.ts';
import { disownEverything } from './claims.ts';
import type { EngineRolls } from './run-store.ts';

/** An engine whose connection only broke has this long to come back, in seconds. */
const defaultGraceSeconds = 1;
/** An engine that is present and says nothing for so long is paused or caught in a loop: it counts as dead. */
const silentSeconds = 120;
/** How often runs are looked for whose engine nobody remembers, in milliseconds. */
const orphansEveryMs = 60_000;

const enlistEngine = `
INSERT INTO engines (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET seen_at = now(), absent_since = NULL`;

/**
 * Present is who holds the lock that `Presence` takes under the engine's name. Who was not seen since Postgres started has
 * been absent since then at least.
 */
const markAbsent = `
WITH seen AS (SELECT e.id, EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid = hashtext('invoicepatch.presence')::oid AND objid = hashtext(e.id::text)::oid) AS present
  FROM engines e WHERE e.id <> $1)
UPDATE engines e SET absent_since = CASE WHEN seen.present THEN NULL WHEN e.seen_at < pg_postmaster_start_time() THEN pg_postmaster_start_time() ELSE now() END
FROM seen WHERE e.id = seen.id AND seen.present = (e.absent_since IS NOT NULL)`;

const listDead = `
SELECT id FROM engines WHERE id <> $1
  AND (absent_since <= now() - make_interval(secs => $2) OR seen_at < now() - make_interval(secs => $3)) FOR UPDATE SKIP LOCKED`;

/** Each run that an owner took into its death is counted, before anybody tries it again. */
const freeRuns = `
UPDATE open_runs SET status = 'queued', owner = NULL, epoch = epoch + 1, crashes = crashes + 1, wake_at = now()
WHERE status = 'running' AND owner = ANY ($1::uuid[]) RETURNING id`;

const freeOrphans = `
UPDATE open_runs SET status = 'queued', owner = NULL, epoch = epoch + 1, crashes = crashes + 1, wake_at = now()
WHERE status = 'running' AND owner IS NOT NULL AND owner NOT IN (SELECT id FROM engines) RETURNING id`;

/** Ownership is an engine's, not a run's: nothing is renewed run by run. */
export class PostgresEngineRolls implements EngineRolls {
  readonly #database: Database;
  readonly #graceSeconds: number;
  #orphansAtMs = 0;

  /** `isAlone`: nobody else may use this database, so who is absent is gone. */
  constructor(database: Database, { isAlone = false }: { readonly isAlone?: boolean } = {}) {
    this.#database = database;
    this.#graceSeconds = isAlone ? 0 : defaultGraceSeconds;
  }

  async enlist(owner: string): Promise<void> {
    await this.#database.asSystem((sql) => sql.query(enlistEngine, [owner]));
  }

  async adopt(owner: string): Promise<number> {
    const freed = await this.#database.asSystem(async (sql) => {
      await sql.query(markAbsent, [owner]);
      const dead = (await sql.query<{ id: string }>(listDead, [owner, this.#graceSeconds, silentSeconds])).map(
        ({ id }) => id,
      );
      if (dead.length === 0) return 0;
      const runs = await sql.query(freeRuns, [dead]);
      await sql.query('DELETE FROM engines WHERE id = ANY ($1::uuid[])', [dead]);
      return runs.length;
    });
    return freed + (await this.#adoptOrphans());
  }

  async retire(owner: string): Promise<void> {
    await this.#database.asSystem(async (sql) => {
      await disownEverything(sql, owner);
      await sql.query('DELETE FROM engines WHERE id = $1', [owner]);
    });
  }

  /** An engine was struck off while one of its acceptances was on its way, and died before it enlisted again. */
  async #adoptOrphans(): Promise<number> {
    const now = performance.now();
    if (this.#orphansAtMs !== 0 && now - this.#orphansAtMs < orphansEveryMs) return 0;
    this.#orphansAtMs = now;
    return (await this.#database.asSystem((sql) => sql.query(freeOrphans))).length;
  }
}
