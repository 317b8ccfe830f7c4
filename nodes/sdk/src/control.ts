import type { z } from 'zod';
import type { Json } from './json.ts';
import type { Wording } from './wording.ts';

/** What a control node wants next. */
export type Verdict =
  /** Leave by a declared port, with this output. */
  | { readonly kind: 'go'; readonly port: string; readonly output: Json }
  /** Wait for a person's decision; it comes back as `answer`. */
  | { readonly kind: 'ask'; readonly question: string; readonly details: Json }
  /** Wait until a time, epoch milliseconds. */
  | { readonly kind: 'sleep'; readonly untilMs: number };

/** A person's decision on an `ask`. */
export interface Answer {
  readonly port: string;
  /** Id of the user who decided. */
  readonly by: string;
  readonly note: string;
  readonly at: number;
}

export interface ControlContext<Config, Input> {
  readonly config: Config;
  readonly input: Input;
  /** The node's predecessor's output, whatever `input` made of it. */
  readonly incoming: Json;
  /** Start of the run, epoch milliseconds. */
  readonly now: number;
  readonly answer?: Answer;
}

/** Decides where a run goes. A pure function: the same facts give the same verdict. */
export interface Control<Config extends z.ZodObject = z.ZodObject, Input extends z.ZodType = z.ZodType>
  extends Wording {
  readonly kind: 'control';
  readonly id: string;
  readonly version: number;
  /** Names of the ways out; a node without branches has `out` only. */
  readonly ports: readonly string[];
  readonly config: Config;
  readonly input: Input;
  /** What it hands on: what came in, or what it was given. Without it nothing is known beforehand. */
  readonly passes?: 'incoming' | 'input';
  /** Its output `{status, body}` answers a sender that waits. */
  readonly responds?: boolean;
  decide(context: ControlContext<z.output<Config>, z.output<Input>>): Verdict;
}

export function defineControl<Config extends z.ZodObject, Input extends z.ZodType>(
  control: Omit<Control<Config, Input>, 'kind'>,
): Control<Config, Input> {
  return { ...control, kind: 'control' };
}
