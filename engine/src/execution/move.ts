import type { Fact } from './fact.ts';
import type { PlanNode, PlannedProgram } from './plan.ts';
import type { Ahead } from './region.ts';

/** What the engine should do next for a run. Moves of one round don't depend on each other. */
export type Move =
  /** Evaluate in the sandbox and remember the result under `slot`. */
  | {
      readonly kind: 'evaluate';
      readonly slot: string;
      readonly step: string;
      readonly program: PlannedProgram;
      readonly input: string;
      readonly bindings: Readonly<Record<string, string>>;
      /** What can be evaluated along with it, when something can. */
      readonly ahead?: () => Ahead | undefined;
    }
  /** Try an effect. `again` means that an earlier try under this key may have happened. */
  | {
      readonly kind: 'act';
      readonly step: string;
      readonly plan: PlanNode;
      readonly input: string;
      readonly key: string;
      readonly attempt: number;
      readonly again: boolean;
      /** The step has to have ended by then; epoch milliseconds. */
      readonly deadlineMs?: number;
    }
  /** Start the run of another flow, which is the same run however often it is started for this step; then write down which. */
  | {
      readonly kind: 'call';
      readonly step: string;
      readonly flowId: string;
      readonly version: number | undefined;
      readonly payload: string;
      /** The run that an earlier one called with the same payload and that did not succeed: what it did is not done again. */
      readonly againOf: string | undefined;
    }
  /** Look how a called run stands; when it is over, write that down. */
  | { readonly kind: 'inquire'; readonly step: string; readonly runId: string }
  /** Write a fact down. */
  | { readonly kind: 'note'; readonly step: string; readonly fact: Fact };
