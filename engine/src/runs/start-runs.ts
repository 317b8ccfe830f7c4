import { Fault } from '@invoicepatch/sdk';
import type { FlowVersion, PublishedFlows } from '../flows/published-flows.ts';
import type { Dispatcher } from './driving/dispatcher.ts';
import type { Responses, RunResponse } from './responses.ts';
import type { RunStarter, StartedRun, StartRun } from './run-starter.ts';
import type { QueuePlaces } from './starting/queue-places.ts';
import { AcceptanceUnheard } from './store/run-store.postgres.ts';
import type { AcceptEvent, RunStore } from './store/run-store.ts';

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
    const place = await this.#parts.places.find(tenantId, newest, payload);
    return acceptRun(this.#parts, {
      tenantId,
      flowId,
      version: newest.version,
      nodeId,
      payload,
      dedupeKey: request.dedupeKey,
      ...(place === undefined ? {} : { place }),
    });
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
