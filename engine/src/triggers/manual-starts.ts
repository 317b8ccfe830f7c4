import { Fault, type Json, json, z } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import type { PublishedFlows } from '../flows/published-flows.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { RunStarter, StartedRun } from '../runs/run-starter.ts';
import { deliveryKey } from './delivery-key.ts';
import { type LiveTrigger, listLiveTriggers } from './find-trigger.ts';
import type { KeyedStarts } from './keyed-starts.ts';

export interface StartParts {
  readonly flows: PublishedFlows;
  readonly catalog: Catalog;
  readonly files: FileStore;
  readonly runs: RunStarter;
  readonly keyed: KeyedStarts;
  readonly clock: Clock;
}

export interface ManualStart {
  readonly tenantId: string;
  readonly flowId: string;
  readonly payload: Json | undefined;
  /** Chooses among several triggers. */
  readonly nodeId: string | undefined;
  /** The caller's own: the same key starts one run. */
  readonly key: string | undefined;
}

const filePayload = z.object({ fileId: z.string() });

function choose(triggers: readonly LiveTrigger[], nodeId: string | undefined): LiveTrigger {
  const chosen =
    nodeId === undefined
      ? (triggers.find(({ type }) => type.start === 'manual') ?? triggers[0])
      : triggers.find(({ node }) => node.id === nodeId);
  if (chosen !== undefined) return chosen;
  const names = triggers.map(({ node }) => node.id).join(', ');
  const message = `The published flow has no trigger called ${nodeId ?? 'anything'}. It has: ${names || 'none'}.`;
  throw new Fault('invalid', 'flow.no-such-trigger', message, { details: { nodeId: nodeId ?? null } });
}

/** Runs that a person or a script starts by hand, through any trigger of the flow. */
export class ManualStarts {
  readonly #parts: StartParts;

  constructor(parts: StartParts) {
    this.#parts = parts;
  }

  async start({ tenantId, flowId, payload, nodeId, key }: ManualStart): Promise<StartedRun> {
    const newest = await this.#parts.flows.getNewest(tenantId, flowId);
    const trigger = choose(listLiveTriggers(newest.document, this.#parts.catalog), nodeId);
    const { runs, keyed } = this.#parts;
    const start = {
      byHand: true as const,
      tenantId,
      flowId,
      nodeId: trigger.node.id,
      payload: await this.#toPayload(trigger, payload, tenantId),
    };
    if (key === undefined) return runs.start(start);
    // What a schedule gives holds the time, which is another one the second time.
    const starter = trigger.type.start === 'schedule' ? runs : keyed;
    return starter.start({ ...start, dedupeKey: deliveryKey('start', key) });
  }

  async #toPayload({ type }: LiveTrigger, payload: Json | undefined, tenantId: string): Promise<Json> {
    if (type.start === 'schedule') {
      const now = new Date(this.#parts.clock.now()).toISOString();
      return { slot: now, now };
    }
    if (type.start === 'file') return this.#describeFile(payload, tenantId);
    if (type.output === json) return payload ?? null;
    const parsed = type.output.safeParse(payload ?? null);
    if (parsed.success) return json.parse(parsed.data);
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: ['payload', ...path].join('.'), message }));
    const message = `The payload is not what the trigger "${type.title}" gives. Correct the places named, then run again.`;
    throw new Fault('invalid', 'flow.bad-payload', message, { details: { errors } });
  }

  async #describeFile(payload: Json | undefined, tenantId: string): Promise<Json> {
    const parsed = filePayload.safeParse(payload);
    if (!parsed.success) {
      const message =
        'This trigger takes a file. Upload it to /api/v1/files, then run with {"payload": {"fileId": …}}.';
      throw new Fault('invalid', 'flow.bad-payload', message);
    }
    const file = await this.#parts.files.get(tenantId, parsed.data.fileId);
    return { fileId: file.id, name: file.name, sizeBytes: file.sizeBytes };
  }
}
