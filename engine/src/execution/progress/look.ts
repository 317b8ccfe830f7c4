import type { FaultRecord } from '@invoicepatch/sdk';
import type { Scope, States } from '../context.ts';
import { isUndecided } from '../effect.ts';
import type { Memory } from '../memory.ts';
import type { Move } from '../move.ts';
import type { PlanGraph } from '../plan.ts';
import type { Step } from '../step.ts';

/** One round's look at a run: what is known, and who hears of what is found. */
export interface Look {
  readonly memory: Memory;
  /** JSON text of the flow's parameters. */
  readonly parameters: string;
  propose(move: Move): void;
  /** Hears of each step that has come to its end. */
  ended(step: Step): void;
  /** Hears which steps of a big loop nobody will ask about again. */
  forget(steps: Iterable<string>): void;
  /** Whether the steps of an item are kept for looking at, though their loop is a big one. */
  keeps(loop: string, index: number): boolean;
}

/** How a graph ended: with its output, or with the fault and the place of the step that failed. */
export type Outcome =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: FaultRecord; readonly at: string };

/** One round through a graph's nodes, as far as it is. */
export interface GraphWalk extends States {
  readonly graph: PlanGraph;
  readonly scope: Scope;
  /** `stopping` lets it only bring to an end what it has begun. */
  advance(look: Look, stopping?: boolean): void;
  /** `undefined` while something is under way; a failed graph ends when nothing in it is undecided any more. */
  outcome(memory: Memory): Outcome | undefined;
  /** Whether something was sent from here whose end nobody knows. */
  hasUndecided(memory: Memory): boolean;
  /** Steps whose turn has come and that have not ended, those inside loops too. */
  open(): Iterable<Step>;
  /** Every step that exists so far, in the order of the flow. */
  steps(): Iterable<Step>;
  /** This graph and those of the items in it that are kept. */
  graphs(): Iterable<GraphWalk>;
}

/**
 * What a graph that has failed may still do: nothing new to the world, but what was sent before must be settled, and
 * looked for after a crash. So all that can be worked out is, and the journal alone shows the same steps.
 */
export function finishesWhatBegan(move: Move, { effects }: Memory): boolean {
  switch (move.kind) {
    case 'act':
      return isUndecided(effects.get(move.step));
    case 'inquire':
    case 'evaluate':
      return true;
    case 'call':
      return false;
    case 'note':
      return ['doubtful', 'refused', 'folded'].includes(move.fact.kind);
  }
}
