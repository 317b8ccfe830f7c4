import { Fault } from '@invoicepatch/sdk';
import type { FlowVersion, PublishedFlows } from '../flows/published-flows.ts';
import type { Dispatcher } from './driving/dispatcher.ts';
import type { Responses, RunResponse } from './responses.ts';
import type { RunStarter, StartedRun, StartRun } from './run-starter.ts';
import { type EventRules, findEventRules } from './starting/event-rules.ts';
import type { QueuePlaces } from './starting/queue-places.ts';
import { AcceptanceUnheard } from './store/run-store.postgres.ts';
import type { AcceptEvent, RunStore } from './store/run-store.ts';

type Debounce = NonNullable<EventRules['debounce']>;

export interface StartParts {
  readonly store: RunStore;
  readonly flows: PublishedFlows;
  readonly dispatcher: Dispatcher;
  readonly responses: Responses;
  readonly places: QueuePlaces;
}

/** Accepts events for the newest version of their flow. */
export class StartRuns implements RunStarter {
  readonly #parts: StartParts;

  constructor(parts: StartParts) {
    this.#parts = parts;
  }

  async start(request: StartRun): Promise<StartedRun> {
    const { tenantId, flowId, nodeId } = request;
    const newest = await this.#parts.flows.getNewest(tenantId, flowId);
    refuseUnknownTrigger(newest, nodeId);
    const payload = request.payloadText ?? JSON.stringify(request.payload);
    const rules = request.byHand === true ? undefined : findEventRules(newest.document, nodeId);
    const place = await this.#parts.places.find(tenantId, newest, payload);
    const event: AcceptEvent = {
      tenantId,
      flowId,
      version: newest.version,
      nodeId,
      payload,
      dedupeKey:
        rules?.dedupeBy === undefined ? request.dedupeKey : await this.#findDedupeKey(request, newest, rules.dedupeBy),
      ...(place === undefined ? {} : { place }),
    };
    return rules?.debounce === undefined ? acceptRun(this.#parts, event) : this.#gather(event, newest, rules.debounce);
  }

  /** A key that the sender gave with this very request is a promise of its own, and comes first. */
  async #findDedupeKey(request: StartRun, version: FlowVersion, expression: string): Promise<string | undefined> {
    const { tenantId, payload, payloadText, dedupeKey } = request;
    if (dedupeKey?.startsWith('idempotency-key:') === true) return dedupeKey;
    const event = { payload: payloadText ?? JSON.stringify(payload), expression };
    const found = await this.#parts.places.findKey(tenantId, version, event);
    return found === undefined ? dedupeKey : `by:${found}`;
  }

  /** Commits the event; its run starts when no other of the same key has come for a while. */
  async #gather(event: AcceptEvent, version: FlowVersion, debounce: Debounce): Promise<StartedRun> {
    const { store, dispatcher, places, responses } = this.#parts;
    // Refuses when too many runs wait; there is never a place here for a run that waits.
    await dispatcher.board(event.tenantId, true);
    const { key: expression, quietSeconds, longestSeconds, keep } = debounce;
    const { payload, tenantId } = event;
    const key = expression === undefined ? undefined : await places.findKey(tenantId, version, { payload, expression });
    const longestMs = longestSeconds === undefined ? undefined : longestSeconds * 1_000;
    const wish = { ...event, key: key ?? '', quietMs: quietSeconds * 1_000, longestMs, keep };
    const { runId, duplicate, superseded } = await store.gather(wish);
    if (superseded !== undefined) responses.tell(superseded, 'ended');
    return { runId, duplicate };
  }

  waitForResponse(runId: string, timeoutMs: number): Promise<RunResponse | undefined> {
    return this.#parts.responses.wait(runId, timeoutMs);
  }
}

function refuseUnknownTrigger({ flowId, version, document }: FlowVersion, nodeId: string): void {
  if (document.nodes.some((node) => node.id === nodeId)) return;
  const text = `The published version ${version} of this flow has no trigger called ${nodeId}. Publish the draft first.`;
  throw new Fault('conflict', 'flow.trigger-not-published', text, { details: { flowId, nodeId } });
}

/** Commits the event. Its run is driven here from memory where there is a place, else it is due for whoever comes first. */
export async function acceptRun(
  { store, dispatcher }: Pick<StartParts, 'store' | 'dispatcher'>,
  event: AcceptEvent,
): Promise<StartedRun> {
  const isInLine = event.place?.takesTurn === true;
  const boarded = await dispatcher.board(event.tenantId, isInLine);
  try {
    const { runId, duplicate, run } = await store.accept(boarded ? { ...event, owner: dispatcher.owner } : event);
    if (run !== undefined) dispatcher.take(run);
    else if (boarded) dispatcher.leave(event.tenantId);
    else if (!duplicate) dispatcher.offer(runId, isInLine);
    return { runId, duplicate };
  } catch (thrown) {
    if (boarded) dispatcher.leave(event.tenantId);
    if (!(thrown instanceof AcceptanceUnheard)) throw thrown;
    if (boarded) dispatcher.disown(thrown.runId);
    throw thrown.cause;
  }
}
