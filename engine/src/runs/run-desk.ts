import { Fault, type Json } from '@invoicepatch/sdk';
import { type Effect, foldJournal } from '../execution/effect.ts';
import type { Fact, JournalEntry } from '../execution/fact.ts';
import type { PublishedFlows } from '../flows/published-flows.ts';
import type { Database } from '../platform/database/database.ts';
import type { Dispatcher } from './driving/dispatcher.ts';
import type { Responses } from './responses.ts';
import { finalStatuses } from './run.ts';
import { findRun, readJournal } from './store/run-rows.ts';
import type { RunStore, StepFact } from './store/run-store.ts';

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
  /** The same key starts one run, however often it is asked for. */
  readonly dedupeKey?: string | undefined;
}

export interface DeskParts {
  readonly database: Database;
  readonly store: RunStore;
  readonly flows: PublishedFlows;
  readonly dispatcher: Dispatcher;
  readonly responses: Responses;
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
    if (outcome.kind === 'done') this.#parts.responses.tell(ref.runId, 'ended');
  }

  /** Decides on a step that asks. */
  async answer(ref: StepRef, { port, note, by }: Decision): Promise<void> {
    await this.#addFact(ref, (effect) => {
      const asks = effect?.state.phase === 'asked' && effect.state.answer === undefined;
      if (!asks)
        throw new Fault(
          'conflict',
          'step.not-asking',
          'This step asks nothing (any more). Load the run again to see where it stands.',
        );
      return { kind: 'answered', answer: { port, note, by, at: Date.now() } };
    });
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
  async again({ tenantId, runId }: RunRef, { version, dedupeKey }: AgainRequest): Promise<string> {
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
    const started = await store.accept({
      tenantId,
      flowId: run.flowId,
      version: version === 'same' ? run.version : (await flows.getNewest(tenantId, run.flowId)).version,
      nodeId: run.event.nodeId,
      payload: run.event.payload,
      dedupeKey,
      againOf: runId,
      // A run that succeeded is repeated because somebody wants it all done anew.
      carried: run.status === 'succeeded' ? [] : toCarried(entries),
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

/** What an earlier run knows of its effects that the next one must not do twice. */
export function toCarried(entries: readonly JournalEntry[]): readonly StepFact[] {
  const sent = new Map<string, { readonly key: string; readonly input: string }>();
  for (const { step, fact } of entries) {
    if (fact.kind === 'intended' || fact.kind === 'carried') sent.set(step, { key: fact.key, input: fact.input });
  }
  const effects = foldJournal(entries);
  return [...sent].flatMap(([step, { key, input }]) => {
    const effect = effects.get(step);
    if (effect?.state.phase === 'confirmed')
      return [{ step, fact: { kind: 'carried' as const, key, input, output: effect.state.output } }];
    if (effect?.state.phase === 'carried' && effect.state.output !== undefined) {
      return [{ step, fact: { kind: 'carried' as const, key, input, output: effect.state.output } }];
    }
    return effect?.doubted === true || effect?.state.phase === 'intended'
      ? [{ step, fact: { kind: 'carried' as const, key, input } }]
      : [];
  });
}

export function runNotFound(runId: string): Fault {
  return new Fault('missing', 'run.not-found', `No run has the id ${runId}.`, { details: { runId } });
}
