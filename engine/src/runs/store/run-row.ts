import type { FaultRecord } from '@invoicepatch/sdk';
import type { Fact, JournalEntry } from '../../execution/fact.ts';
import type { ClaimedRun, Run, RunStatus } from '../run.ts';

export interface RunRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly flow_id: string;
  readonly version: number;
  readonly status: RunStatus;
  readonly accepted_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly fault: FaultRecord | null;
  readonly fault_step: string | null;
  readonly again_of: string | null;
  readonly node_id: string;
  readonly payload: string;
  readonly parent_run_id: string | null;
  readonly parent_step: string | null;
  readonly depth: number;
  readonly callback_secret: string;
}

export interface ClaimedRunRow extends RunRow {
  readonly epoch: number;
  readonly crashes: number;
  readonly last_seq: number;
  readonly cancel_requested: boolean;
}

export function toRun(row: RunRow): Run {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    flowId: row.flow_id,
    version: row.version,
    status: row.status,
    acceptedAtMs: row.accepted_at.getTime(),
    startedAtMs: row.started_at?.getTime(),
    finishedAtMs: row.finished_at?.getTime(),
    fault: row.fault ?? undefined,
    faultStep: row.fault_step ?? undefined,
    againOf: row.again_of ?? undefined,
    event: { nodeId: row.node_id, payload: row.payload },
    parent:
      row.parent_run_id === null || row.parent_step === null
        ? undefined
        : { runId: row.parent_run_id, step: row.parent_step },
    depth: row.depth,
    callbackSecret: row.callback_secret,
  };
}

export function toClaimedRun(row: ClaimedRunRow): ClaimedRun {
  return {
    ...toRun(row),
    epoch: row.epoch,
    crashes: row.crashes,
    lastSeq: row.last_seq,
    cancelRequested: row.cancel_requested,
  };
}

export interface JournalRow {
  readonly seq: number;
  readonly step: string;
  readonly fact: string;
  readonly at: Date;
}

export function toJournalEntry(row: JournalRow): JournalEntry {
  // The journal is written by this engine only, in the shape of Fact.
  return { seq: row.seq, step: row.step, atMs: row.at.getTime(), fact: JSON.parse(row.fact) as Fact };
}
