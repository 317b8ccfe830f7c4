import { Fault, toFaultRecord } from '@invoicepatch/sdk';
import { type Advance, advance } from '../../execution/advance.ts';
import { type Conclusion, conclude } from '../../execution/conclude.ts';
import { foldJournal } from '../../execution/effect.ts';
import type { JournalEntry } from '../../execution/fact.ts';
import type { Memory, Value } from '../../execution/memory.ts';
import type { Move } from '../../execution/move.ts';
import type { Plan } from '../../execution/plan.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { RunTelemetry } from '../looking/telemetry/run-telemetry.ts';
import type { Responses } from '../responses.ts';
import type { ClaimedRun } from '../run.ts';
import type { Release, RunStore, StepFact } from '../store/run-store.ts';
import type { ActMove, EffectRunner } from './effect-runner.ts';
import { evaluateMove } from './evaluator.ts';
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
  readonly telemetry: RunTelemetry;
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
  readonly #plan: Plan;
  readonly #parts: ExecutorParts;
  readonly #values = new Map<string, Value>();
  #entries: readonly JournalEntry[] = [];
  #seenSeq = 0;
  #appending: Promise<void> = Promise.resolve();
  #cancelled: boolean;

  constructor(run: ClaimedRun, plan: Plan, parts: ExecutorParts) {
    this.#run = run;
    this.#plan = plan;
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
    const next = advance(this.#plan, this.#memory());
    this.#answerSender(next);
    const end = this.#cancelled ? { status: 'cancelled' as const } : conclude(next);
    if (end !== undefined) return this.#release(end);
    if (next.moves.length === 0) throw new Fault('bug', 'engine.unexpected', 'A run has neither a move nor an end.');
    await this.#perform(next.moves);
    return false;
  }

  #memory(): Memory {
    const { id, startedAtMs, acceptedAtMs, event } = this.#run;
    return {
      run: { id, startedAtMs: startedAtMs ?? acceptedAtMs },
      event,
      effects: foldJournal(this.#entries),
      values: this.#values,
      nowMs: this.#parts.clock.now(),
    };
  }

  async #release(end: Conclusion | { readonly status: 'cancelled' }): Promise<boolean> {
    const released = await this.#parts.store.release(this.#run, this.#seenSeq, toRelease(end));
    if (released) this.#parts.telemetry.released(this.#run, { ...end, atMs: this.#parts.clock.now() });
    if (!released) await this.#reload();
    else if (end.status !== 'waiting' && end.status !== 'needs-person')
      this.#parts.responses.tell(this.#run.id, 'ended');
    return released;
  }

  async #reload(): Promise<void> {
    this.#entries = await this.#parts.store.journal(this.#run);
    this.#seenSeq = this.#entries.at(-1)?.seq ?? 0;
  }

  async #perform(moves: readonly Move[]): Promise<void> {
    const evaluations = moves.filter((move) => move.kind === 'evaluate');
    const acts = moves.filter((move) => move.kind === 'act');
    await allEnded([
      ...evaluations.map(async (move) => {
        const startMs = this.#parts.clock.now();
        const value = await evaluateMove(this.#parts.sandbox, this.#run, move);
        this.#values.set(move.slot, value);
        this.#parts.telemetry.evaluated(this.#run, move, { startMs, endMs: this.#parts.clock.now(), value });
      }),
      this.#write(moves, acts),
    ]);
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
    const startMs = this.#parts.clock.now();
    const fact = await this.#parts.effects.attempt(this.#run, move);
    this.#parts.telemetry.acted(this.#run, move, { startMs, endMs: this.#parts.clock.now(), fact });
    await this.#append([{ step: move.step, fact }]);
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
      this.#entries = [...this.#entries, ...appended.entries];
      this.#seenSeq = appended.lastSeq;
    } else {
      // A person's answer came in between.
      await this.#reload();
    }
    this.#cancelled ||= appended.cancelRequested;
  }

  #answerSender({ steps }: Advance): void {
    for (const { plan, state } of steps.values()) {
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
  switch (move.kind) {
    case 'ask':
      return [{ step: move.step, fact: { kind: 'asked', question: move.question, details: move.details } }];
    case 'doubt':
      return [{ step: move.step, fact: { kind: 'doubtful', attempt: move.attempt, fault: move.fault } }];
    case 'evaluate':
    case 'act':
      return [];
  }
}

function toRelease(end: Conclusion | { readonly status: 'cancelled' }): Release {
  switch (end.status) {
    case 'failed':
      return { status: 'failed', fault: end.fault, faultStep: end.step };
    case 'waiting':
      return { status: 'waiting', wakeAtMs: end.wakeAtMs };
    case 'needs-person':
      return { status: 'needs-person', ...(end.wakeAtMs === undefined ? {} : { wakeAtMs: end.wakeAtMs }) };
    case 'succeeded':
    case 'cancelled':
      return { status: end.status };
  }
}
