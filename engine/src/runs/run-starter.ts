import type { Json } from '@invoicepatch/sdk';

export interface StartRun {
  readonly tenantId: string;
  readonly flowId: string;
  /** The trigger's node in the flow. */
  readonly nodeId: string;
  readonly payload: Json;
  /** The payload as JSON text, where it came as text: then it is kept as it came. */
  readonly payloadText?: string;
  /** The sender's delivery id, a schedule's slot, a polled thing's id: the same key starts one run. */
  readonly dedupeKey?: string;
  /** A person wants this very event to run, and now: the trigger's rules about events that belong together don't apply. */
  readonly byHand?: true;
}

export interface StartedRun {
  readonly runId: string;
  /** `true` when this event had been accepted before; `runId` is that earlier run. */
  readonly duplicate: boolean;
}

/** Accepts events. When `start` resolves, the event and its run are committed; they can't be lost any more. */
export interface RunStarter {
  start(request: StartRun): Promise<StartedRun>;
  /** The output that a `respond` step of the run gave, or `undefined` when the run ended or the time was up without one. */
  waitForResponse(
    runId: string,
    timeoutMs: number,
  ): Promise<{ readonly status: number; readonly body: Json } | undefined>;
}
