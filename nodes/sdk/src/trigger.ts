import type { z } from 'zod';
import type { Auth } from './auth.ts';
import type { Http } from './http.ts';
import type { Json } from './json.ts';
import type { Wording } from './wording.ts';

interface TriggerFace<Config extends z.ZodObject, Output extends z.ZodType> extends Wording {
  readonly id: string;
  readonly version: number;
  readonly config: Config;
  /** What the flow gets as its event. */
  readonly output: Output;
}

export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Uint8Array;
  /** The parsed body. */
  readonly body: Json;
  /** The hook's own secret; `undefined` when none was set. */
  readonly secret: string | undefined;
  readonly now: number;
}

/** A sender's HTTP request starts a run. */
export interface WebhookTrigger<Config extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType>
  extends TriggerFace<Config, Output> {
  readonly kind: 'trigger';
  readonly start: 'webhook';
  /** Whether the sender is who it says. Fails closed: no secret, no entry, when the configuration asks for a signature. */
  verify(config: z.output<Config>, delivery: Delivery): boolean;
  /** The sender's own id of this delivery, when it has one. */
  deliveryId?(config: z.output<Config>, delivery: Delivery): string | undefined;
}

export interface PollContext<Config, Cursor> {
  readonly config: Config;
  /** Where the last poll stopped; `undefined` at the first. */
  readonly cursor: Cursor | undefined;
  readonly http: Http;
  readonly now: number;
}

export interface PollResult<Payload, Cursor> {
  /** Oldest first; `id` de-duplicates. */
  readonly events: readonly { readonly id: string; readonly payload: Payload }[];
  readonly cursor: Cursor;
}

/** The engine asks an outside system again and again; each new thing starts a run. */
export interface PollTrigger<
  Config extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
  Cursor extends z.ZodType = z.ZodType,
> extends TriggerFace<Config, Output> {
  readonly kind: 'trigger';
  readonly start: 'poll';
  readonly auth?: Auth;
  readonly cursor: Cursor;
  /** Shortest time between two polls, in milliseconds. */
  readonly everyMs: number;
  poll(context: PollContext<z.output<Config>, z.output<Cursor>>): Promise<PollResult<z.input<Output>, z.input<Cursor>>>;
}

/** A trigger whose start the engine itself knows how to make: a person, a clock, a dropped file, another flow, something that happened here. */
export interface NativeTrigger<Config extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType>
  extends TriggerFace<Config, Output> {
  readonly kind: 'trigger';
  readonly start: 'manual' | 'schedule' | 'file' | 'flow' | 'platform';
}

export type Trigger = WebhookTrigger | PollTrigger | NativeTrigger;

export function defineWebhookTrigger<Config extends z.ZodObject, Output extends z.ZodType>(
  trigger: Omit<WebhookTrigger<Config, Output>, 'kind' | 'start'>,
): WebhookTrigger<Config, Output> {
  return { ...trigger, kind: 'trigger', start: 'webhook' };
}

export function definePollTrigger<Config extends z.ZodObject, Output extends z.ZodType, Cursor extends z.ZodType>(
  trigger: Omit<PollTrigger<Config, Output, Cursor>, 'kind' | 'start'>,
): PollTrigger<Config, Output, Cursor> {
  return { ...trigger, kind: 'trigger', start: 'poll' };
}

export function defineNativeTrigger<Config extends z.ZodObject, Output extends z.ZodType>(
  trigger: Omit<NativeTrigger<Config, Output>, 'kind'>,
): NativeTrigger<Config, Output> {
  return { ...trigger, kind: 'trigger' };
}
