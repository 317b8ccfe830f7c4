import type { Answer, FaultRecord, Poll } from '@invoicepatch/sdk';

/** A row of items of a big loop that have ended: the first one's position, and how many. */
export type ItemRange = readonly [first: number, count: number];

/** What cannot be recomputed about one step, or, for the step named by nothing, about the run. JSON travels as text: the engine reads envelopes only. */
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
  | { readonly kind: 'asked'; readonly question: string; readonly details: string; readonly poll?: Poll }
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'reminded' }
  /** It waits until then. */
  | { readonly kind: 'asleep'; readonly untilMs: number }
  /** It waits for a request to its address. */
  | { readonly kind: 'listening'; readonly expiresAtMs?: number }
  /** The body that came to its address; it may come before anybody listens. */
  | { readonly kind: 'heard'; readonly body: string }
  /** The time of its wait is over. */
  | { readonly kind: 'elapsed' }
  /** Another flow's run was started for it. */
  | { readonly kind: 'called'; readonly runId: string; readonly input: string }
  | { readonly kind: 'returned'; readonly output: string }
  /** Of several lines into a node that takes the first, this one was it. */
  | { readonly kind: 'joined'; readonly from: string }
  /** Items of a big loop that have ended; the outputs are one list, in the order of the ranges. Their own facts are read no more. */
  | {
      readonly kind: 'folded';
      /** Of the whole list that the loop goes through. */
      readonly list: string;
      readonly items: readonly ItemRange[];
      readonly outputs: string;
      readonly failed: readonly { readonly index: number; readonly fault: FaultRecord }[];
    }
  /** What it did was taken back. */
  | { readonly kind: 'undone' }
  /** The run's own time is over. */
  | { readonly kind: 'overdue' }
  /** The run that called this one, the step of it that waits, and how many runs stand above this one. */
  | { readonly kind: 'called-by'; readonly runId: string; readonly step: string; readonly depth: number }
  /** What a called run gives back to the one that called it. */
  | { readonly kind: 'gives'; readonly output: string }
  /** Brought along from the run that this one repeats: same input, same key, and its output when it had one. */
  | { readonly kind: 'carried'; readonly key: string; readonly input: string; readonly output?: string };

/** The step of facts about the run itself. */
export const wholeRun = '';

export interface JournalEntry {
  readonly seq: number;
  readonly step: string;
  readonly atMs: number;
  readonly fact: Fact;
}
