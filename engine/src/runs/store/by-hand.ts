import { type Effect, foldJournal } from '../../execution/effect.ts';
import type { Fact } from '../../execution/fact.ts';
import type { Sql } from '../../platform/database/database.ts';
import { finalStatuses, type RunStatus } from '../run.ts';
import { packFacts } from './packed.ts';
import { readJournal } from './run-rows.ts';
import type { Decided, Release, RunPlace } from './run-store.ts';

interface HeldRow {
  readonly status: RunStatus;
  readonly epoch: number;
  readonly last_seq: number;
}

/** Writes about a single run that is held still meanwhile: by people, and for runs too large for the common commit. */

async function hold(sql: Sql, { tenantId, runId }: RunPlace): Promise<HeldRow | undefined> {
  const text = 'SELECT status, epoch, last_seq FROM open_runs WHERE id = $1 AND tenant_id = $2 FOR UPDATE';
  return (await sql.query<HeldRow>(text, [runId, tenantId]))[0];
}

/** A run that isn't open is over, or there is none of this tenant. */
async function notOpen(sql: Sql, { tenantId, runId }: RunPlace): Promise<Decided> {
  const text = 'SELECT status FROM runs WHERE id = $1 AND tenant_id = $2';
  const [row] = await sql.query<{ status: RunStatus }>(text, [runId, tenantId]);
  return row === undefined ? { kind: 'missing' } : { kind: 'over', status: row.status };
}

const addFact = `
UPDATE open_runs SET facts = facts || $2, last_seq = last_seq + 1,
  wake_at = CASE WHEN status = 'running' THEN wake_at ELSE now() END,
  status = CASE WHEN status = 'running' THEN status ELSE 'queued' END WHERE id = $1`;

export async function decideStep(
  sql: Sql,
  place: RunPlace & { readonly step: string },
  decide: (effect: Effect | undefined) => Fact,
  atMs: number,
): Promise<Decided> {
  const held = await hold(sql, place);
  if (held === undefined) return notOpen(sql, place);
  const fact = decide(foldJournal(await readJournal(sql, place.runId)).get(place.step));
  await sql.query(addFact, [place.runId, packFacts([{ step: place.step, fact, atMs }])]);
  return { kind: 'done' };
}

export async function cancelRun(
  sql: Sql,
  place: RunPlace,
  atMs: number,
): Promise<Decided | { readonly kind: 'asked' }> {
  const held = await hold(sql, place);
  if (held === undefined) return notOpen(sql, place);
  if (held.status === 'running') {
    await sql.query('UPDATE open_runs SET cancel_requested = true WHERE id = $1', [place.runId]);
    return { kind: 'asked' };
  }
  await endHeld(sql, place, { end: { status: 'cancelled' }, facts: Buffer.alloc(0), count: 0, atMs });
  return { kind: 'done' };
}

const moveParts = `
WITH moved AS (DELETE FROM open_facts WHERE run_id = $1 RETURNING run_id, part, tenant_id, facts)
INSERT INTO run_facts (run_id, part, tenant_id, facts) SELECT run_id, part, tenant_id, facts FROM moved`;

const moveRun = `
WITH gone AS (DELETE FROM open_runs WHERE id = $1 RETURNING *)
INSERT INTO runs (id, tenant_id, flow_id, again_of, accepted_at, started_at, finished_at, version, crashes, last_seq, parts, status, node_id,
  fault, fault_step, payload, facts)
SELECT id, tenant_id, flow_id, again_of, accepted_at, started_at, to_timestamp($7::float8 / 1000), version, crashes, last_seq + $2, parts, $3, node_id,
  $4::jsonb, $5, payload, facts || $6 FROM gone`;

interface Ending {
  readonly end: Release;
  /** Packed, with their number. */
  readonly facts: Buffer;
  readonly count: number;
  readonly atMs: number;
}

/** Of a run whose row is locked. */
export async function endHeld(sql: Sql, { runId }: RunPlace, { end, facts, count, atMs }: Ending): Promise<void> {
  const fault = end.fault === undefined ? null : JSON.stringify(end.fault);
  await sql.query(moveParts, [runId]);
  await sql.query(moveRun, [runId, count, end.status, fault, end.faultStep ?? null, facts, atMs]);
}

export type EndedLarge = 'ended' | 'taken-over' | 'unseen-fact';

/** Ends a run whose facts lie in several rows. */
export async function endLargeRun(
  sql: Sql,
  place: RunPlace & { readonly epoch: number; readonly seen: number },
  ending: Ending,
): Promise<EndedLarge> {
  const held = await hold(sql, place);
  if (held === undefined || held.epoch !== place.epoch || held.status !== 'running') return 'taken-over';
  if (held.last_seq !== place.seen || !finalStatuses.includes(ending.end.status)) return 'unseen-fact';
  await endHeld(sql, place, ending);
  return 'ended';
}

const splitFacts = `
WITH moved AS (INSERT INTO open_facts (run_id, part, tenant_id, facts) SELECT id, parts, tenant_id, facts FROM open_runs WHERE id = $1 RETURNING run_id)
UPDATE open_runs r SET facts = '', parts = parts + 1 FROM moved WHERE r.id = moved.run_id`;

/** Puts the facts so far into a row of their own: adding to a long value writes all of it again. */
export async function setFactsApart(sql: Sql, place: RunPlace & { readonly epoch: number }): Promise<void> {
  const held = await hold(sql, place);
  if (held?.epoch === place.epoch) await sql.query(splitFacts, [place.runId]);
}
