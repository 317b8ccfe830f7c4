import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../../platform/database/database-away.ts';
import type { Line } from '../../platform/database/line.ts';
import { toParameters, type Write } from './write.ts';
import { statementFor, writeKinds } from './write-statement.ts';

/** What became of a write; `undefined` when it found no row that it was meant for. */
export interface WriteAnswer {
  readonly last_seq: number;
  readonly cancel_requested: boolean;
  /** Bytes of the run's facts so far. */
  readonly size: number;
}

interface Waiting {
  readonly write: Write;
  readonly sizeBytes: number;
  resolve(answer: WriteAnswer | undefined): void;
  reject(failure: unknown): void;
}

/** Writes that share a commit, at most; more rows don't make it cheaper. */
const mostWrites = 128;
const mostBytes = 4_000_000;
/** An acceptance is tried again when the database was away: under the same id it can't happen twice. */
const acceptTries = 4;
const againAfterMs = 50;

/**
 * Collects what runs want written while the last commit is on its way, and commits it together. Two writes of one run are
 * never in hand at once: their order is their writer's business.
 */
export class GroupCommit {
  readonly #lines: readonly Line[];
  readonly #free: Line[];
  #queue: Waiting[] = [];
  #scheduled = false;

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
    this.#free = [...lines];
  }

  submit(write: Write): Promise<WriteAnswer | undefined> {
    return new Promise((resolve, reject) => {
      const sizeBytes = write.facts.length + (write.kind === 'accept' ? write.payload.length : 0);
      this.#queue.push({ write, sizeBytes, resolve, reject });
      this.#schedule();
    });
  }

  /** After this turn of the loop, so that what comes in together goes out together. */
  #schedule(): void {
    if (this.#scheduled || this.#free.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    // While a commit is on its way a second one begins only with a good load: waiting for the first makes it larger.
    while (this.#queue.length > 0 && this.#free.length > 0) {
      const isFirst = this.#free.length === this.#lines.length;
      if (!isFirst && this.#queue.length < mostWrites / 4) return;
      const line = this.#free.pop();
      if (line === undefined) return;
      void this.#commit(line, this.#take()).finally(() => {
        this.#free.push(line);
        this.#schedule();
      });
    }
  }

  #take(): Waiting[] {
    let [count, bytes] = [0, 0];
    for (const { sizeBytes } of this.#queue) {
      if (count > 0 && (count >= mostWrites || bytes + sizeBytes > mostBytes)) break;
      count += 1;
      bytes += sizeBytes;
    }
    return this.#queue.splice(0, count);
  }

  /** A batch that fails is taken apart, so that one bad row fails alone. */
  async #commit(line: Line, batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#write(line, batch);
    } catch (failure) {
      if (isDatabaseAway(failure)) return this.#lost(line, batch, failure);
      if (batch.length === 1) return batch[0]?.reject(failure);
      for (const each of batch) await this.#commit(line, [each]);
    }
  }

  async #write(line: Line, batch: readonly Waiting[]): Promise<void> {
    const kinds = writeKinds.filter((kind) => batch.some(({ write }) => write.kind === kind));
    const values = toParameters(batch.map(({ write }) => write));
    const rows = await line.query<WriteAnswer & { readonly id: string }>(statementFor(kinds), values);
    const answers = new Map(rows.map((row) => [row.id, row]));
    for (const { write, resolve } of batch) resolve(answers.get(write.runId));
  }

  /** Nobody heard whether it was committed. Owners must find out from the journal; acceptances can be repeated. */
  async #lost(line: Line, batch: readonly Waiting[], failure: unknown): Promise<void> {
    const accepts = batch.filter(({ write }) => write.kind === 'accept');
    for (const each of batch) if (each.write.kind !== 'accept') each.reject(failure);
    for (const each of accepts) await this.#insist(line, each, failure);
  }

  async #insist(line: Line, accept: Waiting, first: unknown): Promise<void> {
    let failure = first;
    for (let tried = 1; tried < acceptTries; tried += 1) {
      await sleep(againAfterMs * tried);
      try {
        return await this.#write(line, [accept]);
      } catch (again) {
        failure = again;
        if (!isDatabaseAway(again)) break;
      }
    }
    accept.reject(failure);
  }
}
