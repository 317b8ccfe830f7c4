import { Fault, toFault, toFaultRecord } from '@invoicepatch/sdk';
import type { Log } from '../../platform/log/log.ts';
import type { ListedRun, RunLists, RunQuery } from '../looking/run-lists.ts';
import type { RunStatus } from '../run.ts';
import type { RunDesk } from '../run-desk.ts';
import type { AgainVersion, BatchItem, BatchProgress, BatchRef, BatchStore } from './batch-store.ts';

/** Runs of one batch; more are asked for in several. */
export const mostRuns = 10_000;
/** Runs of a batch that are started side by side, so that people and deliveries are not kept waiting. */
const atOnce = 4;
/** When a batch that was interrupted is taken up again, in milliseconds. */
const laterMs = 5_000;

/** Which runs: by name, or by what a list of them was filtered with. */
export type Choice =
  | { readonly kind: 'ids'; readonly runIds: readonly string[] }
  | ({ readonly kind: 'filter'; readonly status: RunStatus } & Pick<RunQuery, 'flowId' | 'code' | 'from' | 'to'>);

export interface Preview {
  readonly count: number;
  /** Whether there are more than one batch takes; then `count` is what it takes. */
  readonly more: boolean;
  readonly flows: readonly { readonly flowId: string; readonly name: string; readonly count: number }[];
}

export interface BatchParts {
  readonly store: BatchStore;
  readonly lists: RunLists;
  readonly desk: RunDesk;
  readonly log: Log;
}

/** Runs many runs again: each of them once, however often the same batch is asked for. */
export class AgainBatches {
  readonly #parts: BatchParts;
  readonly #working = new Map<string, Promise<void>>();
  #stopped = false;

  constructor(parts: BatchParts) {
    this.#parts = parts;
  }

  async preview(tenantId: string, choice: Choice): Promise<Preview> {
    const found = await this.#choose(tenantId, choice);
    const flows = new Map<string, { flowId: string; name: string; count: number }>();
    for (const { flowId, flowName } of found.runs) {
      const known = flows.get(flowId) ?? { flowId, name: flowName, count: 0 };
      flows.set(flowId, { ...known, count: known.count + 1 });
    }
    const byCount = [...flows.values()].sort((one, other) => other.count - one.count);
    return { count: found.runs.length, more: found.more, flows: byCount };
  }

  async start(ref: BatchRef, choice: Choice, version: AgainVersion): Promise<BatchProgress> {
    if ((await this.#parts.store.findProgress(ref)) === undefined) {
      const { runs } = await this.#choose(ref.tenantId, choice);
      await this.#parts.store.keep(
        ref,
        version,
        runs.map(({ id }) => id),
      );
    }
    this.#work(ref);
    return this.get(ref);
  }

  async get(ref: BatchRef): Promise<BatchProgress> {
    const progress = await this.#parts.store.findProgress(ref);
    if (progress !== undefined) return progress;
    const { batchId } = ref;
    throw new Fault('missing', 'run.batch-not-found', 'There is no batch with this id.', { details: { batchId } });
  }

  listItems(ref: BatchRef, limit: number): Promise<readonly BatchItem[]> {
    return this.#parts.store.listItems(ref, limit);
  }

  /** Goes on with what an engine that ended left behind. */
  async resume(): Promise<void> {
    for (const ref of await this.#parts.store.listUnfinished(100)) this.#work(ref);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled(this.#working.values());
  }

  async #choose(tenantId: string, choice: Choice): Promise<{ readonly runs: readonly ListedRun[]; more: boolean }> {
    const filter =
      choice.kind === 'ids'
        ? { ids: choice.runIds, status: undefined, flowId: undefined }
        : { status: choice.status, flowId: choice.flowId, code: choice.code, from: choice.from, to: choice.to };
    const found = await this.#parts.lists.list({ ...filter, tenantId, after: undefined, limit: mostRuns + 1 });
    // The oldest first, as they came in the first time.
    return { runs: found.slice(0, mostRuns).reverse(), more: found.length > mostRuns };
  }

  #work(ref: BatchRef): void {
    const name = `${ref.tenantId}/${ref.batchId}`;
    if (this.#working.has(name) || this.#stopped) return;
    const working = this.#workOff(ref)
      .catch((cause: unknown) => this.#tryLater(ref, cause))
      .finally(() => this.#working.delete(name));
    this.#working.set(name, working);
  }

  /** The database or the sandbox was away, or the failure is ours: the batch is not forgotten either way. */
  #tryLater(ref: BatchRef, cause: unknown): void {
    this.#parts.log.warn('again.interrupted', { batchId: ref.batchId, cause });
    setTimeout(() => this.#work(ref), laterMs).unref();
  }

  async #workOff(ref: BatchRef): Promise<void> {
    const { version } = await this.get(ref);
    while (!this.#stopped) {
      const open = await this.#parts.store.listOpen(ref, atOnce);
      if (open.length === 0) return this.#parts.store.finish(ref);
      await Promise.all(open.map((runId) => this.#again(ref, runId, version)));
    }
  }

  /** The batch and the run are the event's name, so that a second try after a crash finds the first one's run. */
  async #again(ref: BatchRef, runId: string, version: AgainVersion): Promise<void> {
    const { tenantId, batchId } = ref;
    try {
      const dedupeKey = `again:${batchId}:${runId}`;
      const newRunId = await this.#parts.desk.again({ tenantId, runId }, { version, dedupeKey });
      await this.#parts.store.settle(ref, { runId, newRunId, fault: null });
    } catch (thrown) {
      const fault = toFault(thrown);
      // The database or the sandbox was away: the item stays open for the next try.
      if (fault.retryable || fault.kind === 'bug') throw thrown;
      await this.#parts.store.settle(ref, { runId, newRunId: null, fault: toFaultRecord(fault) });
    }
  }
}
