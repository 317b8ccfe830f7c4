import type { FaultRecord, Json } from '@invoicepatch/sdk';
import type { RunStatus, StepStatus } from './wire.ts';

export interface RunFact {
  readonly seq: number;
  readonly at: string;
  readonly step: string;
  readonly kind: string;
  readonly attempt: number | null;
  readonly port: string | null;
  readonly by: string | null;
  readonly fault: { readonly code: string; readonly message: string } | null;
}

export type AgainChoice =
  | { readonly runIds: readonly string[] }
  | { readonly filter: { readonly status: string; readonly flowId?: string } };

export interface AgainPreview {
  readonly count: number;
  readonly more: boolean;
  readonly flows: readonly { readonly flowId: string; readonly name: string; readonly count: number }[];
}

export interface AgainProgress {
  readonly batchId: string;
  readonly total: number;
  readonly started: number;
  readonly failed: number;
  readonly finishedAt: string | null;
}

export interface AgainItem {
  readonly runId: string;
  readonly newRunId: string | null;
  readonly fault: FaultRecord | null;
}

export interface Difference {
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

interface StepSide {
  readonly status: StepStatus;
  readonly port: string | null;
  readonly fault: { readonly code: string; readonly message: string } | null;
}

export interface StepDifference {
  readonly step: string;
  readonly nodeId: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before: StepSide | null;
  readonly after: StepSide | null;
  readonly output: readonly Difference[];
}

export interface CallDifference {
  readonly step: string;
  readonly nodeId: string;
  readonly type: string | null;
  readonly change: 'changed' | 'new' | 'gone';
  readonly before: Json;
  readonly after: Json;
  readonly assumed: boolean;
  readonly input: readonly Difference[];
}

export interface RunComparison {
  readonly runId: string;
  readonly version: number;
  readonly acceptedAt: string;
  readonly verdict: 'same' | 'different' | 'no-trigger';
  readonly before: RunStatus;
  readonly after: RunStatus | 'open';
  readonly steps: readonly StepDifference[];
  readonly calls: readonly CallDifference[];
  readonly sameCalls: number;
  readonly more: number;
}

export interface Comparison {
  readonly runs: readonly RunComparison[];
  readonly same: number;
  readonly different: number;
}

/** A test as the engine keeps it; what is in it is its author's. */
export interface TestCase {
  readonly name: string;
  readonly [field: string]: Json;
}

export type StoredTest = TestCase & { readonly id: string; readonly updatedAt: string };

export interface TestResult {
  readonly id: string | null;
  readonly name: string;
  readonly passed: boolean;
  readonly findings: readonly { readonly step: string | null; readonly path: string; readonly message: string }[];
}
