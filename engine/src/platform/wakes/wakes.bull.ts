import type { Queue, Worker } from 'bullmq';
import type { Log } from '../log/log.ts';
import { CallBatches } from './call-batches.ts';
import type { Wakes } from './wakes.ts';

/** One job of the queue: ids of runs that were accepted together. */
export interface WakeJob {
  readonly runIds: readonly string[];
}

/** For how long a Redis that is away is tried again: a connection that nobody wants any more would keep the process alive. */
export interface Wanted {
  isOver: boolean;
}

export interface BullParts {
  readonly queue: Queue<WakeJob>;
  readonly wanted: Wanted;
  /** Connects a worker to the same queue; made when somebody listens. */
  openWorker(hear: (job: WakeJob) => Promise<void>): Worker<WakeJob>;
  readonly log: Log;
}

/** As many as one claim takes, so that the work of a flood is spread over the workers. */
const idsPerJob = 64;
/** A Redis that doesn't answer for so long is not waited for: the sweep finds what was not told. */
const patienceMs = 1_000;
/** Redis may be away for hours; that is said once in so many milliseconds. */
const complainEveryMs = 60_000;
const forgotten = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

/** Wakes by a BullMQ queue: each batch reaches one of the workers. */
export class BullWakes implements Wakes {
  readonly #parts: BullParts;
  readonly #calls: CallBatches;
  #worker: Worker<WakeJob> | undefined;
  #isStuck = false;
  #complainedAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: BullParts) {
    this.#parts = parts;
    parts.queue.on('error', (cause) => this.#complain(cause));
    this.#calls = new CallBatches(idsPerJob, (ids) => this.#send(ids));
  }

  call(runId: string): void {
    this.#calls.add(runId);
  }

  listen(hear: (runIds: readonly string[]) => void): void {
    this.#worker = this.#parts.openWorker(async ({ runIds }) => hear(runIds));
    this.#worker.on('error', (cause) => this.#complain(cause));
  }

  async close(): Promise<void> {
    await this.#calls.settled();
    this.#parts.wanted.isOver = true;
    // Without a farewell: a Redis that is away would be waited for, and nothing here is worth it.
    const leaving = Promise.allSettled([this.#worker?.close(true), this.#parts.queue.disconnect()]);
    await Promise.race([leaving, after(patienceMs)]);
  }

  async #send(runIds: readonly string[]): Promise<void> {
    if (this.#isStuck) throw new Error('Redis has not taken the batch before this one.');
    this.#isStuck = true;
    const added = this.#parts.queue.add('due', { runIds }, forgotten).finally(() => {
      this.#isStuck = false;
    });
    added.catch((cause: unknown) => this.#complain(cause));
    await Promise.race([added, after(patienceMs)]);
  }

  #complain(cause: unknown): void {
    const now = performance.now();
    if (now - this.#complainedAtMs < complainEveryMs) return;
    this.#complainedAtMs = now;
    this.#parts.log.warn('redis.away', { cause });
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
