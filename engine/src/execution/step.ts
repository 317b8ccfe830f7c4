import type { FaultRecord } from '@invoicepatch/sdk';
import type { PlanNode } from './plan.ts';

/** Where one step of a run stands. */
export type StepState =
  /** Something before it has not ended. */
  | { readonly kind: 'pending' }
  /** It can go on now. */
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly port: string; readonly output: string }
  /** No live edge leads to it. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'failed'; readonly fault: FaultRecord }
  | { readonly kind: 'asking'; readonly question: string; readonly details: string }
  | { readonly kind: 'doubtful'; readonly fault: FaultRecord }
  /** For a time; the fault is the reason, when there is one. */
  | { readonly kind: 'sleeping'; readonly untilMs: number; readonly fault?: FaultRecord };

export interface Step {
  /** The node's id, behind the loop items that it runs in: `each[0].post`. */
  readonly key: string;
  readonly plan: PlanNode;
  /** Indexes of the loop items, outermost first. */
  readonly items: readonly number[];
  readonly state: StepState;
  /** JSON text of what the node was given, once that is known. */
  readonly input: string | undefined;
}

export function isSettled(state: StepState): boolean {
  return state.kind === 'done' || state.kind === 'skipped';
}
