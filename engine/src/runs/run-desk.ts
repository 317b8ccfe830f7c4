import { Fault, type Json } from '@invoicepatch/sdk';
import type { Effect } from '../execution/effect.ts';
import type { Fact } from '../execution/fact.ts';
import type { PublishedFlows } from '../flows/published-flows.ts';
import type { Database } from '../platform/database/database.ts';
import type { Dispatcher } from './driving/dispatcher.ts';
import type { FlowCalls } from './driving/flow-calls.ts';
import { refuseAnswer, refuseCallback } from './refuse-answer.ts';
import type { Responses } from './responses.ts';
import { finalStatuses } from './run.ts';
import type { QueuePlaces } from './starting/queue-places.ts';
import { findRun, readJournal } from './store/run-rows.ts';
import type { RunStore } from './store/run-store.ts';
import { toCarried } from './to-carried.ts';

export interface RunRef {
  readonly tenantId: string;
  readonly runId: string;
}

export interface StepRef extends RunRef {
  readonly step: string;
}

export interface Decision {
  readonly port: string;
  readonly note: string;
  /** Id of who decides. */
  readonly by: string;
}

export type Settlement =
  | { readonly outcome: 'happened'; readonly output: Json; readonly by: string }
  | { readonly outcome: 'did-not-happen'; readonly by: string };

export interface AgainRequest {
  readonly version: 'same' | 'newest';
  /** `missing` takes over what was done, `all` does everything anew; when absent, `all` for a run that succeeded. */
  readonly repeat?: 'missing' | 'all' | undefined;
  /** The same key starts one run, however often it is asked for. */
  readonly dedupeKey?: string | undefined;
}

export interface DeskParts {
  readonly database: Database;
  readonly store: RunStore;
  readonly flows: PublishedFlows;
  readonly dispatcher: Dispatcher;
  readonly responses: Responses;
  readonly calls: FlowCalls;
  readonly places: QueuePlaces;
}

/** What people do to runs. */
export class RunDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Takes effect at once for a run that waits; one that is being driven stops after the effects under way. */
  async cancel(ref: RunRef): Promise<void> {
    const outcome = await this.#parts.store.cancel(ref);
    if (outcome.kind === 'missing') throw runNotFound(ref.runId);
    if (outcome.kind === 'over') {
      throw new Fault('conflict', 'run.already-over', 'This run is over already; there is nothing left to cancel.', {
        details: { status: outcome.status },
      });
    }
    if (outcome.kind !== 'done') return;
    this.#parts.responses.tell(ref.runId, 'ended');
    await this.#parts.calls.cancelled(ref);
  }

  /** Decides on a step that asks, or adds a voice to the decision. */
  async answer(ref: StepRef, { port, note, by }: Decision): Promise<void> {
    const people = await this.#namesOf(ref.tenantId, by);
    await this.#addFact(ref, (effect) => {
      refuseAnswer(effect, { port, by, people });
      return { kind: 'answered', answer: { port, note, by, at: Date.now() } };
    });
  }

  /** How a question may name this person. */
  async #namesOf(tenantId: string, by: string): Promise<readonly string[]> {
    const rows = await this.#parts.database.inTenant(tenantId, (sql) =>
      sql.query<{ readonly email: string }>('SELECT email FROM users WHERE id::text = $1', [by]),
    );
    return [by, ...rows.map(({ email }) => email.toLowerCase())];
  }

  /** Takes what came to a step's address; it may come before the step listens. `false` when something had come before. */
  async hear(ref: StepRef, body: string): Promise<boolean> {
    try {
      await this.#addFact(ref, (effect) => {
        refuseCallback(effect);
        return { kind: 'heard', body };
      });
      return true;
    } catch (thrown) {
      if (thrown instanceof Fault && thrown.code === 'callback.repeated') return false;
      throw thrown;
    }
  }

  /** Says what became of a doubtful step. */
  async settle(ref: StepRef, settlement: Settlement): Promise<void> {
    await this.#addFact(ref, (effect) => {
      if (effect?.state.phase !== 'doubtful') {
        throw new Fault(
          'conflict',
          'step.not-doubtful',
          'This step is not in doubt (any more). Load the run again to see where it stands.',
        );
      }
      return settlement.outcome === 'happened'
        ? { kind: 'happened', output: JSON.stringify(settlement.output), by: settlement.by }
        : { kind: 'did-not-happen', by: settlement.by };
    });
  }

  /**
   * Starts a new run on the same event. Effects that the first run finished are taken over where they are given the
   * same input, so that nothing is posted twice.
   */
  async again({ tenantId, runId }: RunRef, { version, dedupeKey, repeat }: AgainRequest): Promise<string> {
    const { database, flows, store } = this.#parts;
    const found = await database.inTenant(tenantId, async (sql) => {
      const run = await findRun(sql, runId);
      return run === undefined ? undefined : { run, entries: await readJournal(sql, runId) };
    });
    if (found === undefined) throw runNotFound(runId);
    const { run, entries } = found;
    if (!finalStatuses.includes(run.status)) {
      throw new Fault('conflict', 'run.still-going', 'This run has not ended. Cancel it before running it again.', {
        details: { status: run.status },
      });
    }
    const used = await (version === 'same'
      ? flows.getVersion(tenantId, run.flowId, run.version)
      : flows.getNewest(tenantId, run.flowId));
    const place = await this.#parts.places.find(tenantId, used, run.event.payload);
    const started = await store.accept({
      tenantId,
      flowId: run.flowId,
      version: used.version,
      ...(place === undefined ? {} : { place }),
      nodeId: run.event.nodeId,
      payload: run.event.payload,
      dedupeKey,
      againOf: runId,
      // A run that succeeded is repeated because somebody wants it all done anew, unless they say otherwise.
      carried: (repeat ?? (run.status === 'succeeded' ? 'all' : 'missing')) === 'all' ? [] : toCarried(entries),
    });
    this.#parts.dispatcher.wake(started.runId);
    return started.runId;
  }

  async #addFact(ref: StepRef, decide: (effect: Effect | undefined) => Fact): Promise<void> {
    const outcome = await this.#parts.store.decide(ref, decide);
    if (outcome.kind === 'missing') throw runNotFound(ref.runId);
    if (outcome.kind === 'over') {
      throw new Fault('conflict', 'run.already-over', 'This run is over already; its steps can no longer be decided.', {
        details: { status: outcome.status },
      });
    }
    this.#parts.dispatcher.wake(ref.runId);
  }
}

export function runNotFound(runId: string): Fault {
  return new Fault('missing', 'run.not-found', `No run has the id ${runId}.`, { details: { runId } });
}
