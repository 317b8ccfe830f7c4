import type { z } from 'zod';
import type { Wording } from './wording.ts';

/**
 * What the sandbox evaluates. JSON logic travels as its JSON text; JavaScript is the body of a function of `input`,
 * `$nodes`, `$trigger`, `$run`, `$parameters`, `$item` and `$index`.
 */
export interface Program {
  readonly language: 'jsonata' | 'json-logic' | 'javascript';
  readonly source: string;
}

/** A node that is evaluated in the sandbox and touches nothing else. */
export interface Evaluation<Config extends z.ZodObject = z.ZodObject> extends Wording {
  readonly kind: 'evaluation';
  readonly id: string;
  readonly version: number;
  readonly config: Config;
  /** The configuration's field that holds the program, so that an error can name its place. */
  readonly field: string;
  program(config: z.output<Config>): Program;
  /**
   * `value`: the result is the node's output, by port `out`.
   * `branch`: the result's truth chooses port `true` or `false`, and what came in goes out unchanged.
   */
  readonly result: 'value' | 'branch';
}

export function defineEvaluation<Config extends z.ZodObject>(
  evaluation: Omit<Evaluation<Config>, 'kind'>,
): Evaluation<Config> {
  return { ...evaluation, kind: 'evaluation' };
}

/** How a loop goes through its list. */
export interface LoopPolicy {
  /** Items under way at once, from the first step to the last, waits included; without one, as many as can be. */
  readonly concurrency?: number | undefined;
  /** Items that one round of the body is given as a list; the item itself when absent. */
  readonly batchSize?: number | undefined;
  /**
   * `stop`: the first failed item fails the loop. `continue`: a failed item's result is null. `collect`: the output is
   * `{ results, errors, total, succeeded, failed }`.
   */
  readonly onItemError: 'stop' | 'continue' | 'collect';
  /** `summary` hands on the counts only. */
  readonly output: 'list' | 'summary';
}

/** A node that holds other nodes in its `body` and runs them once for each item of a list. */
export interface Loop<Config extends z.ZodObject = z.ZodObject> extends Wording {
  readonly kind: 'loop';
  readonly id: string;
  readonly version: number;
  readonly config: Config;
  /** JSONata that gives the list; `$` is the loop's input. */
  items(config: z.output<Config>): Program;
  /** `stop` and `list` when absent. */
  policy?(config: z.output<Config>): LoopPolicy;
}

export function defineLoop<Config extends z.ZodObject>(loop: Omit<Loop<Config>, 'kind'>): Loop<Config> {
  return { ...loop, kind: 'loop' };
}
