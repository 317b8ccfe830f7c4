import { Fault, type Json, json, type WebhookTrigger, z } from '@invoicepatch/sdk';
import { parseJsonText } from '../platform/web/parse-json-body.ts';
import { deliveryKey } from './delivery-key.ts';
import type { HookRequest } from './hook-request.ts';

export interface Reception {
  readonly request: HookRequest;
  readonly config: z.output<z.ZodObject>;
  readonly secret: string | undefined;
  readonly now: number;
  /** Largest body, in bytes. */
  readonly limitBytes: number;
}

export interface Received {
  readonly payload: Json;
  /** The payload as it came, when nothing was changed about it. */
  readonly payloadText?: string;
  /** `undefined` when the sender gave nothing that tells its deliveries apart. */
  readonly dedupeKey: string | undefined;
  /** Whether the key promises the same content: an `Idempotency-Key` does, a delivery id of the sender's own may not. */
  readonly keyNamesContent: boolean;
  /** How long the sender waits for the flow's own answer; `undefined` when it doesn't. */
  readonly waitMs: number | undefined;
}

const answering = z.object({ answer: z.literal('when-responded'), timeoutSeconds: z.number() });

function parseBody({ rawBody }: HookRequest, limitBytes: number): { readonly body: Json; readonly text: string } {
  if (rawBody.length > limitBytes) {
    const message = `The body is larger than ${limitBytes / 1_000_000} MB. Send less at once, or send a file to a file trigger.`;
    throw new Fault('invalid', 'hook.too-large', message, { details: { limitBytes } });
  }
  const parsed = parseJsonText(rawBody);
  if (parsed === undefined) throw new Fault('invalid', 'hook.no-body', 'The request has no body. Send JSON.');
  // JSON.parse made it, so it is JSON; going through it again would cost as much as parsing it.
  return { body: parsed.value as Json, text: parsed.text };
}

function toPayload(trigger: WebhookTrigger, body: Json): Json {
  if (trigger.output === json) return body;
  const parsed = trigger.output.safeParse(body);
  if (parsed.success) return json.parse(parsed.data);
  const [first] = parsed.error.issues;
  const place = first === undefined || first.path.length === 0 ? 'the body' : first.path.join('.');
  const message = `The body is not what this trigger takes, at ${place}: ${first?.message ?? 'unknown problem'}`;
  throw new Fault('invalid', 'hook.bad-payload', message, { details: { place } });
}

/** Turns a sender's request into an event, or refuses it. */
export function receiveWebhook(
  trigger: WebhookTrigger,
  { request, config, secret, now, limitBytes }: Reception,
): Received {
  const { body, text } = parseBody(request, limitBytes);
  const delivery = { headers: request.headers, rawBody: request.rawBody, body, secret, now };
  if (!trigger.verify(config, delivery)) {
    const message = 'The signature of this delivery is missing, wrong or too old. Check the secret on both sides.';
    throw new Fault('denied', 'hook.bad-signature', message);
  }
  const given = request.headers['idempotency-key'];
  const own = trigger.deliveryId?.(config, delivery);
  const wait = answering.safeParse(config);
  return {
    payload: toPayload(trigger, body),
    ...(trigger.output === json ? { payloadText: text } : {}),
    keyNamesContent: Boolean(given),
    dedupeKey: given ? deliveryKey('idempotency-key', given) : own ? deliveryKey('delivery', own) : undefined,
    waitMs: wait.success ? wait.data.timeoutSeconds * 1_000 : undefined,
  };
}
