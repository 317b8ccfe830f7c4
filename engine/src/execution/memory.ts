import type { FaultRecord } from '@invoicepatch/sdk';
import type { Effect } from './effect.ts';

/** The result of a pure evaluation: JSON text, or why there is none. */
export type Value = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: FaultRecord };

/** Everything that is known of a run. The same memory gives the same next moves. */
export interface Memory {
  readonly run: { readonly id: string; readonly startedAtMs: number };
  readonly event: { readonly nodeId: string; readonly payload: string };
  /** By step. */
  readonly effects: ReadonlyMap<string, Effect>;
  /** By slot. Recomputable: never stored. */
  readonly values: ReadonlyMap<string, Value>;
  readonly nowMs: number;
}
