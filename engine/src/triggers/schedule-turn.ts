import { z } from '@invoicepatch/sdk';
import { findSchedule } from '../flows/publication.ts';
import { latestSlot, nextSlot } from '../flows/schedule/slots.ts';
import type { RunStarter } from '../runs/run-starter.ts';
import type { DueTrigger, DueTriggers } from './due-triggers.ts';
import type { LiveTrigger } from './find-trigger.ts';

const policy = z.object({ missed: z.enum(['skip', 'run-once']) });

/** A slot that is no later than this is on time, whatever the policy for missed ones. */
const punctualMs = 60_000;
/** A schedule without a next slot in eight years is looked at again after one. */
const neverMs = 365 * 86_400_000;

export interface Turn {
  readonly due: DueTrigger;
  readonly trigger: LiveTrigger;
  readonly now: number;
}

/** Starts what a schedule is due for: of several slots that were missed, at most the latest. */
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
  const slot = latestSlot(schedule, due.dueAt - 1, now);
  const tooLate = slot !== undefined && policy.parse(trigger.config).missed === 'skip' && now - slot > punctualMs;
  if (slot !== undefined && !tooLate) {
    const at = new Date(slot).toISOString();
    // The slot is the key: two engines, or one that died before the next line, start one run.
    const payload = { slot: at, now: new Date(now).toISOString() };
    await runs.start({ tenantId: due.tenantId, flowId: due.flowId, nodeId: due.nodeId, payload, dedupeKey: at });
  }
  await rows.moveOn(due, { nextAt: nextSlot(schedule, now) ?? now + neverMs, note: '' });
}
