import type { FaultRecord } from '@invoicepatch/sdk';

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
}

/** A run in the hands of its one owner. */
export interface ClaimedRun extends Run {
  readonly epoch: number;
  /** Times that an owner died with this run in its hands. */
  readonly crashes: number;
  readonly lastSeq: number;
  readonly cancelRequested: boolean;
  /** Others wait for their turn behind it. */
  readonly takesTurn: boolean;
}
