import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@invoicepatch/sdk';
import type { Clock } from '../../../platform/clock/clock.ts';
import { runNotFound } from '../../run-desk.ts';
import type { ListedRun, RunLists, RunQuery } from '../run-lists.ts';
import type { RunViewer } from '../run-viewer.ts';
import { isOver, ListWatch, type RunEvent, RunWatch, watchedRuns } from './run-events.ts';
import { SharedReads } from './shared-reads.ts';

export interface FeedOptions {
  /** Time between two looks, in milliseconds. */
  readonly everyMs: number;
  /** After so long without an event one is sent that says nothing, so that nobody in between hangs up. */
  readonly heartbeatMs: number;
  /** How long a stream lasts; the listener comes back by itself, and is asked again who it is. */
  readonly lastsMs: number;
  /** Streams of this process. */
  readonly most: number;
}

export interface FeedParts {
  readonly lists: RunLists;
  readonly viewer: RunViewer;
  readonly clock: Clock;
}

export interface Listening {
  readonly tenantId: string;
  /** Where the listener left off. */
  readonly lastEventId: string | undefined;
  readonly signal: AbortSignal;
}

export type Told = RunEvent | { readonly type: 'heartbeat' };

/**
 * Tells listeners how runs go. It looks at the lists for as long as somebody listens: nothing is published by whoever
 * works on runs, so that running costs nothing more, and any engine can tell of the runs of all.
 */
export class RunFeed {
  readonly #parts: FeedParts;
  readonly #options: FeedOptions;
  readonly #newest: SharedReads<readonly ListedRun[]>;
  readonly #stopped = new AbortController();
  #open = 0;

  constructor(parts: FeedParts, options: FeedOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#newest = new SharedReads(options.everyMs * 0.8, (key) => {
      const [tenantId = '', flowId] = key.split(' ');
      return this.#list(tenantId, { flowId });
    });
  }

  /** Streams that are open. */
  get open(): number {
    return this.#open;
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** The newest runs of a tenant, of one flow where that is named. */
  async *ofTenant(listening: Listening, flowId: string | undefined): AsyncGenerator<Told> {
    const { tenantId, lastEventId } = listening;
    const watch = new ListWatch(lastEventId);
    yield* this.#follow(listening.signal, async () => {
      const newest = await this.#newest.get(flowId === undefined ? tenantId : `${tenantId} ${flowId}`);
      const there = new Set(newest.map(({ id }) => id));
      const sunk = watch.stillOpen().filter((id) => !there.has(id));
      const rest = sunk.length === 0 ? [] : await this.#list(tenantId, { ids: sunk });
      return { events: watch.next([...newest, ...rest], this.#parts.clock.now()), over: false };
    });
  }

  /** One run, until it is over. */
  async *ofRun(listening: Listening, runId: string): AsyncGenerator<Told> {
    const { tenantId, lastEventId } = listening;
    const watch = new RunWatch(lastEventId);
    yield* this.#follow(listening.signal, async () => {
      const [listed] = await this.#list(tenantId, { ids: [runId] });
      if (listed === undefined) return { events: [], over: true };
      if (!watch.wantsFacts(listed)) return { events: [], over: isOver(listed.status) };
      const { run } = await this.#parts.lists.get(tenantId, runId);
      return { events: watch.next(listed, await this.#parts.viewer.journal(run)), over: isOver(listed.status) };
    });
  }

  #list(tenantId: string, only: Pick<RunQuery, 'ids'> & Partial<Pick<RunQuery, 'flowId'>>) {
    const everything = { flowId: undefined, status: undefined, after: undefined, limit: watchedRuns };
    return this.#parts.lists.list({ ...everything, ...only, tenantId });
  }

  async *#follow(
    asked: AbortSignal,
    look: () => Promise<{ readonly events: readonly RunEvent[]; readonly over: boolean }>,
  ): AsyncGenerator<Told> {
    const signal = AbortSignal.any([asked, this.#stopped.signal]);
    const { everyMs, heartbeatMs, lastsMs } = this.#options;
    this.#open += 1;
    try {
      let quietMs = heartbeatMs;
      for (let aliveMs = 0; aliveMs < lastsMs && !signal.aborted; aliveMs += everyMs) {
        const { events, over } = await look();
        yield* events;
        if (over) return;
        quietMs = events.length > 0 ? 0 : quietMs + everyMs;
        if (quietMs >= heartbeatMs) {
          quietMs = 0;
          yield { type: 'heartbeat' };
        }
        await sleep(everyMs, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      this.#open -= 1;
    }
  }

  async refuseUnknown(tenantId: string, runId: string): Promise<void> {
    const [listed] = await this.#list(tenantId, { ids: [runId] });
    if (listed === undefined) throw runNotFound(runId);
  }

  refuseTooMany(): void {
    if (this.#open < this.#options.most) return;
    const message = 'Too many pages follow runs live at the moment. They ask again and again instead; try later.';
    throw new Fault('unavailable', 'events.too-many', message, { details: { limit: this.#options.most } });
  }
}
