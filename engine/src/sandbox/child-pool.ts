import { Fault } from '@invoicepatch/sdk';
import { ChildSlot, type SlotOptions } from './child-slot.ts';
import { FairQueue } from './fair-queue.ts';
import { type PoolAnswer, PoolJob, type PoolRequest } from './pool-job.ts';
import type { PoolLimits } from './sandbox-limits.ts';

const watchMs = 25;
const longestRestartMs = 10_000;

function unavailable(message: string): Fault {
  return new Fault('unavailable', 'sandbox.unavailable', message, { retryAfterMs: 1_000 });
}

/** Keeps children alive, hands them jobs, and settles who is to blame when one dies. */
export class ChildPool {
  readonly #options: SlotOptions;
  readonly #limits: PoolLimits;
  readonly #slots = new Set<ChildSlot>();
  readonly #queue = new FairQueue<PoolJob>();
  /** Jobs to be tried again by themselves, before anything else. */
  #again: PoolJob[] = [];
  #watch: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;
  #failedStarts = 0;
  #lastId = 0;
  #closed = false;
  #peakBytes = 0;

  constructor(options: SlotOptions, limits: PoolLimits) {
    this.#options = options;
    this.#limits = limits;
  }

  /** Starts the children that are always kept; nobody has to wait for them. */
  prewarm(): void {
    while (this.#slots.size < this.#limits.minChildren && this.#restart === undefined) this.#start();
  }

  run(request: PoolRequest): Promise<PoolAnswer> {
    if (this.#closed) return Promise.reject(unavailable('The engine is stopping. Try again in a moment.'));
    if (this.#queue.size >= this.#limits.queuedJobs) {
      return Promise.reject(unavailable('Too many expressions are waiting to be evaluated. Try again in a moment.'));
    }
    this.#lastId += 1;
    const job = new PoolJob(this.#lastId, request, performance.now());
    this.#queue.add(job);
    this.#pump();
    return job.answer;
  }

  /** Process ids of the children, for whoever watches them. */
  get pids(): readonly number[] {
    return [...this.#slots].flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  }

  /** Largest resident memory that any child was seen with. */
  get peakBytes(): number {
    return Math.max(this.#peakBytes, ...[...this.#slots].map(({ peakBytes }) => peakBytes));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#restart);
    clearInterval(this.#watch);
    this.#refuse(() => true, 'The engine is stopping. Try again in a moment.');
    const ends = [...this.#slots].map((slot) => {
      slot.stop();
      return slot.ended;
    });
    await Promise.all(ends);
  }

  #pump(): void {
    while (this.#again.length + this.#queue.size > 0) {
      const slot = [...this.#slots].find(({ isFree }) => isFree);
      if (slot === undefined) break;
      this.#failedStarts = 0;
      slot.give(this.#takeBatch());
    }
    if (this.#again.length + this.#queue.size > 0) this.#grow();
    this.#watch ??= setInterval(() => this.#tick(), watchMs);
  }

  #takeBatch(): PoolJob[] {
    const suspect = this.#again.shift();
    if (suspect !== undefined) return [suspect];
    // Leave something for the other children: a batch is there to save crossings, not to fill one child.
    const share = Math.ceil(this.#queue.size / Math.max(1, this.#slots.size));
    const batch: PoolJob[] = [];
    for (let left = Math.min(share, this.#limits.batchJobs); left > 0; left -= 1) {
      const job = this.#queue.take();
      if (job !== undefined) batch.push(job);
    }
    return batch;
  }

  #grow(): void {
    const starting = [...this.#slots].some((slot) => slot.isStarting);
    if (this.#slots.size < this.#limits.maxChildren && !starting && this.#restart === undefined) this.#start();
  }

  #start(): void {
    const slot = new ChildSlot(this.#options, {
      free: () => this.#pump(),
      later: (job, hadTurn) => (hadTurn ? this.#queue.add(job) : this.#queue.putBack(job)),
      died: (again, useful) => this.#replace(slot, again, useful),
    });
    this.#slots.add(slot);
    this.#watch ??= setInterval(() => this.#tick(), watchMs);
  }

  #replace(slot: ChildSlot, again: readonly PoolJob[], useful: boolean): void {
    this.#slots.delete(slot);
    this.#peakBytes = Math.max(this.#peakBytes, slot.peakBytes);
    if (this.#closed) {
      for (const job of again) job.refuse(unavailable('The engine is stopping. Try again in a moment.'));
      return;
    }
    for (const job of again) {
      if (job.suspected) this.#again.push(job);
      else this.#queue.add(job);
    }
    if (useful) this.#resume();
    else this.#resumeLater();
  }

  #resume(): void {
    this.prewarm();
    this.#pump();
  }

  /** A child that cannot even start is tried for ever, at growing distances. */
  #resumeLater(): void {
    this.#failedStarts += 1;
    const delayMs = Math.min(100 * 2 ** this.#failedStarts, longestRestartMs);
    this.#restart ??= setTimeout(() => {
      this.#restart = undefined;
      this.#resume();
    }, delayMs);
  }

  #tick(): void {
    const now = performance.now();
    for (const slot of this.#slots) slot.watch(now);
    const late = now - this.#limits.queueMs;
    this.#refuse((job) => job.queuedAt < late, 'No sandbox process became free in time. Try again in a moment.');
    const quiet = this.#queue.size === 0 && [...this.#slots].every(({ isFree }) => isFree);
    if (!quiet) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #refuse(which: (job: PoolJob) => boolean, message: string): void {
    const refused = [...this.#again.filter(which), ...this.#queue.remove(which)];
    this.#again = this.#again.filter((job) => !which(job));
    for (const job of refused) job.refuse(unavailable(message));
  }
}
