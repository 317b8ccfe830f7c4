import type { FaultRecord } from '@invoicepatch/sdk';
import type { ClaimedRun, Run, RunStatus } from '../run.ts';
import { unpack } from './packed.ts';

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
}

export interface OpenRunRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly flow_id: string;
  readonly version: number;
  readonly accepted_at: Date;
  readonly started_at: Date;
  readonly again_of: string | null;
  readonly node_id: string;
  readonly payload: Buffer;
  readonly epoch: number;
  readonly crashes: number;
  readonly last_seq: number;
  readonly cancel_requested: boolean;
  readonly takes_turn: boolean;
}

export function toRun(row: RunRow, payload: Buffer): Run {
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
    event: { nodeId: row.node_id, payload: unpack(payload) },
  };
}

export function toClaimedRun(row: OpenRunRow): ClaimedRun {
  return {
    ...toRun({ ...row, status: 'running', finished_at: null, fault: null, fault_step: null }, row.payload),
    epoch: row.epoch,
    crashes: row.crashes,
    lastSeq: row.last_seq,
    cancelRequested: row.cancel_requested,
    takesTurn: row.takes_turn,
  };
}
