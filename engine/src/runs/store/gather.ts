import { Fault, type Json, toFaultRecord } from '@invoicepatch/sdk';
import type { Sql } from '../../platform/database/database.ts';
import { endHeld } from './by-hand.ts';
import { pack, unpack } from './packed.ts';
import type { GatherEvent, Gathered } from './run-store.ts';

/** Events, and bytes of them, that one run takes together; with more it starts, and the next event begins anew. */
const mostEvents = 1_000;
const mostBytes = 4_000_000;
const foreverMs = 100 * 366 * 86_400_000;

const keepDelivery = `
INSERT INTO deliveries (flow_id, node_id, key, tenant_id, run_id, accepted_at)
SELECT flow_id, $2, $3, tenant_id, $4, now() FROM flow_versions WHERE flow_id = $1 AND version = $5 AND tenant_id = $6
ON CONFLICT DO NOTHING RETURNING run_id`;

const findDelivery =
  'SELECT run_id AS id FROM deliveries WHERE flow_id = $1 AND node_id = $2 AND key = $3 AND tenant_id = $4';

/** One at a time for a key: each finds what the one before has left. */
const lockKey = "SELECT pg_advisory_xact_lock(hashtext('invoicepatch.gather'), hashtext($1))";

const findWaiting = `
SELECT id, gathered, gathered_since, payload FROM open_runs WHERE flow_id = $1 AND node_id = $2 AND gather = $3 AND tenant_id = $4
  AND status = 'queued' AND started_at IS NULL FOR UPDATE`;

const startNow = 'UPDATE open_runs SET gather = NULL, wake_at = now() WHERE id = $1';

const insertRun = `
INSERT INTO open_runs (id, tenant_id, flow_id, version, node_id, status, accepted_at, wake_at, payload, gather, gathered, gathered_since,
  priority, turn, lane)
SELECT $1, v.tenant_id, v.flow_id, v.version, $4, 'queued', now(),
  least(now() + make_interval(secs => $6), coalesce($8::timestamptz, now()) + make_interval(secs => $7)), $5, $9, $10,
  coalesce($8::timestamptz, now()), $11, CASE WHEN $12 THEN nextval('run_turns') END, $13
FROM flow_versions v WHERE v.flow_id = $2 AND v.version = $3 AND v.tenant_id = $14 RETURNING id`;

interface WaitingRow {
  readonly id: string;
  readonly gathered: number;
  readonly gathered_since: Date;
  readonly payload: Buffer;
}

function together(earlier: WaitingRow | undefined, { payload, keep }: GatherEvent): string {
  if (keep === 'latest') return payload;
  // Written here, in this shape.
  const known = earlier === undefined ? [] : (JSON.parse(unpack(earlier.payload)) as { events: Json[] }).events;
  return JSON.stringify({ events: [...known, JSON.parse(payload)] });
}

/**
 * Commits the event as a run that waits until it is quiet. A run that waits already under the key is ended as superseded and
 * names this one, so that every accepted event is accounted for.
 */
export async function gatherEvent(
  sql: Sql,
  event: GatherEvent,
  { runId, atMs }: { runId: string; atMs: number },
): Promise<Gathered> {
  const { tenantId, flowId, nodeId, version } = event;
  const known = await findEarlier(sql, event, runId);
  if (known !== undefined) return { runId: known, duplicate: true, superseded: undefined };
  await sql.query(lockKey, [`${flowId}/${nodeId}/${event.key}`]);
  const [found] = await sql.query<WaitingRow>(findWaiting, [flowId, nodeId, event.key, tenantId]);
  const isFull = found !== undefined && (found.gathered >= mostEvents || found.payload.length > mostBytes);
  if (isFull) await sql.query(startNow, [found.id]);
  const earlier = isFull ? undefined : found;
  if (earlier !== undefined) await supersede(sql, { tenantId, runId: earlier.id }, { by: runId, atMs });
  const rows = await sql.query(insertRun, toColumns(event, runId, earlier));
  if (rows.length > 0) return { runId, duplicate: false, superseded: earlier?.id };
  const text = `This flow has no version ${version}.`;
  throw new Fault('missing', 'flow.version-not-found', text, { details: { id: flowId, version } });
}

/** The run of an event that had come before under the same delivery key. */
async function findEarlier(sql: Sql, event: GatherEvent, runId: string): Promise<string | undefined> {
  const { tenantId, flowId, nodeId, version, dedupeKey } = event;
  if (dedupeKey === undefined) return undefined;
  const kept = await sql.query(keepDelivery, [flowId, nodeId, dedupeKey, runId, version, tenantId]);
  if (kept.length > 0) return undefined;
  const [known] = await sql.query<{ id: string }>(findDelivery, [flowId, nodeId, dedupeKey, tenantId]);
  return known?.id;
}

function toColumns(event: GatherEvent, runId: string, earlier: WaitingRow | undefined): readonly unknown[] {
  const { priority, takesTurn, lane } = event.place ?? { priority: 0, takesTurn: false, lane: undefined };
  return [
    runId,
    event.flowId,
    event.version,
    event.nodeId,
    pack(together(earlier, event)),
    event.quietMs / 1_000,
    (event.longestMs ?? foreverMs) / 1_000,
    earlier?.gathered_since ?? null,
    event.key,
    (earlier?.gathered ?? 0) + 1,
    priority,
    takesTurn,
    lane ?? null,
    event.tenantId,
  ];
}

async function supersede(
  sql: Sql,
  place: { readonly tenantId: string; readonly runId: string },
  { by, atMs }: { readonly by: string; readonly atMs: number },
): Promise<void> {
  const text = `Another event came before it was quiet. The run ${by} has taken this one over.`;
  const fault = toFaultRecord(new Fault('conflict', 'run.superseded', text, { details: { runId: by } }));
  await endHeld(sql, place, { end: { status: 'cancelled', fault }, facts: Buffer.alloc(0), count: 0, atMs });
}
