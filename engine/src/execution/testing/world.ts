import type { FaultRecord } from '@invoicepatch/sdk';
import { type Advance, advance } from '../advance.ts';
import { Foretold } from '../ahead.ts';
import { type Conclusion, conclude } from '../conclude.ts';
import type { Fact, JournalEntry } from '../fact.ts';
import { type Memory, RunMemory, type Value } from '../memory.ts';
import type { Move } from '../move.ts';
import type { Plan } from '../plan.ts';
import { RunProgress } from '../progress/run-progress.ts';
import { nextAttemptAt } from '../retry.ts';
import type { LoopCounts } from '../step.ts';
import { compute, computeRegion } from './programs.ts';

/** What the other side does with one attempt. */
export type Weather = 'fine' | 'refuses' | 'down' | 'lost-after' | 'lost-before' | 'crash-before' | 'crash-after';

const lost: FaultRecord = {
  kind: 'unavailable',
  code: 'test.lost',
  message: 'No answer.',
  details: {},
  doubtful: true,
};
const down: FaultRecord = { kind: 'unavailable', code: 'test.down', message: 'Down.', details: {} };
const refusal: FaultRecord = { kind: 'invalid', code: 'test.refused', message: 'No.', details: {} };

class Crash extends Error {}

/** How a called run ends, in a test. */
export type ChildEnd = { readonly output: string } | { readonly fault: FaultRecord } | undefined;

/** An engine in miniature: one run, a journal that survives, a memory that doesn't, and an outside world that remembers keys. */
export class World {
  readonly journal: JournalEntry[] = [];
  /** How often each step was really applied outside, and under which keys. */
  readonly applied = new Map<string, string[]>();
  /** Payloads of the runs that were called, by step. */
  readonly called = new Map<string, string[]>();
  /** How a called run stands when it is looked at. */
  child: (step: string) => ChildEnd = () => ({ output: '"returned"' });
  /** Whether the engine stops before the next thing that it does. */
  stops: () => boolean = () => false;
  /** In which order it does what is open. */
  order: (moves: readonly Move[]) => readonly Move[] = (moves) => moves;
  /** Somebody outside does something when the run rests, before time passes; `true` when they did. */
  outside: () => boolean = () => false;
  /** Keeps neither journal nor what was applied: for runs that are too long to be remembered. */
  forgetful = false;
  /** Inputs that the other side refuses. */
  refuses: (step: string, input: string) => boolean = () => false;
  /** Whether it evaluates in one go what follows from each other. */
  fuses = false;
  /** How often something was evaluated by itself or a region as one. */
  crossings = 0;
  readonly #foretold = new Foretold();
  readonly #byKey = new Map<string, string>();
  readonly #plan: Plan;
  readonly #weather: () => Weather;
  #memory = new RunMemory();
  #progress: RunProgress;
  nowMs = 0;
  #seq = 0;

  constructor(plan: Plan, weather: () => Weather = () => 'fine') {
    this.#plan = plan;
    this.#weather = weather;
    this.#progress = new RunProgress(plan);
  }

  #toMemory(): Memory {
    const { effects, values, inquired } = this.#memory;
    return {
      run: { id: 'run-1', startedAtMs: 0, callbacks: { url: 'http://ip/callbacks', secret: 's' } },
      event: { nodeId: 'start', payload: '{"n":1}' },
      effects,
      values,
      inquired,
      nowMs: this.nowMs,
    };
  }

  /** As somebody sees it who has nothing but the memory. */
  look(): Advance {
    return advance(this.#plan, this.#toMemory());
  }

  /** What the engine holds of the run. */
  get held(): { readonly effects: number; readonly values: number } {
    return { effects: this.#memory.effects.size, values: this.#memory.values.size };
  }

  /** How far a loop is, as the engine sees it. */
  counts(step: string): LoopCounts | undefined {
    return this.#progress.advance(this.#toMemory()).steps.get(step)?.counts;
  }

  /** The engine stops and takes the run up again: what is left is the journal. */
  crash(): void {
    this.#memory = new RunMemory();
    this.#memory.learn(this.journal);
    this.#progress = new RunProgress(this.#plan);
  }

  /** Goes on until the run rests; crashes are survived by starting again with the journal alone. */
  run(rounds = 2_000): Conclusion {
    for (let round = 0; round < rounds; round += 1) {
      try {
        const end = this.round();
        if (end !== undefined) return end;
      } catch (thrown) {
        if (!(thrown instanceof Crash)) throw thrown;
        this.crash();
      }
    }
    throw new Error('The run does not end.');
  }

  write(step: string, fact: Fact): void {
    this.#seq += 1;
    const entry = { seq: this.#seq, step, atMs: this.nowMs, fact };
    if (!this.forgetful) this.journal.push(entry);
    this.#memory.learn([entry]);
  }

  /** One look and what follows from it. Time passes only when there is nothing else to do. */
  round(): Conclusion | undefined {
    const next = this.#progress.advance(this.#toMemory());
    this.#memory.forget(next.forgotten);
    const end = conclude(next);
    if (end !== undefined && !['succeeded', 'failed'].includes(end.status) && this.outside()) return undefined;
    if (end?.status === 'waiting' && end.wakeAtMs !== undefined) {
      this.nowMs = Math.max(this.nowMs, end.wakeAtMs);
      this.#memory.inquired.clear();
      return undefined;
    }
    if (end !== undefined) return end;
    if (next.moves.length === 0) throw new Error('Neither a move nor an end.');
    for (const move of this.order(next.moves)) {
      if (this.stops()) throw new Crash();
      this.#perform(move);
    }
    return undefined;
  }

  #perform(move: Move): void {
    switch (move.kind) {
      case 'evaluate':
        this.#memory.values.set(move.slot, this.#evaluate(move));
        return;
      case 'note':
        this.write(move.step, move.fact);
        return;
      case 'call':
        this.called.set(move.step, [...(this.called.get(move.step) ?? []), move.payload]);
        this.write(move.step, { kind: 'called', runId: `child of ${move.step}`, input: move.payload });
        return;
      case 'inquire':
        this.#inquire(move.step);
        return;
      case 'act':
        this.#act(move);
    }
  }

  #evaluate(move: Extract<Move, { kind: 'evaluate' }>): Value {
    const foretold = this.fuses ? this.#foretold.take(move) : undefined;
    if (foretold !== undefined) return foretold;
    this.crossings += 1;
    const ahead = this.fuses ? this.#foretold.plan(move) : undefined;
    if (ahead === undefined) return compute(move);
    const values = computeRegion(ahead);
    this.#foretold.learn(ahead, values);
    return values[0] ?? compute(move);
  }

  #inquire(step: string): void {
    this.#memory.inquired.add(step);
    const end = this.child(step);
    if (end === undefined) return;
    if ('output' in end) this.write(step, { kind: 'returned', output: end.output });
    else this.write(step, { kind: 'refused', attempt: 0, fault: end.fault });
  }

  #act(move: Extract<Move, { kind: 'act' }>): void {
    const { step, key, input, attempt } = move;
    this.write(step, { kind: 'intended', attempt, key, input });
    const fault = this.refuses(step, input) ? refusal : this.#send(move, this.#weather());
    this.write(step, this.#judge(move, fault));
  }

  /** The fault that the engine sees, or `undefined` when it hears of success. */
  #send(move: Extract<Move, { kind: 'act' }>, weather: Weather): FaultRecord | undefined {
    switch (weather) {
      case 'refuses':
        return refusal;
      case 'down':
        return down;
      case 'lost-before':
        return lost;
      case 'crash-before':
        throw new Crash();
      case 'fine':
        this.#apply(move);
        return undefined;
      case 'lost-after':
        this.#apply(move);
        return lost;
      case 'crash-after':
        this.#apply(move);
        throw new Crash();
    }
  }

  /** The remote keeps its promise about keys; where there is none, every request counts. */
  #apply(move: Extract<Move, { kind: 'act' }>): void {
    const { type } = move.plan;
    // Reading twice harms nobody.
    if (type.kind !== 'action' || type.effect.kind === 'read' || this.forgetful) return;
    const honoursKey = type.effect.repeat !== 'none';
    if (honoursKey && this.#byKey.has(move.key)) return;
    this.#byKey.set(move.key, move.input);
    this.applied.set(move.step, [...(this.applied.get(move.step) ?? []), move.key]);
  }

  #judge(move: Extract<Move, { kind: 'act' }>, fault: FaultRecord | undefined): Fact {
    const { attempt, input } = move;
    if (fault === undefined) return { kind: 'confirmed', attempt, output: input };
    const { type } = move.plan;
    const isWrite = type.kind === 'action' && type.effect.kind === 'write';
    if (isWrite && fault.doubtful === true && type.effect.repeat === 'none')
      return { kind: 'doubtful', attempt, fault };
    const policy = move.plan.node.retry ?? { attempts: 100, factor: 1 };
    const atMs = nextAttemptAt(fault, { attempt, nowMs: this.nowMs, policy });
    if (atMs !== undefined) return { kind: 'retrying', attempt, fault, atMs };
    if (isWrite && (fault.doubtful === true || move.again)) return { kind: 'doubtful', attempt, fault };
    return { kind: 'refused', attempt, fault };
  }
}
