import type { FaultRecord } from '@invoicepatch/sdk';
import type { RunFacts } from '../execution/memory.ts';

export const runStatuses = [
  'queued',
  'running',
  'waiting',
  'needs-person',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export type RunStatus = (typeof runStatuses)[number];

export const finalStatuses: readonly RunStatus[] = ['succeeded', 'failed', 'cancelled'];

/** One execution of one version, without its journal. */
export interface Run {
  readonly id: string;
  readonly tenantId: string;
  readonly flowId: string;
  readonly version: number;
  readonly status: RunStatus;
  readonly acceptedAtMs: number;
  readonly startedAtMs: number | undefined;
  readonly finishedAtMs: number | undefined;
  readonly fault: FaultRecord | undefined;
  readonly faultStep: string | undefined;
  readonly againOf: string | undefined;
  readonly event: { readonly nodeId: string; readonly payload: string };
  /** The run that called this one, and the step that waits for it. */
  readonly parent: { readonly runId: string; readonly step: string } | undefined;
  /** How many runs stand above this one, each called by the one before. */
  readonly depth: number;
  /** What makes the addresses of its waits unguessable. */
  readonly callbackSecret: string;
}

/** What the execution of a run may know of it. */
export function toRunFacts(run: Run, callbacksUrl: string): RunFacts {
  return {
    id: run.id,
    startedAtMs: run.startedAtMs ?? run.acceptedAtMs,
    callbacks: { url: callbacksUrl, secret: run.callbackSecret },
    called: run.parent !== undefined,
  };
}

/** A run in the hands of its one owner. */
export interface ClaimedRun extends Run {
  readonly epoch: number;
  /** Times that an owner died with this run in its hands. */
  readonly crashes: number;
  readonly lastSeq: number;
  readonly cancelRequested: boolean;
}
