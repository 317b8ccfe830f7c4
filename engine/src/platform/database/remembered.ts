import type { Changes, Topic } from './changes.ts';

/** Even when every change is heard of, nothing is believed for longer, in milliseconds. */
const believedMs = 10_000;
const mostKept = 5_000;

interface Kept<Value> {
  readonly value: Value;
  readonly atMs: number;
}

/** Rows that are needed with every request, read again when they change. */
export class Remembered<Value> {
  readonly #changes: Changes;
  readonly #kept = new Map<string, Kept<Value>>();
  /** Counts what was forgotten: a row that was read before that is not kept. */
  #forgotten = 0;

  constructor(changes: Changes, topic: Topic) {
    this.#changes = changes;
    changes.follow(topic, (id) => this.#forget(id));
  }

  /** `undefined` is not remembered. */
  async get<Wanted extends Value | undefined>(id: string, read: () => Promise<Wanted>): Promise<Wanted | Value> {
    const kept = this.#kept.get(id);
    if (kept !== undefined && this.#changes.areHeard && performance.now() - kept.atMs < believedMs) return kept.value;
    const before = this.#forgotten;
    const value = await read();
    if (value !== undefined && before === this.#forgotten) this.#keep(id, value);
    return value;
  }

  #keep(id: string, value: Value): void {
    this.#kept.delete(id);
    this.#kept.set(id, { value, atMs: performance.now() });
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }

  #forget(id: string | undefined): void {
    this.#forgotten += 1;
    if (id === undefined) this.#kept.clear();
    else this.#kept.delete(id);
  }
}
