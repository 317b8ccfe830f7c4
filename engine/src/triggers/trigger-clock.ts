import { toFault } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import type { PublishedFlows } from '../flows/published-flows.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Log } from '../platform/log/log.ts';
import type { DueTrigger } from './due-triggers.ts';
import { findLiveTrigger } from './find-trigger.ts';
import { type PollParts, takePollTurn } from './poll-turn.ts';
import { takeScheduleTurn } from './schedule-turn.ts';

export interface ClockParts extends PollParts {
  readonly flows: PublishedFlows;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly log: Log;
}

/** Outside systems asked at once; a slow one holds up nobody but its neighbours. */
const abreast = 8;

/** A trigger that is not known is looked at again after this long. */
const unknownMs = 3_600_000;

/** Starts schedules and polls when their time comes. */
export class TriggerClock {
  readonly #parts: ClockParts;

  constructor(parts: ClockParts) {
    this.#parts = parts;
  }

  /** Does everything that is due now. */
  async tick(signal: AbortSignal): Promise<void> {
    const waiting = [...(await this.#parts.rows.list(this.#parts.clock.now()))];
    const work = async () => {
      for (let due = waiting.shift(); due !== undefined && !signal.aborted; due = waiting.shift())
        await this.#take(due, signal);
    };
    await Promise.all(Array.from({ length: abreast }, work));
  }

  async #take(due: DueTrigger, signal: AbortSignal): Promise<void> {
    const { flows, catalog, clock, log, runs, rows } = this.#parts;
    const { tenantId, flowId, nodeId } = due;
    try {
      const { document } = await flows.getNewest(tenantId, flowId);
      const trigger = findLiveTrigger(document, catalog, nodeId);
      if (trigger === undefined) {
        // Left where it is, it would be the longest overdue for ever, and keep others out of the turn.
        const note = 'The newest version has no such trigger, or this engine does not know its type.';
        await rows.moveOn(due, { nextAt: clock.now() + unknownMs, note });
        return;
      }
      const turn = { due, trigger, now: clock.now() };
      if (trigger.type.start === 'schedule') await takeScheduleTurn(turn, runs, rows);
      if (trigger.type.start === 'poll') await takePollTurn(turn, trigger.type, { parts: this.#parts, signal });
    } catch (failure) {
      // One trigger's trouble is not its neighbours'.
      const { code, cause } = toFault(failure);
      log.warn('trigger.failed', { tenantId, flowId, nodeId, code, cause });
    }
  }
}
