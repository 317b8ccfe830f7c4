import type { FaultRecord } from '@invoicepatch/sdk';
import { type Advance, advance } from '../advance.ts';
import { type Conclusion, conclude } from '../conclude.ts';
import { foldJournal } from '../effect.ts';
import type { Fact, JournalEntry } from '../fact.ts';
import type { Value } from '../memory.ts';
import type { Move } from '../move.ts';
import type { Plan } from '../plan.ts';

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

/** Programs of the tests: `in`, `=<json>`, and `nodes` for everything that it can see. */
function compute(move: Extract<Move, { kind: 'evaluate' }>): Value {
  const { source } = move.program;
  if (source === 'in') return { ok: true, text: move.input };
  if (source === 'nodes') return { ok: true, text: move.bindings['nodes'] ?? '{}' };
  if (source.startsWith('=')) return { ok: true, text: source.slice(1) };
  return { ok: false, fault: { kind: 'invalid', code: 'test.throws', message: source, details: {} } };
}

/** An engine in miniature: one run, a journal that survives, a memory that doesn't, and an outside world that remembers keys. */
export class World {
  readonly journal: JournalEntry[] = [];
  /** How often each step was really applied outside, and under which keys. */
  readonly applied = new Map<string, string[]>();
  readonly #byKey = new Map<string, string>();
  readonly #plan: Plan;
  readonly #weather: () => Weather;
  #values = new Map<string, Value>();
  nowMs = 0;

  constructor(plan: Plan, weather: () => Weather = () => 'fine') {
    this.#plan = plan;
    this.#weather = weather;
  }

  look(): Advance {
    return advance(this.#plan, {
      run: { id: 'run-1', startedAtMs: 0 },
      event: { nodeId: 'start', payload: '{"n":1}' },
      effects: foldJournal(this.journal),
      values: this.#values,
      nowMs: this.nowMs,
    });
  }

  /** Goes on until the run rests; crashes are survived by starting again with the journal alone. */
  run(): Conclusion {
    for (let round = 0; round < 2_000; round += 1) {
      try {
        const end = this.#round();
        if (end !== undefined) return end;
      } catch (thrown) {
        if (!(thrown instanceof Crash)) throw thrown;
        this.#values = new Map();
      }
    }
    throw new Error('The run does not end.');
  }

  write(step: string, fact: Fact): void {
    this.journal.push({ seq: this.journal.length + 1, step, atMs: this.nowMs, fact });
  }

  #round(): Conclusion | undefined {
    const next = this.look();
    const end = conclude(next);
    if (end?.status === 'waiting') {
      this.nowMs = end.wakeAtMs;
      return undefined;
    }
    if (end !== undefined) return end;
    if (next.moves.length === 0) throw new Error('Neither a move nor an end.');
    for (const move of next.moves) this.#perform(move);
    return undefined;
  }

  #perform(move: Move): void {
    switch (move.kind) {
      case 'evaluate':
        this.#values.set(move.slot, compute(move));
        return;
      case 'ask':
        this.write(move.step, { kind: 'asked', question: move.question, details: move.details });
        return;
      case 'doubt':
        this.write(move.step, { kind: 'doubtful', attempt: move.attempt, fault: move.fault });
        return;
      case 'act':
        this.#act(move);
    }
  }

  #act(move: Extract<Move, { kind: 'act' }>): void {
    const { step, key, input, attempt } = move;
    this.write(step, { kind: 'intended', attempt, key, input });
    const fault = this.#send(move, this.#weather());
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
    if (type.kind !== 'action' || type.effect.kind === 'read') return;
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
    if (fault.kind === 'unavailable') return { kind: 'retrying', attempt, fault, atMs: this.nowMs + 1_000 };
    return { kind: 'refused', attempt, fault };
  }
}
