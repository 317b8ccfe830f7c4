import type { Answer, FaultRecord, Poll } from '@invoicepatch/sdk';
import type { Fact, JournalEntry } from './fact.ts';
import { tally } from './waits/tally.ts';

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
  | AskedState
  | { readonly phase: 'asleep'; readonly atMs: number; readonly untilMs: number }
  | { readonly phase: 'listening'; readonly atMs: number; readonly expiresAtMs?: number }
  | { readonly phase: 'called'; readonly atMs: number; readonly runId: string };

export interface AskedState {
  readonly phase: 'asked';
  readonly atMs: number;
  readonly question: string;
  readonly details: string;
  readonly poll?: Poll;
  /** In the order in which they came. */
  readonly answers: readonly Answer[];
  readonly reminders: number;
  /** The one that decided. */
  readonly answer?: Answer;
}

export type Fold = Omit<Extract<Fact, { kind: 'folded' }>, 'kind'>;

export interface Effect {
  readonly state: EffectState;
  readonly attempts: readonly Attempt[];
  /** Whether an attempt may have happened without our knowing, and no later one has cleared that up. */
  readonly doubted: boolean;
  /** Place in the journal of the fact that confirmed it: effects are taken back in the reverse order. */
  readonly confirmedSeq?: number;
  readonly undone?: true;
  /** What came to its address, before or while it listened. */
  readonly heard?: string;
  readonly elapsed?: true;
  /** The predecessor that was first. */
  readonly joined?: string;
  /** Of the run itself: who called it. */
  readonly calledBy?: Caller;
  /** Of a loop. */
  readonly folds?: readonly Fold[];
}

export type Caller = Omit<Extract<Fact, { kind: 'called-by' }>, 'kind'>;

export const untouched: Effect = { state: { phase: 'planned' }, attempts: [], doubted: false };

/** What the journal says of every effect that it names. */
export function foldJournal(entries: readonly JournalEntry[]): ReadonlyMap<string, Effect> {
  const effects = new Map<string, Effect>();
  for (const entry of entries) effects.set(entry.step, foldFact(effects.get(entry.step) ?? untouched, entry));
  return effects;
}

/** An effect after one more fact about it. */
export function foldFact(effect: Effect, entry: Pick<JournalEntry, 'seq' | 'fact' | 'atMs'>): Effect {
  const { fact, atMs, seq } = entry;
  switch (fact.kind) {
    case 'intended':
      return intended(effect, fact, atMs);
    case 'confirmed':
      return {
        ...close(effect, atMs, { outcome: 'confirmed' }),
        state: { phase: 'confirmed', output: fact.output },
        doubted: false,
        confirmedSeq: seq,
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
    case 'returned':
      return { ...effect, state: { phase: 'confirmed', output: fact.output }, doubted: false, confirmedSeq: seq };
    case 'did-not-happen':
      return { ...effect, state: { phase: 'planned' }, doubted: false };
    case 'carried':
      return { ...effect, state: { phase: 'carried', ...withoutKind(fact) }, confirmedSeq: seq };
    case 'asked':
    case 'answered':
    case 'reminded':
    case 'asleep':
    case 'listening':
    case 'heard':
    case 'elapsed':
    case 'called':
      return waited(effect, fact, atMs);
    case 'joined':
      return { ...effect, joined: fact.from };
    case 'folded':
      return { ...effect, folds: [...(effect.folds ?? []), withoutKind(fact)] };
    case 'undone':
      return { ...effect, undone: true };
    case 'overdue':
      return { ...effect, elapsed: true };
    case 'called-by':
      return { ...effect, calledBy: withoutKind(fact) };
    case 'gives':
      return { ...effect, state: { phase: 'confirmed', output: fact.output } };
  }
}

type WaitFact = Extract<
  Fact,
  { kind: 'asked' | 'answered' | 'reminded' | 'asleep' | 'listening' | 'heard' | 'elapsed' | 'called' }
>;

function waited(effect: Effect, fact: WaitFact, atMs: number): Effect {
  const { state } = effect;
  switch (fact.kind) {
    case 'asked':
      return { ...effect, state: { phase: 'asked', atMs, ...withoutKind(fact), answers: [], reminders: 0 } };
    case 'answered':
      return state.phase === 'asked' ? { ...effect, state: answered(state, fact.answer) } : effect;
    case 'reminded':
      return state.phase === 'asked' ? { ...effect, state: { ...state, reminders: state.reminders + 1 } } : effect;
    case 'asleep':
      return { ...effect, state: { phase: 'asleep', atMs, untilMs: fact.untilMs } };
    case 'listening':
      return { ...effect, state: { phase: 'listening', atMs, ...withoutKind(fact) } };
    // Of an answer and the end of its time, whichever the journal has first is what happened.
    case 'heard':
      return effect.heard !== undefined || effect.elapsed ? effect : { ...effect, heard: fact.body };
    case 'elapsed':
      return isAnswered(effect) ? effect : { ...effect, elapsed: true };
    case 'called':
      return { ...effect, state: { phase: 'called', atMs, runId: fact.runId } };
  }
}

function isAnswered({ state, heard }: Effect): boolean {
  return state.phase === 'asked' ? state.answer !== undefined : heard !== undefined;
}

function answered(state: AskedState, answer: Answer): AskedState {
  const answers = [...state.answers, answer];
  const decided = state.answer ?? tally(state.poll, answers);
  return { ...state, answers, ...(decided === undefined ? {} : { answer: decided }) };
}

function withoutKind<Known extends Fact>({ kind: _, ...rest }: Known): Omit<Known, 'kind'> {
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

function sentAs({ state }: Effect): { readonly key: string; readonly input: string } {
  return 'key' in state ? { key: state.key, input: state.input } : { key: '', input: 'null' };
}

function close(effect: Effect, atMs: number, end: Pick<Attempt, 'outcome' | 'fault'>): Effect {
  const last = effect.attempts.at(-1);
  if (last === undefined || last.outcome !== undefined) return effect;
  return { ...effect, attempts: [...effect.attempts.slice(0, -1), { ...last, ...end, finishedAtMs: atMs }] };
}

/** Whether something was sent whose end nobody knows yet: it must be found out, whatever else becomes of the run. */
export function isUndecided(effect: Effect | undefined): boolean {
  if (effect === undefined) return false;
  const { phase } = effect.state;
  if (phase === 'confirmed' || phase === 'refused') return false;
  return phase === 'intended' || phase === 'doubtful' || phase === 'called' || effect.doubted;
}
