import type { Memory } from './memory.ts';
import type { Plan } from './plan.ts';
import { type Advance, type ProgressOptions, RunProgress } from './progress/run-progress.ts';

export type { Advance };

/** What happens next: given the plan and all that is known, the moves that are open. Pure. */
export function advance(plan: Plan, memory: Memory, options?: ProgressOptions): Advance {
  return new RunProgress(plan, options).advance(memory);
}
