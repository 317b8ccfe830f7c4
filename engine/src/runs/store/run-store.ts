import type { FaultRecord } from '@invoicepatch/sdk';
import type { Effect } from '../../execution/effect.ts';
import type { Fact, JournalEntry } from '../../execution/fact.ts';
import type { ClaimedRun, Run, RunStatus } from '../run.ts';
import type { QueuePlace } from '../starting/queue-places.ts';
import type { ClaimWish } from './claims.ts';

export interface AcceptEvent {
  readonly tenantId: string;
  readonly flowId: string;
  readonly version: number;
  readonly nodeId: string;
  /** JSON text. */
  readonly payload: string;
  readonly dedupeKey: string | undefined;
  /** The engine that drives the run from its birth on; without one it is due for whoever comes first. */
  readonly owner?: string;
  readonly againOf?: string;
  /** Where it stands in line; without it, it is driven as soon as somebody can. */
  readonly place?: QueuePlace;
  /** Facts of an earlier run that the new one begins with. */
  readonly carried?: readonly StepFact[];
}

/** An event that starts its run only when no other of the same key has come for a while. */
export interface GatherEvent extends AcceptEvent {
  readonly key: string;
  readonly quietMs: number;
  /** Since the first event. */
  readonly longestMs: number | undefined;
  readonly keep: 'latest' | 'all';
}

export interface Gathered {
  readonly runId: string;
  readonly duplicate: boolean;
  /** The run whose events this one has taken over. */
  readonly superseded: string | undefined;
}

export interface Accepted {
  readonly runId: string;
  /** `true` when this event had been accepted before; `runId` is that earlier run. */
  readonly duplicate: boolean;
  /** For its owner, when one was named and the event is new. */
  readonly run: ClaimedRun | undefined;
}

export interface StepFact {
  readonly step: string;
  readonly fact: Fact;
}

export interface Written {
  readonly lastSeq: number;
  readonly cancelRequested: boolean;
  /** As the journal has them now, with number and time. */
  readonly entries: readonly JournalEntry[];
}

export interface Release {
  readonly status: Exclude<RunStatus, 'queued' | 'running'>;
  readonly wakeAtMs?: number;
  readonly fault?: FaultRecord;
  readonly faultStep?: string;
}

export interface RunPlace {
  readonly tenantId: string;
  readonly runId: string;
}

export type Decided =
  | { readonly kind: 'done' }
  | { readonly kind: 'over'; readonly status: RunStatus }
  | { readonly kind: 'missing' };

/** The truth about runs. Every write of an owner is checked against the epoch under which it got the run. */
export interface RunStore {
  /** Commits the event and its run together; an event seen before gives its earlier run. */
  accept(event: AcceptEvent): Promise<Accepted>;
  /** Like `accept`, for an event that waits for others of its key; see `gatherEvent`. */
  gather(event: GatherEvent): Promise<Gathered>;
  /** Takes runs that are due, of those named where some are, and those whose turn it is. */
  claim(owner: string, wish: ClaimWish): Promise<readonly ClaimedRun[]>;
  /** Gives up what an acceptance or a claim may have taken whose answer was never heard. */
  disown(owner: string, runIds: readonly string[] | 'unknown', except?: readonly string[]): Promise<void>;
  /**
   * Gives a run back that its owner can't go on with. When that was the run's own doing it counts like a death, and the
   * next try comes later each time; a database that was away for a moment is nobody's fault.
   */
  giveBack(run: ClaimedRun, because: 'failure' | 'database-away'): Promise<void>;
  /** Due runs that nobody has, counted up to `most`. */
  countDue(most: number): Promise<number>;
  journal(run: Pick<Run, 'id' | 'tenantId'>): Promise<readonly JournalEntry[]>;
  /** A fault `run.taken-over` when the run has another owner by now. */
  append(run: ClaimedRun, facts: readonly StepFact[]): Promise<Written>;
  /** Adds the last facts and gives the run up in this status, in one. `false` when a fact arrived after `seenSeq`: look again first. */
  release(run: ClaimedRun, seenSeq: number, end: Release, facts?: readonly StepFact[]): Promise<boolean>;
  /** What a person adds, on top of what the journal says of the step. */
  decide(place: RunPlace & { readonly step: string }, fact: (effect: Effect | undefined) => Fact): Promise<Decided>;
  /** Ends a run that waits at once; one that is being driven is told to stop. */
  cancel(place: RunPlace): Promise<Decided | { readonly kind: 'asked' }>;
}

/** Which engines live, and what becomes of the runs of those that don't. */
export interface EngineRolls {
  /** Called again and again: this engine is alive and at work. */
  enlist(owner: string): Promise<void>;
  /** Makes the runs of engines that are gone due. Returns how many. */
  adopt(owner: string): Promise<number>;
  /** Makes every run of this engine due: for an orderly stop. */
  retire(owner: string): Promise<void>;
}
