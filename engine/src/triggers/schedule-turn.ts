import { z } from '@invoicepatch/sdk';
import { findSchedule } from '../flows/publication.ts';
import { latestSlots, nextSlot } from '../flows/schedule/slots.ts';
import type { RunStarter } from '../runs/run-starter.ts';
import type { DueTrigger, DueTriggers } from './due-triggers.ts';
import type { LiveTrigger } from './find-trigger.ts';

const policy = z.object({ missed: z.enum(['skip', 'run-once', 'run-all']) });

/** A slot that is no later than this is on time, whatever the policy for missed ones. */
const punctualMs = 60_000;
/** Missed slots that are made up for at once; `core.schedule` and its documentation say so. */
const mostMissed = 100;
/** A schedule without a next slot in eight years is looked at again after one. */
const neverMs = 365 * 86_400_000;

export interface Turn {
  readonly due: DueTrigger;
  readonly trigger: LiveTrigger;
  readonly now: number;
}

/** Starts what a schedule is due for; what becomes of several slots that were missed is the schedule's policy. */
export async function takeScheduleTurn(
  { due, trigger, now }: Turn,
  runs: RunStarter,
  rows: DueTriggers,
): Promise<void> {
  const schedule = findSchedule(trigger.config);
  if (schedule === undefined) {
    await rows.moveOn(due, {
      nextAt: now + neverMs,
      note: 'This schedule cannot be read. Correct it and publish again.',
    });
    return;
  }
  const { missed } = policy.parse(trigger.config);
  const most = missed === 'run-all' ? mostMissed : 1;
  const { slots, more } = latestSlots(schedule, { afterMs: due.dueAt - 1, untilMs: now, most });
  const [first] = slots;
  for (const slot of slots) {
    if (missed === 'skip' && now - slot > punctualMs) continue;
    const at = new Date(slot).toISOString();
    // The slot is the key: two engines, or one that died before the next line, start one run.
    const payload = { slot: at, now: new Date(now).toISOString() };
    await runs.start({ tenantId: due.tenantId, flowId: due.flowId, nodeId: due.nodeId, payload, dedupeKey: at });
  }
  const leftOut = missed === 'run-all' && more && first !== undefined;
  const note = leftOut
    ? `After a pause the latest ${mostMissed} times were made up for. Times before ${new Date(first).toISOString()} were left out.`
    : '';
  await rows.moveOn(due, { nextAt: nextSlot(schedule, now) ?? now + neverMs, note });
}
