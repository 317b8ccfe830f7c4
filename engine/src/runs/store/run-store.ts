import type { FaultRecord } from '@invoicepatch/sdk';
import type { Fact, JournalEntry } from '../../execution/fact.ts';
import type { ClaimedRun, Run, RunStatus } from '../run.ts';

export interface AcceptEvent {
  readonly tenantId: string;
  readonly flowId: string;
  readonly version: number;
  readonly nodeId: string;
  /** JSON text. */
  readonly payload: string;
  readonly dedupeKey: string | undefined;
  readonly againOf?: string;
  /** Facts of an earlier run that the new one begins with. */
  readonly carried?: readonly StepFact[];
  /** The run that calls this one, its step, and how many runs stand above the new one. */
  readonly parent?: { readonly runId: string; readonly step: string; readonly depth: number };
}

export interface StepFact {
  readonly step: string;
  readonly fact: Fact;
}

export interface Appended {
  readonly entries: readonly JournalEntry[];
  readonly lastSeq: number;
  readonly cancelRequested: boolean;
}

export interface Release {
  readonly status: Exclude<RunStatus, 'queued' | 'running'>;
  readonly wakeAtMs?: number;
  readonly fault?: FaultRecord;
  readonly faultStep?: string;
}

/** The truth about runs. Every write of an owner is checked against the epoch under which it claimed the run. */
export interface RunStore {
  /** Commits the event and its run together; an event seen before gives its earlier run. */
  accept(event: AcceptEvent): Promise<{ readonly runId: string; readonly duplicate: boolean }>;
  /** Takes a due run; `undefined` when it isn't due or another owner was quicker. */
  claim(runId: string, owner: string): Promise<ClaimedRun | undefined>;
  /** Gives up what a claim may have taken whose answer was never heard. */
  disown(runId: string, owner: string): Promise<void>;
  /**
   * Gives a run back that its owner can't go on with. When that was the run's own doing it counts like a death, and the
   * next try comes later each time; a database that was away for a moment is nobody's fault.
   */
  giveBack(run: ClaimedRun, because: 'failure' | 'database-away'): Promise<void>;
  listDue(limit: number): Promise<readonly string[]>;
  /** Lets the leases of owners that are no longer present run out at once. */
  cutLeases(): Promise<void>;
  renewLeases(owner: string): Promise<void>;
  /** Lets every run of this owner be taken at once: for an orderly stop. */
  abandonLeases(owner: string): Promise<void>;
  journal(run: Pick<Run, 'id' | 'tenantId'>): Promise<readonly JournalEntry[]>;
  /** A fault `run.taken-over` when the run has another owner by now. */
  append(run: ClaimedRun, facts: readonly StepFact[]): Promise<Appended>;
  /** Gives the run up in this status. `false` when a fact arrived after `seenSeq`: look again first. */
  release(run: ClaimedRun, seenSeq: number, end: Release): Promise<boolean>;
}
