import { Readable } from 'node:stream';
import { Fault } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import type { HookBook, HookTarget } from '../flows/hook-book.ts';
import type { PublishedFlows } from '../flows/published-flows.ts';
import type { AttemptLimit } from '../identity/attempt-limit.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { RunStarter, StartedRun } from '../runs/run-starter.ts';
import { acceptedEndings, findLiveTrigger, type LiveTrigger } from './find-trigger.ts';
import type { HookAnswer, HookRequest } from './hook-request.ts';
import type { KeyedStarts } from './keyed-starts.ts';
import { receiveFile, refuseUnsigned } from './receive-file.ts';
import { type Received, receiveWebhook } from './receive-webhook.ts';

export interface HookParts {
  readonly hooks: HookBook;
  readonly flows: PublishedFlows;
  readonly catalog: Catalog;
  readonly files: FileStore;
  readonly runs: RunStarter;
  readonly keyed: KeyedStarts;
  /** How many deliveries one address takes. */
  readonly limit: AttemptLimit;
  /** Largest body of a delivery, in bytes. */
  readonly deliveryBytes: number;
  readonly clock: Clock;
}

interface Delivered {
  readonly hook: HookTarget;
  readonly trigger: LiveTrigger;
  readonly request: HookRequest;
}

function notFound(): Fault {
  const message = 'Nothing listens at this address: it is mistyped, or its flow has no such trigger any more.';
  return new Fault('missing', 'hook.not-found', message);
}

function tooMany(retryAfterMs: number): Fault {
  const message = `This address gets more deliveries than it takes in a minute. Send this one again in ${Math.ceil(retryAfterMs / 1_000)} s.`;
  return new Fault('unavailable', 'hook.too-many-deliveries', message, { retryAfterMs });
}

/** Takes what is sent to the addresses of triggers. */
export class HookDesk {
  readonly #parts: HookParts;

  constructor(parts: HookParts) {
    this.#parts = parts;
  }

  /** Resolves once the event is committed; a refusal has started nothing. */
  async receive(hookId: string, request: HookRequest): Promise<HookAnswer> {
    const hook = await this.#parts.hooks.find(hookId);
    if (hook === undefined) throw notFound();
    const waitMs = this.#parts.limit.count(hook.id);
    if (waitMs !== undefined) throw tooMany(waitMs);
    const newest = await this.#parts.flows.getNewest(hook.tenantId, hook.flowId);
    const trigger = findLiveTrigger(newest.document, this.#parts.catalog, hook.nodeId);
    if (trigger === undefined) throw notFound();
    return trigger.type.start === 'file'
      ? this.#takeFile({ hook, trigger, request })
      : this.#takeDelivery({ hook, trigger, request });
  }

  async #takeDelivery({ hook, trigger: { type, config }, request }: Delivered): Promise<HookAnswer> {
    if (type.start !== 'webhook') throw notFound();
    const secret = await this.#parts.hooks.openSecret(hook);
    const received = receiveWebhook(type, {
      request,
      config,
      secret,
      now: this.#parts.clock.now(),
      limitBytes: this.#parts.deliveryBytes,
    });
    const accepted = await this.#start(hook, received);
    if (received.waitMs === undefined) return accepted;
    const response = await this.#parts.runs.waitForResponse(accepted.body.runId, received.waitMs);
    return response ?? accepted;
  }

  async #takeFile({ hook, trigger, request }: Delivered): Promise<HookAnswer> {
    const { hooks, files } = this.#parts;
    refuseUnsigned(request, await hooks.openSecret(hook));
    const { name, mediaType, bytes } = await receiveFile(request, acceptedEndings(trigger));
    const file = await files.put({ tenantId: hook.tenantId, name, mediaType, content: Readable.from([bytes]) });
    const payload = { fileId: file.id, name, sizeBytes: file.sizeBytes };
    return this.#start(hook, { payload, dedupeKey: `file:${file.sha256}`, keyNamesContent: false });
  }

  async #start({ tenantId, flowId, nodeId }: HookTarget, event: Omit<Received, 'waitMs'>) {
    const { runs, keyed } = this.#parts;
    const { dedupeKey, keyNamesContent, payload, payloadText } = event;
    const text = payloadText === undefined ? {} : { payloadText };
    const start = { tenantId, flowId, nodeId, payload, ...text };
    if (dedupeKey === undefined) return accepted(await runs.start(start));
    return accepted(await (keyNamesContent ? keyed : runs).start({ ...start, dedupeKey }));
  }
}

function accepted({ runId, duplicate }: StartedRun) {
  return { status: 202, body: { runId, duplicate } };
}
