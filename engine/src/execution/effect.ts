import type { Answer, FaultRecord } from '@invoicepatch/sdk';
import type { Fact, JournalEntry } from './fact.ts';

/** One try at an effect, as people see it. */
export interface Attempt {
  readonly number: number;
  readonly startedAtMs: number;
  readonly finishedAtMs?: number;
  readonly outcome?: 'confirmed' | 'refused' | 'doubtful' | 'retry';
  readonly fault?: FaultRecord;
}

/** Where an effect stands, from its facts alone. */
export type EffectState =
  | { readonly phase: 'planned' }
  | { readonly phase: 'carried'; readonly key: string; readonly input: string; readonly output?: string }
  | { readonly phase: 'intended'; readonly key: string; readonly input: string }
  | {
      readonly phase: 'retrying';
      readonly key: string;
      readonly input: string;
      readonly atMs: number;
      readonly fault: FaultRecord;
    }
  | { readonly phase: 'confirmed'; readonly output: string }
  | { readonly phase: 'refused'; readonly fault: FaultRecord }
  | { readonly phase: 'doubtful'; readonly key: string; readonly input: string; readonly fault: FaultRecord }
  | { readonly phase: 'asked'; readonly question: string; readonly details: string; readonly answer?: Answer };

export interface Effect {
  readonly state: EffectState;
  readonly attempts: readonly Attempt[];
  /** Whether an attempt may have happened without our knowing, and no later one has cleared that up. */
  readonly doubted: boolean;
}

const untouched: Effect = { state: { phase: 'planned' }, attempts: [], doubted: false };

/** What the journal says of every effect that it names. */
export function foldJournal(entries: readonly JournalEntry[]): ReadonlyMap<string, Effect> {
  const effects = new Map<string, Effect>();
  for (const entry of entries) {
    effects.set(entry.step, next(effects.get(entry.step) ?? untouched, entry.fact, entry.atMs));
  }
  return effects;
}

function next(effect: Effect, fact: Fact, atMs: number): Effect {
  switch (fact.kind) {
    case 'intended':
      return intended(effect, fact, atMs);
    case 'confirmed':
      return {
        ...close(effect, atMs, { outcome: 'confirmed' }),
        state: { phase: 'confirmed', output: fact.output },
        doubted: false,
      };
    case 'refused':
      return {
        ...close(effect, atMs, { outcome: 'refused', fault: fact.fault }),
        state: { phase: 'refused', fault: fact.fault },
      };
    case 'retrying':
      return retrying(effect, fact, atMs);
    case 'doubtful':
      return doubtful(effect, fact, atMs);
    case 'happened':
      return { ...effect, state: { phase: 'confirmed', output: fact.output }, doubted: false };
    case 'did-not-happen':
      return { ...effect, state: { phase: 'planned' }, doubted: false };
    case 'asked':
      return { ...effect, state: { phase: 'asked', question: fact.question, details: fact.details } };
    case 'answered':
      return answered(effect, fact.answer);
    case 'carried':
      return { ...effect, state: { phase: 'carried', ...withoutKind(fact) } };
  }
}

function withoutKind({ kind: _, ...rest }: Extract<Fact, { kind: 'carried' }>) {
  return rest;
}

function intended(effect: Effect, fact: Extract<Fact, { kind: 'intended' }>, atMs: number): Effect {
  return {
    ...effect,
    state: { phase: 'intended', key: fact.key, input: fact.input },
    attempts: [...effect.attempts, { number: fact.attempt, startedAtMs: atMs }],
  };
}

function retrying(effect: Effect, fact: Extract<Fact, { kind: 'retrying' }>, atMs: number): Effect {
  const { fault, atMs: againAtMs } = fact;
  return {
    ...close(effect, atMs, { outcome: 'retry', fault }),
    state: { phase: 'retrying', ...sentAs(effect), atMs: againAtMs, fault },
    doubted: effect.doubted || fault.doubtful === true,
  };
}

function doubtful(effect: Effect, fact: Extract<Fact, { kind: 'doubtful' }>, atMs: number): Effect {
  return {
    ...close(effect, atMs, { outcome: 'doubtful', fault: fact.fault }),
    state: { phase: 'doubtful', ...sentAs(effect), fault: fact.fault },
    doubted: true,
  };
}

function answered(effect: Effect, answer: Answer): Effect {
  const { state } = effect;
  return state.phase === 'asked' ? { ...effect, state: { ...state, answer } } : effect;
}

function sentAs({ state }: Effect): { readonly key: string; readonly input: string } {
  return 'key' in state ? { key: state.key, input: state.input } : { key: '', input: 'null' };
}

function close(effect: Effect, atMs: number, end: Pick<Attempt, 'outcome' | 'fault'>): Effect {
  const last = effect.attempts.at(-1);
  if (last === undefined || last.outcome !== undefined) return effect;
  return { ...effect, attempts: [...effect.attempts.slice(0, -1), { ...last, ...end, finishedAtMs: atMs }] };
}
