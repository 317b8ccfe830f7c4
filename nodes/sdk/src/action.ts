import type { z } from 'zod';
import type { Auth } from './auth.ts';
import type { Http } from './http.ts';
import type { Json } from './json.ts';
import type { Records } from './records.ts';
import type { Untrusted } from './untrusted.ts';
import type { Wording } from './wording.ts';
import type { WorkbookReader } from './workbook.ts';

/**
 * What an action does to the world, and how a doubtful attempt at a write is settled:
 * `key` sends again under the same idempotency key, `lookup` searches by our reference first, `none` asks a person.
 */
export type Effect = { readonly kind: 'read' } | { readonly kind: 'write'; readonly repeat: 'key' | 'lookup' | 'none' };

export interface ActionContext<Config, Input> {
  /** What the node is: fixed while designing. */
  readonly config: Config;
  /** What the node is given: new in every run. */
  readonly input: Input;
  /** Signs with the node's connection. */
  readonly http: Http;
  /** Idempotency key of this effect: at most 50 characters of [a-z0-9-], the same at every attempt. */
  readonly key: string;
  /** The non-secret settings of the connection; empty without one. */
  readonly settings: Readonly<Record<string, Json>>;
  /** Reads spreadsheets in the sandbox. */
  readonly workbooks: WorkbookReader;
  /** The tenant's own small key-value store, for results that other systems look up later. */
  readonly records: Records;
  /** Start of this attempt, epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
}

export interface Action<
  Config extends z.ZodObject = z.ZodObject,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> extends Wording {
  readonly kind: 'action';
  /** `system.verb-object`, stored in flows: never changes. */
  readonly id: string;
  readonly version: number;
  readonly effect: Effect;
  readonly auth?: Auth;
  readonly config?: Config;
  readonly input: Input;
  readonly output: Output;
  run(context: ActionContext<z.output<Config>, z.output<Input>>): Promise<z.input<Output> | Untrusted>;
  /** For `repeat: 'lookup'`: what an earlier attempt under this key left behind, or `undefined` when nothing. */
  lookup?(context: ActionContext<z.output<Config>, z.output<Input>>): Promise<z.input<Output> | Untrusted | undefined>;
}

/** Declares an act on the world. One file holds one action. */
export function defineAction<Config extends z.ZodObject, Input extends z.ZodType, Output extends z.ZodType>(
  action: Omit<Action<Config, Input, Output>, 'kind'>,
): Action<Config, Input, Output> {
  return { ...action, kind: 'action' };
}
