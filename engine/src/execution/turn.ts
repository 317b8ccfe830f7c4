import type { Surroundings } from './context.ts';
import type { Memory } from './memory.ts';
import type { Move } from './move.ts';
import type { PlanNode } from './plan.ts';

/** A node whose turn has come, with what reached it. */
export interface Turn {
  readonly key: string;
  readonly plan: PlanNode;
  readonly incoming: string;
  readonly around: Surroundings;
  readonly memory: Memory;
  /** Takes the moves that this node asks for. */
  readonly propose: (move: Move) => void;
}
