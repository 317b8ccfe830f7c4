import { Fault, type FlowDocument, toFaultRecord } from '@invoicepatch/sdk';
import type { Advance } from '../../execution/advance.ts';
import { type Conclusion, conclude } from '../../execution/conclude.ts';
import { type Fact, wholeRun } from '../../execution/fact.ts';
import { type Memory, RunMemory } from '../../execution/memory.ts';
import type { Move } from '../../execution/move.ts';
import type { Plan } from '../../execution/plan.ts';
import { RunProgress } from '../../execution/progress/run-progress.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { CallbackKeys } from '../callbacks/callback-keys.ts';
import type { RunTelemetry } from '../looking/telemetry/run-telemetry.ts';
import type { Responses, RunResponse } from '../responses.ts';
import type { ClaimedRun } from '../run.ts';
import type { RunStore, StepFact } from '../store/run-store.ts';
import type { ActMove, EffectRunner } from './effect-runner.ts';
import { Evaluator } from './evaluator.ts';
import type { FlowCalls } from './flow-calls.ts';
import type { PlanLibrary } from './plan-library.ts';
import { toRelease } from './to-release.ts';

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
  readonly callbacks: CallbackKeys;
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
    const { plan, document } = await this.#parts.plans.get(run);
    const callbacks = plan.listens ? await this.#parts.callbacks.of(run.tenantId) : undefined;
    const drive = new Drive({ run, plan, callbacks, tell: this.#teller(run, document) }, this.#parts);
    await drive.toTheEnd();
  }

  /** A run that was not born here may have a sender that waits in another process. */
  #teller(run: ClaimedRun, document: FlowDocument): Driven['tell'] {
    const { responses } = this.#parts;
    const trigger = document.nodes.find(({ id }) => id === run.event.nodeId);
    const isAwaited = run.epoch > 1 && trigger?.config?.['answer'] === 'when-responded';
    return isAwaited ? (told) => responses.tellEverywhere(run, told) : async (told) => responses.tell(run.id, told);
  }

  /** A run that kills its workers is shown to a person instead of being tried for ever. */
  async #setAside(run: ClaimedRun): Promise<void> {
    const text = `The engine failed ${run.crashes} times while working on this run, so it was set aside. Look at its last step before running it again.`;
    const fault = toFaultRecord(new Fault('bug', 'run.quarantined', text, { details: { crashes: run.crashes } }));
    await this.#parts.store.release(run, run.lastSeq, { status: 'failed', fault });
    this.#parts.responses.tell(run.id, 'ended');
  }
}

interface Driven {
  readonly run: ClaimedRun;
  readonly plan: Plan;
  readonly callbacks: Memory['run']['callbacks'];
  /** Tells the sender what it waits for. */
  readonly tell: (told: RunResponse | 'ended') => Promise<void>;
}

/** One owner's work on one run: what is known so far, and the rounds. */
class Drive {
  readonly #run: ClaimedRun;
  readonly #parts: ExecutorParts;
  readonly #known = new RunMemory();
  readonly #progress: RunProgress;
  readonly #evaluator: Evaluator;
  readonly #callbacks: Memory['run']['callbacks'];
  readonly #tell: Driven['tell'];
  #seenSeq = 0;
  /** Known here and not yet in the journal: the last result of a round goes along with what follows from it. */
  #unwritten: readonly StepFact[] = [];
  #appending: Promise<void> = Promise.resolve();
  /** Appends that are asked for and not done. */
  #writes = 0;
  #cancelled: boolean;

  constructor({ run, plan, callbacks, tell }: Driven, parts: ExecutorParts) {
    this.#run = run;
    this.#progress = new RunProgress(plan);
    this.#evaluator = new Evaluator(parts.sandbox, run);
    this.#callbacks = callbacks;
    this.#tell = tell;
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
    this.#evaluator.forget(next.forgotten);
    await this.#answerSender(next);
    const end = this.#cancelled ? { status: 'cancelled' as const } : conclude(next);
    if (end !== undefined) return this.#release(end);
    if (next.moves.length === 0) throw new Fault('bug', 'engine.unexpected', 'A run has neither a move nor an end.');
    await this.#perform(next.moves);
    return false;
  }

  #memory(): Memory {
    const { id, startedAtMs, acceptedAtMs, event } = this.#run;
    const { effects, values, inquired } = this.#known;
    const callbacks = this.#callbacks === undefined ? {} : { callbacks: this.#callbacks };
    const run = { id, startedAtMs: startedAtMs ?? acceptedAtMs, ...callbacks };
    return { run, event, effects, values, inquired, nowMs: this.#parts.clock.now() };
  }

  async #release(end: Conclusion | { readonly status: 'cancelled' }): Promise<boolean> {
    const released = await this.#parts.store.release(this.#run, this.#seenSeq, toRelease(end), this.#unwritten);
    if (released) this.#parts.telemetry.released(this.#run, { ...end, atMs: this.#parts.clock.now() });
    if (!released) await this.#reload();
    else if (end.status !== 'waiting' && end.status !== 'needs-person') {
      await this.#tell('ended');
      await this.#parts.calls.ended(this.#run, this.#known.effects);
    }
    return released;
  }

  async #reload(): Promise<void> {
    const entries = await this.#parts.store.journal(this.#run);
    this.#known.effects.clear();
    this.#known.learn(entries);
    this.#seenSeq = entries.at(-1)?.seq ?? 0;
    // What this owner knows beyond the journal stays known: it was sent, and must not be taken for doubtful.
    const unwritten = this.#unwritten;
    this.#unwritten = [];
    for (const fact of unwritten) this.#learnUnwritten(fact);
  }

  async #perform(moves: readonly Move[]): Promise<void> {
    const evaluations = moves.filter((move) => move.kind === 'evaluate');
    const acts = moves.filter((move) => move.kind === 'act');
    await allEnded([
      ...evaluations.map(async (move) => {
        const startMs = this.#parts.clock.now();
        const value = this.#evaluator.known(move) ?? (await this.#evaluator.evaluate(move));
        this.#known.values.set(move.slot, value);
        this.#parts.telemetry.evaluated(this.#run, move, { startMs, endMs: this.#parts.clock.now(), value });
      }),
      this.#write(moves, { acts, alone: evaluations.length === 0 }),
      ...moves.map((move) => this.#call(move)),
    ]);
  }

  /** Another flow's run: started, or looked at. */
  async #call(move: Move): Promise<void> {
    const { calls } = this.#parts;
    if (move.kind === 'call') {
      const depth = this.#known.effects.get(wholeRun)?.calledBy?.depth ?? 0;
      return this.#append([{ step: move.step, fact: await calls.call({ run: this.#run, depth }, move) }]);
    }
    if (move.kind !== 'inquire') return;
    const fact = await calls.inquire(this.#run, move.runId);
    this.#known.inquired.add(move.step);
    if (fact !== undefined) await this.#append([{ step: move.step, fact }]);
  }

  /**
   * Questions, doubts and intents of a round are committed together, with what the round before left; only then does
   * anything leave.
   */
  async #write(
    moves: readonly Move[],
    { acts, alone }: { readonly acts: readonly ActMove[]; readonly alone: boolean },
  ): Promise<void> {
    const before = [...moves.flatMap(toNote), ...acts.map((move) => this.#intend(move))];
    await this.#append(before);
    const begun = acts.filter((_, index) => before[before.length - acts.length + index]?.fact.kind === 'intended');
    if (this.#cancelled) return this.#withdraw(begun);
    let left = begun.length;
    for (let at = 0; at < begun.length; at += actsAtOnce) {
      await allEnded(
        begun.slice(at, at + actsAtOnce).map(async (move) => {
          const fact = { step: move.step, fact: await this.#attempt(move) };
          left -= 1;
          // Whatever is still under way may take long: then what is known must be safe meanwhile. A write under way
          // must not find more than it began with.
          if (left === 0 && alone && this.#writes === 0) this.#learnUnwritten(fact);
          else await this.#append([fact]);
        }),
      );
    }
  }

  async #attempt(move: ActMove): Promise<Fact> {
    const startMs = this.#parts.clock.now();
    const fact = await this.#parts.effects.attempt(this.#run, move);
    this.#parts.telemetry.acted(this.#run, move, { startMs, endMs: this.#parts.clock.now(), fact });
    return fact;
  }

  /** Nothing has left yet, so the intents are certain not to have happened. */
  async #withdraw(begun: readonly ActMove[]): Promise<void> {
    const fault = toFaultRecord(
      new Fault('conflict', 'run.cancelled', 'The run was cancelled before this step was sent.'),
    );
    const facts = begun
      .filter((move) => !move.again)
      .map(({ step, attempt }) => ({ step, fact: { kind: 'refused' as const, attempt, fault } }));
    await this.#append(facts);
  }

  #intend(move: ActMove): StepFact {
    const { step, attempt, key, input } = move;
    const fault = this.#parts.effects.refuse(move);
    if (fault !== undefined) return { step, fact: { kind: 'refused', attempt, fault } };
    return { step, fact: { kind: 'intended', attempt, key, input } };
  }

  /** Known here as if it were in the journal; its number is the one that it will get, unless somebody else writes first. */
  #learnUnwritten(fact: StepFact): void {
    this.#unwritten = [...this.#unwritten, fact];
    const seq = this.#seenSeq + this.#unwritten.length;
    this.#known.learn([{ ...fact, seq, atMs: this.#parts.clock.now() }]);
  }

  /** One after the other, so that what is known is always a beginning of the journal without gaps. */
  #append(facts: readonly StepFact[]): Promise<void> {
    this.#writes += 1;
    const appended = this.#appending
      .then(() => this.#appendNow(facts))
      .finally(() => {
        this.#writes -= 1;
      });
    this.#appending = appended.catch(() => undefined);
    return appended;
  }

  async #appendNow(added: readonly StepFact[]): Promise<void> {
    const known = this.#unwritten.length;
    const facts = [...this.#unwritten, ...added];
    if (facts.length === 0) return;
    const written = await this.#parts.store.append(this.#run, facts);
    // Another step may have ended while this was written: what it left is still to be.
    this.#unwritten = this.#unwritten.slice(known);
    if (written.lastSeq === this.#seenSeq + facts.length) {
      this.#known.learn(written.entries.slice(known));
      this.#seenSeq = written.lastSeq;
    } else {
      // A person's answer came in between.
      await this.#reload();
    }
    this.#cancelled ||= written.cancelRequested;
  }

  /** What a sender is told has been committed before. */
  async #answerSender({ ended }: Advance): Promise<void> {
    for (const { plan, state } of ended) {
      if (plan.type.kind !== 'control' || plan.type.responds !== true || state.kind !== 'done') continue;
      await this.#append([]);
      await this.#tell(JSON.parse(state.output));
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
