import type { z } from 'zod';
import type { FaultRecord } from './fault.ts';
import type { Json } from './json.ts';
import type { Delivery } from './trigger.ts';
import type { Wording } from './wording.ts';

/** How many different people must choose a way out before it is taken. */
export interface Choice {
  readonly port: string;
  readonly needed: number;
}

/** Who decides on a question, and until when. */
export interface Poll {
  /** In the order in which they are offered. The first whose number is reached is taken. */
  readonly choices: readonly Choice[];
  /** Who may answer: e-mail addresses; everybody with the right role when absent. */
  readonly people?: readonly string[];
  /** From then on nobody can answer any more; epoch milliseconds. */
  readonly expiresAtMs?: number;
  /** Time after which people are reminded, again and again, in milliseconds. */
  readonly remindEveryMs?: number;
}

/** What a control node wants next. */
export type Verdict =
  /** Leave by a declared port, with this output. */
  | { readonly kind: 'go'; readonly port: string; readonly output: Json }
  /** Wait for a decision of people; it comes back as `answer`. Without a poll the first answer of anybody decides. */
  | { readonly kind: 'ask'; readonly question: string; readonly details: Json; readonly poll?: Poll }
  /** Wait until a time, epoch milliseconds, then leave by `out` with what came in. */
  | { readonly kind: 'sleep'; readonly untilMs: number }
  /** Wait for a request to the step's own address; its body comes back as `heard`. */
  | { readonly kind: 'listen'; readonly expiresAtMs?: number }
  /** Run another flow; how it ended comes back as `returned`. The newest version, unless one is named. */
  | { readonly kind: 'call'; readonly flowId: string; readonly version?: number; readonly payload: Json };

/** A person's decision on an `ask`. */
export interface Answer {
  readonly port: string;
  /** Id of the user who decided. */
  readonly by: string;
  readonly note: string;
  readonly at: number;
}

/** How a called flow's run ended. */
export type Returned =
  | { readonly ok: true; readonly output: Json }
  | { readonly ok: false; readonly fault: FaultRecord };

export interface ControlContext<Config, Input> {
  readonly config: Config;
  readonly input: Input;
  /** The node's predecessor's output, whatever `input` made of it. */
  readonly incoming: Json;
  /** Start of the run, epoch milliseconds. */
  readonly now: number;
  /** When the step is asked for its first verdict, epoch milliseconds: what a wait is counted from. */
  readonly atMs: number;
  readonly answer?: Answer;
  /** What came to the step's address. */
  readonly heard?: { readonly body: Json };
  /** The time of an `ask` or a `listen` is over, and nothing had come. */
  readonly expired?: boolean;
  readonly returned?: Returned;
}

/** Decides where a run goes. A pure function: the same facts give the same verdict. */
export interface Control<Config extends z.ZodObject = z.ZodObject, Input extends z.ZodType = z.ZodType>
  extends Wording {
  readonly kind: 'control';
  readonly id: string;
  readonly version: number;
  /** Names of the ways out; a node without branches has `out` only. */
  readonly ports: readonly string[];
  /** Ways out that are there only when a field of the configuration is set: port → field. */
  readonly optionalPorts?: Readonly<Record<string, string>>;
  readonly config: Config;
  readonly input: Input;
  /** What it hands on: what came in, or what it was given. Without it nothing is known beforehand. */
  readonly passes?: 'incoming' | 'input';
  /** Its output `{status, body}` answers a sender that waits. */
  readonly responds?: boolean;
  /** What it waits for besides people and time: its own address, or another flow. */
  readonly waitsFor?: 'callback' | 'flow';
  /** Its output is what a flow that called this one is given. */
  readonly returns?: boolean;
  decide(context: ControlContext<z.output<Config>, z.output<Input>>): Verdict;
  /** For what waits for a callback: whether the sender is who it says. Everybody who knows the address is, when absent. */
  verify?(config: z.output<Config>, delivery: Delivery): boolean;
}

export function defineControl<Config extends z.ZodObject, Input extends z.ZodType>(
  control: Omit<Control<Config, Input>, 'kind'>,
): Control<Config, Input> {
  return { ...control, kind: 'control' };
}
