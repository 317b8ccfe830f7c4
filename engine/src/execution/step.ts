import type { FaultRecord } from '@invoicepatch/sdk';
import type { PlanNode } from './plan.ts';

/** Where one step of a run stands. */
export type StepState =
  /** Something before it has not ended. */
  | { readonly kind: 'pending' }
  /** It can go on now. */
  | { readonly kind: 'running' }
  /** The fault is one that the flow went on with. */
  | { readonly kind: 'done'; readonly port: string; readonly output: string; readonly fault?: FaultRecord }
  /** No live edge leads to it. */
  | { readonly kind: 'skipped' }
  /** `at` is the step inside it that failed. */
  | { readonly kind: 'failed'; readonly fault: FaultRecord; readonly at?: string }
  | { readonly kind: 'asking'; readonly question: string; readonly details: string; readonly wakeAtMs?: number }
  | { readonly kind: 'doubtful'; readonly fault: FaultRecord }
  /** For a time; the fault is the reason, when there is one. */
  | {
      readonly kind: 'sleeping';
      readonly untilMs: number;
      readonly fault?: FaultRecord;
      /** What it tried before may have happened. */
      readonly doubted?: boolean;
    }
  /** For a request to its address. */
  | { readonly kind: 'listening'; readonly wakeAtMs?: number }
  /** For the run of another flow. */
  | { readonly kind: 'calling'; readonly runId: string; readonly wakeAtMs: number };

/** How far a loop is. */
export interface LoopCounts {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
}

export interface Step {
  /** The node's id, behind the loop items that it runs in: `each[0].post`. */
  readonly key: string;
  readonly plan: PlanNode;
  /** Indexes of the loop items, outermost first. */
  readonly items: readonly number[];
  readonly state: StepState;
  /** JSON text of what the node was given, once that is known. */
  readonly input: string | undefined;
  readonly counts?: LoopCounts;
}

export function isSettled(state: StepState): boolean {
  return state.kind === 'done' || state.kind === 'skipped';
}

/** Whether nothing can change it any more. */
export function isOver(state: StepState): boolean {
  return isSettled(state) || state.kind === 'failed';
}
