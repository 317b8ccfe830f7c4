import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FairQueue } from '../../sandbox/pool/fair-queue.ts';

/** JSON text of what was found, or why nothing was. */
export type Typed =
  | { readonly outcome: 'done'; readonly text: string }
  /** `failed`: no room for the flow, or a mistake of ours. */
  | { readonly outcome: 'stopped'; readonly why: 'time' | 'busy' | 'failed'; readonly said?: string };

export interface ThreadLimits {
  /** How long one job may work. */
  readonly workMs: number;
  /** How long a job may wait for others. */
  readonly waitMs: number;
}

interface Waiting {
  readonly tenantId: string;
  readonly job: string;
  readonly settle: (typed: Typed) => void;
  readonly timer: NodeJS.Timeout;
}

/** A started thread; `working` is what it was given. */
interface Started {
  readonly worker: Worker;
  isReady: boolean;
  working: { readonly settle: (typed: Typed) => void; timer: NodeJS.Timeout | undefined } | undefined;
}

const idleMs = 30_000;
/** Starting it may take a while on a busy machine; that is nobody's doing. */
const startMs = 15_000;
const maxWaiting = 100;
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

function startWorker(): Worker {
  const extension = extname(import.meta.url);
  const isSource = extension === '.ts';
  return new Worker(new URL(`./thread${extension}`, import.meta.url), {
    execArgv: isSource ? ['--conditions=source', '--no-warnings'] : [],
    env: {},
    resourceLimits,
  });
}

/**
 * A thread that works out types: what a flow costs to check is its author's doing, and must hold up nobody else. It
 * starts with the first job, does one at a time, a tenant after another, is ended with a job that takes too long, and
 * ends when nothing was asked for a while.
 */
export class TypeThread {
  readonly #limits: ThreadLimits;
  readonly #queue = new FairQueue<Waiting>();
  #started: Started | undefined;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(limits: ThreadLimits) {
    this.#limits = limits;
  }

  /** Whether a thread is there. */
  get isRunning(): boolean {
    return this.#started !== undefined;
  }

  run(tenantId: string, job: string): Promise<Typed> {
    if (this.#isClosed || this.#queue.size >= maxWaiting) return Promise.resolve({ outcome: 'stopped', why: 'busy' });
    return new Promise((settle) => {
      const timer = setTimeout(() => this.#giveUp(waiting), this.#limits.waitMs);
      timer.unref();
      const waiting: Waiting = { tenantId, job, settle, timer };
      this.#queue.add(waiting);
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const waiting of this.#queue.remove(() => true)) this.#refuse(waiting);
    await this.#end({ outcome: 'stopped', why: 'busy' });
  }

  #giveUp(waiting: Waiting): void {
    if (this.#queue.remove((each) => each === waiting).length > 0) this.#refuse(waiting);
  }

  #refuse({ settle, timer }: Waiting): void {
    clearTimeout(timer);
    settle({ outcome: 'stopped', why: 'busy' });
  }

  #next(): void {
    if (this.#queue.size === 0 || this.#started?.working !== undefined) return;
    const started = this.#start();
    if (!started.isReady) return;
    const waiting = this.#queue.take();
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    clearTimeout(this.#idle);
    const timer = setTimeout(() => this.#end({ outcome: 'stopped', why: 'time' }), this.#limits.workMs);
    started.working = { settle: waiting.settle, timer };
    started.worker.postMessage(waiting.job);
  }

  #start(): Started {
    if (this.#started !== undefined) return this.#started;
    const worker = startWorker();
    const started: Started = { worker, isReady: false, working: undefined };
    this.#started = started;
    const late = setTimeout(() => this.#end({ outcome: 'stopped', why: 'failed' }), startMs);
    worker.on('message', (message: 'ready' | { readonly text?: string; readonly failure?: string }) => {
      clearTimeout(late);
      if (this.#started === started) this.#hear(started, message);
    });
    // Out of memory, most likely; the thread's end follows.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      clearTimeout(late);
      if (this.#started === started) this.#lose(started);
    });
    // The engine waits for nobody's types when it ends.
    worker.unref();
    late.unref();
    return started;
  }

  #hear(started: Started, message: 'ready' | { readonly text?: string; readonly failure?: string }): void {
    if (message === 'ready') started.isReady = true;
    else {
      const { text, failure: said = '' } = message;
      this.#settle(
        started,
        text === undefined ? { outcome: 'stopped', why: 'failed', said } : { outcome: 'done', text },
      );
      this.#idle = setTimeout(() => this.#end({ outcome: 'stopped', why: 'busy' }), idleMs);
      this.#idle.unref();
    }
    this.#next();
  }

  #settle(started: Started, typed: Typed): void {
    clearTimeout(started.working?.timer);
    started.working?.settle(typed);
    started.working = undefined;
  }

  /** It ended by itself. A thread that can't even start takes those who wait with it, else it would start forever. */
  #lose(started: Started): void {
    this.#started = undefined;
    clearTimeout(this.#idle);
    this.#settle(started, { outcome: 'stopped', why: 'failed' });
    if (!started.isReady) for (const waiting of this.#queue.remove(() => true)) this.#refuse(waiting);
    this.#next();
  }

  async #end(typed: Typed): Promise<void> {
    const started = this.#started;
    this.#started = undefined;
    clearTimeout(this.#idle);
    if (started === undefined) return;
    this.#settle(started, typed);
    const ended = started.worker.terminate();
    this.#next();
    await ended;
  }
}
