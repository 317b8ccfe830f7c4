import type { Answer, FaultRecord } from '@invoicepatch/sdk';

/** What cannot be recomputed about one step. JSON travels as text: the engine reads envelopes only. */
export type Fact =
  /** Committed before the first byte leaves. */
  | { readonly kind: 'intended'; readonly attempt: number; readonly key: string; readonly input: string }
  | { readonly kind: 'confirmed'; readonly attempt: number; readonly output: string }
  /** The other side said no, or trying again can't help: the step has failed. */
  | { readonly kind: 'refused'; readonly attempt: number; readonly fault: FaultRecord }
  | { readonly kind: 'retrying'; readonly attempt: number; readonly fault: FaultRecord; readonly atMs: number }
  /** Nobody here can tell whether it happened: a person must. */
  | { readonly kind: 'doubtful'; readonly attempt: number; readonly fault: FaultRecord }
  | { readonly kind: 'happened'; readonly output: string; readonly by: string }
  | { readonly kind: 'did-not-happen'; readonly by: string }
  | { readonly kind: 'asked'; readonly question: string; readonly details: string }
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** Brought along from the run that this one repeats: same input, same key, and its output when it had one. */
  | { readonly kind: 'carried'; readonly key: string; readonly input: string; readonly output?: string };

export interface JournalEntry {
  readonly seq: number;
  readonly step: string;
  readonly atMs: number;
  readonly fact: Fact;
}
