import type { EvaluationLimits } from '../sandbox-limits.ts';

/**
 * The first frame that a child gets. Its parts: the two libraries' sources, or the snapshot that an earlier child made
 * of them before it had seen any job.
 */
export interface Welcome {
  readonly limits: EvaluationLimits;
  readonly parts: 'sources' | 'snapshot';
}

interface JobFace {
  readonly id: number;
  readonly tenantId: string;
  readonly language: 'jsonata' | 'json-logic';
}

/** One job of a frame. Its parts follow those of the jobs before it: the source, then for `evaluate` the input and the bindings. */
export type JobHeader =
  | (JobFace & {
      readonly kind: 'evaluate';
      readonly scope: string;
      readonly names: readonly string[];
      readonly now: number;
      readonly seed: string;
      readonly timeoutMs: number;
    })
  | (JobFace & { readonly kind: 'inspect'; readonly timeoutMs: number });

/** What went wrong with one job, in facts; the engine puts them into words. */
export interface Failure {
  readonly kind: 'failed' | 'syntax' | 'timeout' | 'memory' | 'too-deep' | 'too-large' | 'broken';
  /** The language's own code. */
  readonly code?: string;
  readonly position?: number;
  /** The function, operator or place that the language names. */
  readonly token?: string;
  /** Which argument, from 1. */
  readonly index?: number;
  /** What kind of value was met: "a text". Never the value. */
  readonly found?: string;
  readonly expected?: string;
  /** Words of the program's author: `$error("…")`. */
  readonly said?: string;
}

/** Header of a child's answer to one job; the result's text is the second part. */
export type Reply =
  /** `later`: those before it took long, so whoever has a child free should take it. */
  | { readonly id: number; readonly outcome: 'value' | 'nothing' | 'later' }
  | { readonly id: number; readonly outcome: 'failure'; readonly failure: Failure };
