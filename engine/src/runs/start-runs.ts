import { Fault } from '@invoicepatch/sdk';
import type { PublishedFlows } from '../flows/published-flows.ts';
import type { Dispatcher } from './driving/dispatcher.ts';
import type { Responses, RunResponse } from './responses.ts';
import type { RunStarter, StartedRun, StartRun } from './run-starter.ts';
import type { RunStore } from './store/run-store.ts';

export interface StartParts {
  readonly store: RunStore;
  readonly flows: PublishedFlows;
  readonly dispatcher: Dispatcher;
  readonly responses: Responses;
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
    if (!newest.document.nodes.some((node) => node.id === nodeId)) {
      const text = `The published version ${newest.version} of this flow has no trigger called ${nodeId}. Publish the draft first.`;
      throw new Fault('conflict', 'flow.trigger-not-published', text, { details: { flowId, nodeId } });
    }
    const started = await this.#parts.store.accept({
      tenantId,
      flowId,
      version: newest.version,
      nodeId,
      payload: JSON.stringify(request.payload),
      dedupeKey: request.dedupeKey,
    });
    // Told after the commit: a wake that gets lost is made up for by the sweep.
    if (!started.duplicate) this.#parts.dispatcher.wake(started.runId);
    return started;
  }

  waitForResponse(runId: string, timeoutMs: number): Promise<RunResponse | undefined> {
    return this.#parts.responses.wait(runId, timeoutMs);
  }
}
