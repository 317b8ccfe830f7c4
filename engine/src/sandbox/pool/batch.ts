import type { Failure, JobHeader } from '../child/job.ts';
import type { FramePart } from '../frame.ts';
import type { KnownProgram, KnownRegion } from './known-programs.ts';

export type PoolAnswer =
  | { readonly outcome: 'value'; readonly text: string }
  | { readonly outcome: 'nothing' }
  | { readonly outcome: 'failure'; readonly failure: Failure };

/** What the records of a batch have in common. */
export interface Order {
  readonly kind: JobHeader['kind'];
  readonly tenantId: string;
  readonly scope: string;
  readonly program: KnownProgram | KnownRegion;
  /** Of the bindings. */
  readonly names: readonly string[];
  readonly timeoutMs: number;
}

export interface PoolRecord {
  /** The input, then the bindings in the order of their names. */
  readonly texts: readonly string[];
  readonly now: number;
  readonly seed: string;
  settle(answer: PoolAnswer): void;
  refuse(reason: Error): void;
}

/** Records of one program on their way through the pool. They cross together and are answered in their order. */
export class Batch {
  readonly id: number;
  readonly order: Order;
  readonly queuedAt: number;
  /** It was at work when a child died, and is tried again by itself. */
  readonly suspected: boolean;
  readonly #records: PoolRecord[];
  #settled = 0;
  #chars = 0;

  constructor(id: number, order: Order, { queuedAt, suspected = false }: { queuedAt: number; suspected?: boolean }) {
    this.id = id;
    this.order = order;
    this.queuedAt = queuedAt;
    this.suspected = suspected;
    this.#records = [];
  }

  get tenantId(): string {
    return this.order.tenantId;
  }

  /** Records without an answer. */
  get size(): number {
    return this.#records.length - this.#settled;
  }

  get chars(): number {
    return this.#chars;
  }

  get open(): readonly PoolRecord[] {
    return this.#records.slice(this.#settled);
  }

  add(record: PoolRecord): void {
    this.#records.push(record);
    for (const text of record.texts) this.#chars += text.length;
  }

  /** The next record without an answer gets one. */
  settleNext(answer: PoolAnswer): void {
    const record = this.#records[this.#settled];
    this.#settled += 1;
    record?.settle(answer);
  }

  refuse(reason: Error): void {
    for (const record of this.open) record.refuse(reason);
    this.#settled = this.#records.length;
  }

  header(): JobHeader {
    const { kind, tenantId, scope, program, names, timeoutMs } = this.order;
    const face = { id: this.id, tenantId, program: program.id, timeoutMs };
    return kind === 'evaluate' ? { ...face, kind, scope, names, count: this.size } : { ...face, kind };
  }

  parts(): FramePart[] {
    if (this.order.kind !== 'evaluate') return [];
    const facts: string[] = [];
    const texts: string[] = [];
    let before: readonly string[] = [];
    for (const record of this.open) {
      facts.push(String(record.now), JSON.stringify(record.seed));
      for (let at = 0; at < record.texts.length; at += 1) {
        const text = record.texts[at] ?? '';
        const isSame = text === before[at];
        facts.push(isSame ? '-1' : String(text.length));
        if (!isSame) texts.push(text);
      }
      before = record.texts;
    }
    return [`[${facts.join(',')}]`, texts];
  }
}
