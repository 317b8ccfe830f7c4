import type { FaultRecord } from '@invoicepatch/sdk';
import { topScope } from '../context.ts';
import { wholeRun } from '../fact.ts';
import { runOverdue } from '../faults.ts';
import type { Memory } from '../memory.ts';
import type { Move } from '../move.ts';
import type { Plan } from '../plan.ts';
import type { Step } from '../step.ts';
import { GraphProgress } from './graph-progress.ts';
import { finishesWhatBegan, type Look } from './look.ts';
import { toOutcome } from './outcome.ts';
import { UndoProgress, type UndoState } from './undo-progress.ts';

/** Where a run stands, and what happens next. */
export interface Advance {
  /** What can be done now. */
  readonly moves: readonly Move[];
  /** Steps that have come to their end since the last look. */
  readonly ended: readonly Step[];
  /** Steps of big loops that nobody will ask about again: their effects and values can be dropped. */
  readonly forgotten: readonly string[];
  /** Steps whose turn has come and that have not ended. */
  readonly open: readonly Step[];
  readonly succeeded: boolean;
  /** Why the run fails; `at` is the step, or nothing when it is the run as a whole. */
  readonly failure?: { readonly fault: FaultRecord; readonly at: string };
  /** How far it is taken back, when there is something to take back. */
  readonly undo?: UndoState;
  /** When the run's own time is over; epoch milliseconds. */
  readonly deadlineMs?: number;
  /** Every step that exists so far, in the order of the flow. */
  readonly steps: ReadonlyMap<string, Step>;
}

export interface ProgressOptions {
  /** Items of big loops whose steps are kept for looking at. */
  readonly keeps?: (loop: string, index: number) => boolean;
}

/**
 * How far a run is. It may be asked again and again with a growing memory, and says each time what the same memory
 * would say to a new one once that has caught up, at the cost of what has changed.
 */
export class RunProgress {
  readonly #plan: Plan;
  readonly #main: GraphProgress;
  readonly #keeps: (loop: string, index: number) => boolean;
  #undo: UndoProgress | undefined;
  /** Unknown before the first look. */
  #isCatchingUp: boolean | undefined;

  constructor(plan: Plan, { keeps = () => false }: ProgressOptions = {}) {
    this.#plan = plan;
    this.#main = new GraphProgress(plan, topScope);
    this.#keeps = keeps;
  }

  advance(memory: Memory): Advance {
    const found: Move[] = [];
    const ended: Step[] = [];
    const forgotten: string[] = [];
    const look: Look = {
      memory,
      parameters: this.#plan.parameters,
      propose: (move) => found.push(move),
      ended: (step) => ended.push(step),
      forget: (steps) => forgotten.push(...steps),
      keeps: this.#keeps,
    };
    const overdue = this.#overdue(memory);
    this.#main.advance(look, overdue !== undefined);
    const failure = this.#main.failure ?? overdue;
    if (failure !== undefined) this.#takeBack(look, found);
    else this.#close(look, found);
    const deadlineMs = failure === undefined ? this.#deadlineOf(memory) : undefined;
    const listSteps = () => this.#listSteps();
    return {
      moves: this.#withoutHaste(found, memory),
      ended,
      forgotten,
      open: [...this.#main.open(), ...(this.#undo?.open() ?? [])],
      succeeded: failure === undefined && this.#main.outcome(memory)?.ok === true,
      ...(failure === undefined ? {} : { failure }),
      ...(this.#undo === undefined || this.#undo.isEmpty ? {} : { undo: this.#undo.state }),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
      // Only who looks pays for the whole list.
      get steps() {
        return listSteps();
      },
    };
  }

  /**
   * Whether the run has failed may be seen only once everything is worked out again that was known before a crash. Until
   * then nothing new is begun, or a failed run would go on in the world.
   */
  #withoutHaste(found: Move[], memory: Memory): readonly Move[] {
    this.#isCatchingUp ??= memory.effects.size > 0;
    this.#isCatchingUp &&= found.some(({ kind }) => kind === 'evaluate');
    return this.#isCatchingUp ? found.filter((move) => finishesWhatBegan(move, memory)) : found;
  }

  #deadlineOf({ run }: Memory): number | undefined {
    const { timeoutMs } = this.#plan;
    return timeoutMs === undefined ? undefined : run.startedAtMs + timeoutMs;
  }

  /** Only what the journal says counts: the clock of another machine may be a little behind. */
  #overdue({ effects }: Memory): { readonly fault: FaultRecord; readonly at: string } | undefined {
    if (effects.get(wholeRun)?.elapsed !== true) return undefined;
    return { fault: runOverdue(this.#plan.timeoutMs ?? 0), at: wholeRun };
  }

  /** What a failed run did is taken back once nothing of it is undecided. */
  #takeBack(look: Look, moves: readonly Move[]): void {
    if (moves.length > 0 || this.#main.hasUndecided(look.memory)) return;
    this.#undo ??= new UndoProgress(this.#main, look);
    this.#undo.advance(look);
  }

  /** Notes that the run's time is over, or what it gives to the run that called it. */
  #close(look: Look, moves: readonly Move[]): void {
    const { memory } = look;
    if (this.#main.outcome(memory) === undefined) {
      const deadlineMs = this.#deadlineOf(memory);
      if (deadlineMs !== undefined && memory.nowMs >= deadlineMs)
        look.propose({ kind: 'note', step: wholeRun, fact: { kind: 'overdue' } });
      return;
    }
    const whole = memory.effects.get(wholeRun);
    if (whole?.calledBy === undefined || whole.state.phase === 'confirmed' || moves.length > 0) return;
    look.propose({ kind: 'note', step: wholeRun, fact: { kind: 'gives', output: this.#output() } });
  }

  /** What a step gave back that is there for it; without one, what the last steps gave. */
  #output(): string {
    for (const { id, type } of this.#plan.order) {
      const state = this.#main.get(id);
      if (type.kind === 'control' && type.returns === true && state?.kind === 'done') return state.output;
    }
    return toOutcome(this.#plan, this.#main);
  }

  #listSteps(): ReadonlyMap<string, Step> {
    const steps = new Map<string, Step>();
    for (const step of this.#main.steps()) steps.set(step.key, step);
    for (const step of this.#undo?.steps() ?? []) steps.set(step.key, step);
    return steps;
  }
}
