import type { FaultRecord } from '@invoicepatch/sdk';
import type { PlanNode, PlannedProgram } from './plan.ts';

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
    }
  /** Write down that a person must say what happened. */
  | { readonly kind: 'doubt'; readonly step: string; readonly attempt: number; readonly fault: FaultRecord }
  /** Write down a question to a person. */
  | { readonly kind: 'ask'; readonly step: string; readonly question: string; readonly details: string };
