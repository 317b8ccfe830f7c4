import { Fault } from '@invoicepatch/sdk';
import type { PoolLimits } from '../sandbox-limits.ts';
import { Batch, type Order, type PoolAnswer, type PoolRecord } from './batch.ts';
import { ChildSlot, type Ended, type SlotOptions } from './child-slot.ts';
import { FairQueue } from './fair-queue.ts';
import { OpenBatches } from './open-batches.ts';
import { SpareChildren } from './spare-children.ts';

const watchMs = 25;
const longestRestartMs = 10_000;

function unavailable(message: string): Fault {
  return new Fault('unavailable', 'sandbox.unavailable', message, { retryAfterMs: 1_000 });
}

/** Keeps children alive, hands them batches, and settles who is to blame when one dies. */
export class ChildPool {
  readonly #limits: PoolLimits;
  readonly #slots = new Set<ChildSlot>();
  readonly #spares: SpareChildren;
  readonly #queue = new FairQueue<Batch>();
  readonly #open: OpenBatches;
  /** Batches of one record, to be tried again by themselves, before anything else. */
  #again: Batch[] = [];
  #watch: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;
  #failedStarts = 0;
  #lastId = 0;
  #waiting = { records: 0, chars: 0 };
  #isPumping = false;
  #closed = false;
  #peakBytes = 0;

  constructor(options: SlotOptions, limits: PoolLimits) {
    this.#limits = limits;
    this.#open = new OpenBatches({ records: limits.batchRecords, chars: limits.batchChars });
    this.#spares = new SpareChildren(options, limits.spareChildren);
  }

  /** Starts the children that are always kept; nobody has to wait for them. */
  prewarm(): void {
    while (this.#slots.size < this.#limits.minChildren && this.#restart === undefined) this.#start();
  }

  run(order: Order, facts: Pick<PoolRecord, 'texts' | 'now' | 'seed'>): Promise<PoolAnswer> {
    return new Promise((settle, refuse) => this.add(order, { ...facts, settle, refuse }));
  }

  /** Records of the same order that come before a child has time for them cross together. */
  add(order: Order, record: PoolRecord): void {
    const reason = this.#reasonAgainst();
    if (reason !== undefined) {
      record.refuse(unavailable(reason));
      return;
    }
    const batch = this.#open.find(order) ?? this.#openBatch(order);
    batch.add(record);
    this.#waiting.records += 1;
    for (const text of record.texts) this.#waiting.chars += text.length;
    this.#pumpSoon();
  }

  /** Process ids of the children, for whoever watches them. */
  get pids(): readonly number[] {
    return [...this.#slots].flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  }

  /** Records wait for a child. */
  get isWaiting(): boolean {
    return this.#waiting.records > 0;
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
    await Promise.all([...ends, this.#spares.close()]);
  }

  #reasonAgainst(): string | undefined {
    if (this.#closed) return 'The engine is stopping. Try again in a moment.';
    const { records, chars } = this.#waiting;
    const isFull = records >= this.#limits.queuedRecords || chars >= this.#limits.queuedChars;
    return isFull ? 'Too many expressions are waiting to be evaluated. Try again in a moment.' : undefined;
  }

  #openBatch(order: Order): Batch {
    this.#lastId += 1;
    const batch = new Batch(this.#lastId, order, { queuedAt: performance.now() });
    this.#queue.add(batch);
    if (order.kind === 'evaluate') this.#open.open(batch);
    return batch;
  }

  /** Not before whoever is adding records has added them all. */
  #pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    queueMicrotask(() => {
      this.#isPumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#again.length + this.#queue.size > 0) {
      const slot = this.#findRoom();
      if (slot === undefined) break;
      this.#failedStarts = 0;
      slot.give(this.#takeFrame());
    }
    if (this.#again.length + this.#queue.size > 0) this.#grow();
    this.#watch ??= setInterval(() => this.#tick(), watchMs);
  }

  #findRoom(): ChildSlot | undefined {
    const slots = [...this.#slots];
    const free = slots.find(({ isFree }) => isFree);
    // Who is tried again by itself must not have others in line behind it.
    return free ?? (this.#again.length > 0 ? undefined : slots.find(({ hasRoom }) => hasRoom));
  }

  #takeFrame(): Batch[] {
    const suspect = this.#again.shift();
    if (suspect !== undefined) return [this.#noteTaken(suspect)];
    // Leave something for the other children: a frame is there to save crossings, not to fill one child.
    const share = Math.ceil(this.#waiting.records / Math.max(1, this.#slots.size));
    const frame: Batch[] = [];
    let [records, chars] = [Math.min(share, this.#limits.batchRecords), this.#limits.batchChars];
    while (records > 0 && chars > 0) {
      const batch = this.#queue.take();
      if (batch === undefined) break;
      frame.push(this.#noteTaken(batch));
      records -= batch.size;
      chars -= batch.chars;
    }
    return frame;
  }

  #noteTaken(batch: Batch): Batch {
    this.#open.close(batch);
    this.#waiting.records -= batch.size;
    this.#waiting.chars -= batch.chars;
    return batch;
  }

  #noteWaiting(batch: Batch): Batch {
    this.#waiting.records += batch.size;
    this.#waiting.chars += batch.chars;
    return batch;
  }

  #grow(): void {
    const starting = [...this.#slots].some((slot) => slot.isStarting);
    if (this.#slots.size < this.#limits.maxChildren && !starting && this.#restart === undefined) this.#start();
  }

  #start(): void {
    const slot = this.#spares.take((started) => ({
      free: () => {
        this.#spares.fill();
        this.#pump();
      },
      later: (batch, hadTurn) => {
        this.#noteWaiting(batch);
        if (hadTurn) this.#queue.add(batch);
        else this.#queue.putBack(batch);
      },
      died: (ended, useful) => this.#replace(started(), ended, useful),
    }));
    this.#slots.add(slot);
    this.#watch ??= setInterval(() => this.#tick(), watchMs);
    if (slot.isFree) this.#pumpSoon();
  }

  #replace(slot: ChildSlot, { suspected, others }: Ended, useful: boolean): void {
    this.#slots.delete(slot);
    this.#peakBytes = Math.max(this.#peakBytes, slot.peakBytes);
    const all = suspected === undefined ? others : [suspected, ...others];
    if (this.#closed) {
      for (const batch of all) batch.refuse(unavailable('The engine is stopping. Try again in a moment.'));
      return;
    }
    if (suspected !== undefined) this.#again.push(...this.#split(suspected));
    for (const batch of others) this.#queue.add(this.#noteWaiting(batch));
    if (useful) this.#resume();
    else this.#resumeLater();
  }

  /** Record by record, so that the guilty one is found and the others don't notice. */
  #split({ order, queuedAt, open }: Batch): Batch[] {
    return open.map((record) => {
      this.#lastId += 1;
      const single = new Batch(this.#lastId, order, { queuedAt, suspected: true });
      single.add(record);
      return this.#noteWaiting(single);
    });
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
    this.#refuse((batch) => batch.queuedAt < late, 'No sandbox process became free in time. Try again in a moment.');
    const quiet = this.#queue.size === 0 && [...this.#slots].every(({ isFree }) => isFree);
    if (!quiet) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #refuse(which: (batch: Batch) => boolean, message: string): void {
    const refused = [...this.#again.filter(which), ...this.#queue.remove(which)];
    this.#again = this.#again.filter((batch) => !which(batch));
    for (const batch of refused) this.#noteTaken(batch).refuse(unavailable(message));
  }
}
