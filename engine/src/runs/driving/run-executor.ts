import { Fault, toFaultRecord } from '@invoicepatch/sdk';
import type { Advance } from '../../execution/advance.ts';
import { type Conclusion, conclude } from '../../execution/conclude.ts';
import { wholeRun } from '../../execution/fact.ts';
import { type Memory, RunMemory } from '../../execution/memory.ts';
import type { Move } from '../../execution/move.ts';
import type { Plan } from '../../execution/plan.ts';
import { RunProgress } from '../../execution/progress/run-progress.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Responses } from '../responses.ts';
import { type ClaimedRun, toRunFacts } from '../run.ts';
import type { Release, RunStore, StepFact } from '../store/run-store.ts';
import type { ActMove, EffectRunner } from './effect-runner.ts';
import { evaluateMove } from './evaluator.ts';
import type { FlowCalls } from './flow-calls.ts';
import type { PlanLibrary } from './plan-library.ts';

/** Effects of one run that are under way at once. */
const actsAtOnce = 4;
/** Owners that may die with a run before it is set aside. */
const crashLimit = 5;

export interface ExecutorParts {
  readonly store: RunStore;
  readonly plans: PlanLibrary;
  readonly sandbox: Sandbox;
  readonly effects: EffectRunner;
  readonly responses: Responses;
  readonly clock: Clock;
  readonly calls: FlowCalls;
  readonly callbacksUrl: () => string;
}

/** Takes a claimed run as far as it will go. */
export class RunExecutor {
  readonly #parts: ExecutorParts;

  constructor(parts: ExecutorParts) {
    this.#parts = parts;
  }

  async drive(run: ClaimedRun): Promise<void> {
    if (run.crashes >= crashLimit) return this.#setAside(run);
    const { plan } = await this.#parts.plans.get(run);
    const drive = new Drive(run, plan, this.#parts);
    await drive.toTheEnd();
  }

  /** A run that kills its workers is shown to a person instead of being tried for ever. */
  async #setAside(run: ClaimedRun): Promise<void> {
    const text = `The engine failed ${run.crashes} times while working on this run, so it was set aside. Look at its last step before running it again.`;
    const fault = toFaultRecord(new Fault('bug', 'run.quarantined', text, { details: { crashes: run.crashes } }));
    await this.#parts.store.release(run, run.lastSeq, { status: 'failed', fault });
    this.#parts.responses.tell(run.id, 'ended');
  }
}

/** One owner's work on one run: what is known so far, and the rounds. */
class Drive {
  readonly #run: ClaimedRun;
  readonly #parts: ExecutorParts;
  readonly #known = new RunMemory();
  readonly #progress: RunProgress;
  #seenSeq = 0;
  #appending: Promise<void> = Promise.resolve();
  #cancelled: boolean;

  constructor(run: ClaimedRun, plan: Plan, parts: ExecutorParts) {
    this.#run = run;
    this.#progress = new RunProgress(plan);
    this.#parts = parts;
    this.#cancelled = run.cancelRequested;
  }

  async toTheEnd(): Promise<void> {
    if (this.#run.lastSeq > 0) await this.#reload();
    while (!(await this.#round())) {
      // Each round either performs the open moves or gives the run up.
    }
  }

  async #round(): Promise<boolean> {
    const next = this.#progress.advance(this.#memory());
    this.#known.forget(next.forgotten);
    this.#answerSender(next);
    const end = this.#cancelled ? { status: 'cancelled' as const } : conclude(next);
    if (end !== undefined) return this.#release(end);
    if (next.moves.length === 0) throw new Fault('bug', 'engine.unexpected', 'A run has neither a move nor an end.');
    await this.#perform(next.moves);
    return false;
  }

  #memory(): Memory {
    const { effects, values, inquired } = this.#known;
    const { event } = this.#run;
    const run = toRunFacts(this.#run, this.#parts.callbacksUrl());
    return { run, event, effects, values, inquired, nowMs: this.#parts.clock.now() };
  }

  async #release(end: Conclusion | { readonly status: 'cancelled' }): Promise<boolean> {
    const released = await this.#parts.store.release(this.#run, this.#seenSeq, toRelease(end));
    if (!released) await this.#reload();
    else if (end.status !== 'waiting' && end.status !== 'needs-person') {
      this.#parts.responses.tell(this.#run.id, 'ended');
      await this.#parts.calls.ended(this.#run, end.status);
    }
    return released;
  }

  async #reload(): Promise<void> {
    const entries = await this.#parts.store.journal(this.#run);
    this.#known.effects.clear();
    this.#known.learn(entries);
    this.#seenSeq = entries.at(-1)?.seq ?? 0;
  }

  async #perform(moves: readonly Move[]): Promise<void> {
    const evaluations = moves.filter((move) => move.kind === 'evaluate');
    const acts = moves.filter((move) => move.kind === 'act');
    await allEnded([
      ...evaluations.map(async (move) => {
        this.#known.values.set(move.slot, await evaluateMove(this.#parts.sandbox, this.#run, move));
      }),
      this.#write(moves, acts),
      ...moves.map((move) => this.#call(move)),
    ]);
  }

  /** Another flow's run: started, or looked at. */
  async #call(move: Move): Promise<void> {
    if (move.kind === 'call')
      await this.#append([{ step: move.step, fact: await this.#parts.calls.call(this.#run, move) }]);
    if (move.kind !== 'inquire') return;
    const fact = await this.#parts.calls.inquire(this.#run, move.runId);
    if (fact !== undefined) await this.#append([{ step: move.step, fact }]);
    this.#known.inquired.add(move.step);
  }

  /** Questions, doubts and intents of a round are committed together; only then does anything leave. */
  async #write(moves: readonly Move[], acts: readonly ActMove[]): Promise<void> {
    const before = [...moves.flatMap(toNote), ...acts.map((move) => this.#intend(move))];
    if (before.length === 0) return;
    await this.#append(before);
    const begun = acts.filter((_, index) => before[before.length - acts.length + index]?.fact.kind === 'intended');
    if (this.#cancelled) return this.#withdraw(begun);
    for (let at = 0; at < begun.length; at += actsAtOnce) {
      await allEnded(begun.slice(at, at + actsAtOnce).map((move) => this.#act(move)));
    }
  }

  /** Nothing has left yet, so the intents are certain not to have happened. */
  async #withdraw(begun: readonly ActMove[]): Promise<void> {
    const fault = toFaultRecord(
      new Fault('conflict', 'run.cancelled', 'The run was cancelled before this step was sent.'),
    );
    const facts = begun
      .filter((move) => !move.again)
      .map(({ step, attempt }) => ({ step, fact: { kind: 'refused' as const, attempt, fault } }));
    if (facts.length > 0) await this.#append(facts);
  }

  #intend(move: ActMove): StepFact {
    const { step, attempt, key, input } = move;
    const fault = this.#parts.effects.refuse(move);
    if (fault !== undefined) return { step, fact: { kind: 'refused', attempt, fault } };
    return { step, fact: { kind: 'intended', attempt, key, input } };
  }

  async #act(move: ActMove): Promise<void> {
    await this.#append([{ step: move.step, fact: await this.#parts.effects.attempt(this.#run, move) }]);
  }

  /** One after the other, so that what is known is always a beginning of the journal without gaps. */
  #append(facts: readonly StepFact[]): Promise<void> {
    const appended = this.#appending.then(() => this.#appendNow(facts));
    this.#appending = appended.catch(() => undefined);
    return appended;
  }

  async #appendNow(facts: readonly StepFact[]): Promise<void> {
    const appended = await this.#parts.store.append(this.#run, facts);
    const isNext = appended.lastSeq === this.#seenSeq + facts.length;
    if (isNext) {
      this.#known.learn(appended.entries);
      this.#seenSeq = appended.lastSeq;
    } else {
      // A person's answer came in between.
      await this.#reload();
    }
    this.#cancelled ||= appended.cancelRequested;
  }

  #answerSender({ ended }: Advance): void {
    for (const { plan, state } of ended) {
      if (plan.type.kind === 'control' && plan.type.responds === true && state.kind === 'done') {
        this.#parts.responses.tell(this.#run.id, JSON.parse(state.output));
      }
    }
  }
}

/** Nothing of a run may still be under way when it is given back: whoever takes it next would do it a second time. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function toNote(move: Move): StepFact[] {
  return move.kind === 'note' ? [{ step: move.step, fact: move.fact }] : [];
}

function toRelease(end: Conclusion | { readonly status: 'cancelled' }): Release {
  switch (end.status) {
    case 'failed':
      return { status: 'failed', fault: end.fault, ...(end.step === wholeRun ? {} : { faultStep: end.step }) };
    case 'waiting':
    case 'needs-person':
      return { status: end.status, ...(end.wakeAtMs === undefined ? {} : { wakeAtMs: end.wakeAtMs }) };
    case 'succeeded':
    case 'cancelled':
      return { status: end.status };
  }
}
