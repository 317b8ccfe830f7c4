import { json, type PollTrigger, toFault } from '@invoicepatch/sdk';
import type { ConnectionDoor } from '../connections/connection-door.ts';
import type { RunStarter } from '../runs/run-starter.ts';
import type { DueTriggers } from './due-triggers.ts';
import type { Turn } from './schedule-turn.ts';

export interface PollParts {
  readonly door: ConnectionDoor;
  readonly runs: RunStarter;
  readonly rows: DueTriggers;
}

const longestMs = 60_000;
const shortestPauseMs = 60_000;

async function poll(
  turn: Turn,
  type: PollTrigger,
  { parts, signal }: { parts: PollParts; signal: AbortSignal },
): Promise<unknown> {
  const { due, trigger, now } = turn;
  const { tenantId, flowId, nodeId } = due;
  const { http } = await parts.door.open({
    tenantId,
    connectionId: trigger.node.connection,
    auth: type.auth?.id,
    signal,
  });
  const cursor = due.cursor === null ? undefined : type.cursor.parse(due.cursor);
  const found = await type.poll({ config: trigger.config, cursor, http, now });
  // Every event is safe before the cursor passes it; what is told again is known by its id.
  for (const { id, payload } of found.events) {
    const event = json.parse(type.output.parse(payload));
    await parts.runs.start({ tenantId, flowId, nodeId, payload: event, dedupeKey: `event:${id}` });
  }
  return found.cursor;
}

/** Asks an outside system what is new, and starts a run for each thing that is. */
export async function takePollTurn(
  turn: Turn,
  type: PollTrigger,
  { parts, signal }: { parts: PollParts; signal: AbortSignal },
): Promise<void> {
  const { due, now } = turn;
  const claimedUntil = now + Math.max(type.everyMs, longestMs * 2);
  if (!(await parts.rows.moveOn(due, { nextAt: claimedUntil, note: '' }))) return;
  const claimed = { ...due, dueAt: claimedUntil };
  const limited = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  try {
    const cursor = await poll(turn, type, { parts, signal: limited });
    await parts.rows.keepCursor(claimed, cursor, { nextAt: now + type.everyMs, note: '' });
  } catch (failure) {
    const fault = toFault(failure);
    const pauseMs = Math.max(type.everyMs, fault.retryAfterMs ?? 0, shortestPauseMs);
    await parts.rows.moveOn(claimed, { nextAt: now + pauseMs, note: fault.message });
    throw fault;
  }
}
