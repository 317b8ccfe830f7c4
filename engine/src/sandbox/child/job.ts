import type { RegionStage } from '../sandbox.ts';
import type { EvaluationLimits } from '../sandbox-limits.ts';

/**
 * The first frame that a child gets. Its parts: the two libraries' sources, or the snapshot that an earlier child made
 * of them before it had seen any job.
 */
export interface Welcome {
  readonly limits: EvaluationLimits;
  /** File of the compiler: a child reads it when it first needs it. */
  readonly compiler: string;
  readonly parts: 'sources' | 'snapshot';
}

export type Language = 'jsonata' | 'json-logic' | 'javascript';

/** A program that the child has not seen yet. Its parts: the source, then the compiled code where there is some. */
export interface SentProgram {
  readonly id: number;
  /** A region's source is a JSON list of `LinkedStage`. */
  readonly language: Language | 'region';
  readonly isCompiled: boolean;
  /** The programs of a region, of this frame or of an earlier one. */
  readonly parts?: readonly number[];
}

/** A stage as the isolate knows it. */
export interface LinkedStage extends Omit<RegionStage, 'program'> {
  readonly program: number;
}

interface JobFace {
  readonly id: number;
  readonly tenantId: string;
  /** Of this frame or of an earlier one. */
  readonly program: number;
  readonly timeoutMs: number;
}

/**
 * Records that one program is to be evaluated for. Two parts: the records' facts, and their texts without a seam. The
 * facts are one JSON list: for each record the clock, the seed, then the length of the input and of each binding in the
 * order of `names`, in UTF-16 units. The length -1 means the text of the record before.
 */
export interface EvaluateHeader extends JobFace {
  readonly kind: 'evaluate';
  readonly scope: string;
  readonly names: readonly string[];
  readonly count: number;
}

export type JobHeader = EvaluateHeader | (JobFace & { readonly kind: 'inspect' | 'compile' });

/** Header of a frame of jobs. The parts of its programs follow, then those of its jobs. */
export interface FrameHeader {
  /** What was sent before need not be kept. */
  readonly forget: boolean;
  readonly programs: readonly SentProgram[];
  readonly jobs: readonly JobHeader[];
}

/** What went wrong with one record, in facts; the engine puts them into words. */
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

/**
 * A child's answer to the next records of a job, in their order. The second part holds their texts without a seam. A
 * letter for each: `v` a value, `n` nothing, `f` a failure (`Failure`).
 */
export interface Reply {
  readonly id: number;
  readonly kinds: string;
  /** In UTF-16 units. */
  readonly lengths: readonly number[];
  /** Those before took long: whoever has a child free should take the rest. */
  readonly later?: true;
}
