import { topScope } from './context.ts';
import type { Memory } from './memory.ts';
import type { Move } from './move.ts';
import type { Plan } from './plan.ts';
import type { Step } from './step.ts';
import { walkGraph } from './walk.ts';

export interface Advance {
  /** Every step that exists so far, in the order of the flow. */
  readonly steps: ReadonlyMap<string, Step>;
  /** What can be done now. */
  readonly moves: readonly Move[];
}

/** What happens next: given the plan and all that is known, the moves that are open. Pure. */
export function advance(plan: Plan, memory: Memory): Advance {
  const steps = new Map<string, Step>();
  const moves: Move[] = [];
  walkGraph(plan, topScope, {
    memory,
    parameters: plan.parameters,
    record: (step) => steps.set(step.key, step),
    propose: (move) => moves.push(move),
  });
  return { steps, moves: hasFailed(steps) ? moves.filter((move) => finishesWhatBegan(move, memory)) : moves };
}

function hasFailed(steps: ReadonlyMap<string, Step>): boolean {
  return [...steps.values()].some((step) => step.state.kind === 'failed');
}

/** A failed run starts nothing new, but what was sent before must still be settled. */
function finishesWhatBegan(move: Move, memory: Memory): boolean {
  if (move.kind !== 'act') return move.kind === 'doubt';
  const effect = memory.effects.get(move.step);
  return effect?.state.phase === 'intended' || effect?.doubted === true;
}
