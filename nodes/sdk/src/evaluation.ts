import type { z } from 'zod';
import type { Wording } from './wording.ts';

/** What the sandbox evaluates. JSON logic travels as its JSON text. */
export interface Program {
  readonly language: 'jsonata' | 'json-logic';
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

/** A node that holds other nodes in its `body` and runs them once for each item of a list. */
export interface Loop<Config extends z.ZodObject = z.ZodObject> extends Wording {
  readonly kind: 'loop';
  readonly id: string;
  readonly version: number;
  readonly config: Config;
  /** JSONata that gives the list; `$` is the loop's input. */
  items(config: z.output<Config>): Program;
}

export function defineLoop<Config extends z.ZodObject>(loop: Omit<Loop<Config>, 'kind'>): Loop<Config> {
  return { ...loop, kind: 'loop' };
}
