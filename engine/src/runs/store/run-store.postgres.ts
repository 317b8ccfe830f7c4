import { randomUUID } from 'node:crypto';
import { Fault } from '@invoicepatch/sdk';
import type { JournalEntry } from '../../execution/fact.ts';
import type { Database, Sql } from '../../platform/database/database.ts';
import type { ClaimedRun, Run } from '../run.ts';
import { type ClaimedRunRow, type JournalRow, toClaimedRun, toJournalEntry } from './run-row.ts';
import type { AcceptEvent, Appended, Release, RunStore, StepFact } from './run-store.ts';

/** Seconds after which an owner counts as dead that is present and does nothing: paused, or caught in a loop. */
const leaseSeconds = 120;

/** Deaths of its owner after which a run is suspected, and driven only while no other suspect is: so the guilty one is found. */
const suspectAfter = 2;

export class PostgresRunStore implements RunStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  accept(event: AcceptEvent): Promise<{ readonly runId: string; readonly duplicate: boolean }> {
    return this.#database.inTenant(event.tenantId, async (sql) => {
      const [accepted] = await sql.query<{ id: string }>(
        `INSERT INTO events (id, tenant_id, flow_id, node_id, dedupe_key, payload) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id, flow_id, node_id, dedupe_key) WHERE dedupe_key IS NOT NULL DO NOTHING RETURNING id`,
        [randomUUID(), event.tenantId, event.flowId, event.nodeId, event.dedupeKey ?? null, event.payload],
      );
      if (accepted === undefined) return { runId: await findRunOf(sql, event), duplicate: true };
      return { runId: await insertRun(sql, event, accepted.id), duplicate: false };
    });
  }

  claim(runId: string, owner: string): Promise<ClaimedRun | undefined> {
    return this.#database.asSystem(async (sql) => {
      const [row] = await sql.query<ClaimedRunRow>(
        `UPDATE runs r SET status = 'running', owner = $2, epoch = epoch + 1, wake_at = NULL,
           lease_until = now() + make_interval(secs => $3), started_at = coalesce(started_at, now()),
           crashes = crashes + CASE WHEN status = 'running' THEN 1 ELSE 0 END
         FROM events e
         WHERE r.id = $1 AND e.id = r.event_id AND (
           (r.status IN ('queued', 'waiting', 'needs-person') AND r.wake_at <= now())
           OR (r.status = 'running' AND r.lease_until < now()))
           AND (r.crashes + CASE WHEN r.status = 'running' THEN 1 ELSE 0 END < $4 OR NOT EXISTS (
             SELECT 1 FROM runs o WHERE o.status = 'running' AND o.crashes >= $4 AND o.lease_until >= now() AND o.id <> r.id))
         RETURNING r.*, e.node_id, e.payload`,
        [runId, owner, leaseSeconds, suspectAfter],
      );
      return row === undefined ? undefined : toClaimedRun(row);
    });
  }

  async giveBack(run: ClaimedRun, because: 'failure' | 'database-away'): Promise<void> {
    const deaths = because === 'failure' ? 1 : 0;
    await this.#database.asSystem((sql) =>
      sql.query(
        `UPDATE runs SET status = 'queued', owner = NULL, lease_until = NULL, epoch = epoch + 1, crashes = crashes + $3,
           wake_at = now() + make_interval(secs => CASE WHEN $3 = 0 THEN 0 ELSE 2 ^ (crashes + 1) END)
         WHERE id = $1 AND epoch = $2 AND status = 'running'`,
        [run.id, run.epoch, deaths],
      ),
    );
  }

  async disown(runId: string, owner: string): Promise<void> {
    await this.#database.asSystem((sql) =>
      sql.query(
        `UPDATE runs SET status = 'queued', owner = NULL, lease_until = NULL, epoch = epoch + 1, wake_at = now()
         WHERE id = $1 AND owner = $2 AND status = 'running'`,
        [runId, owner],
      ),
    );
  }

  listDue(limit: number): Promise<readonly string[]> {
    return this.#database.asSystem(async (sql) => {
      const rows = await sql.query<{ id: string }>(
        `(SELECT id, wake_at AS due FROM runs WHERE wake_at <= now() AND status IN ('queued', 'waiting', 'needs-person') ORDER BY wake_at LIMIT $1)
         UNION ALL
         (SELECT id, lease_until AS due FROM runs WHERE status = 'running' AND lease_until < now() ORDER BY lease_until LIMIT $1)
         ORDER BY due LIMIT $1`,
        [limit],
      );
      return rows.map((row) => row.id);
    });
  }

  /** An owner whose connection only broke has a second to come back and renew. */
  async cutLeases(): Promise<void> {
    await this.#database.asSystem((sql) =>
      sql.query(
        `UPDATE runs SET lease_until = now() + interval '1 second'
         WHERE status = 'running' AND lease_until > now() + interval '1 second' AND NOT EXISTS (
           SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
             AND classid = hashtext('invoicepatch.presence')::oid AND objid = hashtext(runs.owner)::oid)`,
      ),
    );
  }

  async renewLeases(owner: string): Promise<void> {
    await this.#database.asSystem((sql) =>
      sql.query(
        "UPDATE runs SET lease_until = now() + make_interval(secs => $2) WHERE owner = $1 AND status = 'running'",
        [owner, leaseSeconds],
      ),
    );
  }

  async abandonLeases(owner: string): Promise<void> {
    await this.#database.asSystem((sql) =>
      sql.query(
        "UPDATE runs SET status = 'queued', wake_at = now(), owner = NULL, epoch = epoch + 1 WHERE owner = $1 AND status = 'running'",
        [owner],
      ),
    );
  }

  journal(run: Pick<Run, 'id' | 'tenantId'>): Promise<readonly JournalEntry[]> {
    return this.#database.inTenant(run.tenantId, async (sql) => {
      const rows = await sql.query<JournalRow>(
        'SELECT seq, step, fact, at FROM journal WHERE run_id = $1 ORDER BY seq',
        [run.id],
      );
      return rows.map(toJournalEntry);
    });
  }

  append(run: ClaimedRun, facts: readonly StepFact[]): Promise<Appended> {
    return this.#database.inTenant(run.tenantId, async (sql) => {
      const [row] = await sql.query<{ last_seq: number; cancel_requested: boolean }>(
        `UPDATE runs SET last_seq = last_seq + $3 WHERE id = $1 AND epoch = $2 AND status = 'running' RETURNING last_seq, cancel_requested`,
        [run.id, run.epoch, facts.length],
      );
      if (row === undefined) throw takenOver(run.id);
      const entries = await insertFacts(sql, run, { first: row.last_seq - facts.length + 1, facts });
      return { entries, lastSeq: row.last_seq, cancelRequested: row.cancel_requested };
    });
  }

  release(run: ClaimedRun, seenSeq: number, end: Release): Promise<boolean> {
    return this.#database.inTenant(run.tenantId, async (sql) => {
      const [row] = await sql.query<{ epoch: number; last_seq: number }>(
        'SELECT epoch, last_seq FROM runs WHERE id = $1 FOR UPDATE',
        [run.id],
      );
      if (row === undefined || row.epoch !== run.epoch) throw takenOver(run.id);
      if (row.last_seq !== seenSeq) return false;
      const final = end.status === 'succeeded' || end.status === 'failed' || end.status === 'cancelled';
      await sql.query(
        `UPDATE runs SET status = $2, wake_at = to_timestamp($3::double precision / 1000), fault = $4, fault_step = $5, owner = NULL,
           lease_until = NULL, finished_at = CASE WHEN $6 THEN now() END WHERE id = $1`,
        [
          run.id,
          end.status,
          end.wakeAtMs ?? null,
          end.fault === undefined ? null : JSON.stringify(end.fault),
          end.faultStep ?? null,
          final,
        ],
      );
      return true;
    });
  }
}

async function findRunOf(sql: Sql, event: AcceptEvent): Promise<string> {
  const [row] = await sql.query<{ id: string }>(
    `SELECT r.id FROM runs r JOIN events e ON e.id = r.event_id
     WHERE e.flow_id = $1 AND e.node_id = $2 AND e.dedupe_key = $3 AND (r.again_of IS NULL OR r.parent_run_id = $4)`,
    [event.flowId, event.nodeId, event.dedupeKey, event.parent?.runId ?? null],
  );
  if (row === undefined) throw new Fault('bug', 'engine.unexpected', 'An event was accepted without a run.');
  return row.id;
}

async function insertRun(sql: Sql, event: AcceptEvent, eventId: string): Promise<string> {
  const carried = event.carried ?? [];
  const runId = randomUUID();
  await sql.query(
    `INSERT INTO runs (id, tenant_id, flow_id, version, event_id, status, wake_at, again_of, last_seq, parent_run_id, parent_step, depth)
     VALUES ($1, $2, $3, $4, $5, 'queued', now(), $6, $7, $8, $9, $10)`,
    [
      runId,
      event.tenantId,
      event.flowId,
      event.version,
      eventId,
      event.againOf ?? null,
      carried.length,
      event.parent?.runId ?? null,
      event.parent?.step ?? null,
      event.parent?.depth ?? 0,
    ],
  );
  await insertFacts(sql, { id: runId, tenantId: event.tenantId }, { first: 1, facts: carried });
  return runId;
}

interface NumberedFacts {
  readonly first: number;
  readonly facts: readonly StepFact[];
}

export async function insertFacts(
  sql: Sql,
  run: Pick<Run, 'id' | 'tenantId'>,
  { first, facts }: NumberedFacts,
): Promise<readonly JournalEntry[]> {
  if (facts.length === 0) return [];
  const rows = await sql.query<JournalRow>(
    `INSERT INTO journal (tenant_id, run_id, seq, step, fact)
     SELECT $1, $2, $3 - 1 + n, step, fact FROM unnest($4::text[], $5::text[]) WITH ORDINALITY AS f (step, fact, n)
     RETURNING seq, step, fact, at`,
    [run.tenantId, run.id, first, facts.map(({ step }) => step), facts.map(({ fact }) => JSON.stringify(fact))],
  );
  return rows.map(toJournalEntry);
}

function takenOver(runId: string): Fault {
  return new Fault('conflict', 'run.taken-over', `The run ${runId} is in other hands by now.`, { details: { runId } });
}
