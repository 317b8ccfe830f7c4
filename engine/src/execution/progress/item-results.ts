import { createHash } from 'node:crypto';
import type { FaultRecord, LoopPolicy } from '@invoicepatch/sdk';
import type { Fold } from '../effect.ts';
import type { ItemRange } from '../fact.ts';
import { toError } from '../settle.ts';
import type { LoopCounts } from '../step.ts';
import { ItemList } from './item-list.ts';
import type { Outcome } from './look.ts';

/** Failed items that a loop tells one by one; the others are counted. */
const toldErrors = 1_000;
/** An item is told with its error up to this length. */
const toldItemLength = 10_000;

interface Failed {
  readonly index: number;
  readonly fault: FaultRecord;
}

/** What the items of a loop gave: those since the last fold one by one, the others as texts of many. */
export class ItemResults {
  readonly #list: ItemList;
  readonly #text: string;
  readonly #fresh = new Map<number, Outcome>();
  readonly #folds: Fold[] = [];
  readonly #folded: Uint8Array;
  readonly #failed: Failed[] = [];
  #succeeded = 0;
  #failures = 0;
  #hash: string | undefined;

  constructor(list: ItemList, text: string) {
    this.#list = list;
    this.#text = text;
    this.#folded = new Uint8Array(list.length);
  }

  get counts(): LoopCounts {
    return { total: this.#list.length, succeeded: this.#succeeded, failed: this.#failures };
  }

  get unfolded(): number {
    return this.#fresh.size;
  }

  /** Whether the item has ended. */
  has(index: number): boolean {
    return this.#folded[index] === 1 || this.#fresh.has(index);
  }

  add(index: number, outcome: Outcome): void {
    if (this.has(index)) return;
    this.#fresh.set(index, outcome);
    this.#count(index, outcome.ok ? undefined : outcome.fault);
  }

  #count(index: number, fault: FaultRecord | undefined): void {
    if (fault === undefined) {
      this.#succeeded += 1;
      return;
    }
    this.#failures += 1;
    if (this.#failed.length < toldErrors) this.#failed.push({ index, fault });
  }

  /** Takes in folds of the journal; `false` when they are of another list. */
  learn(folds: readonly Fold[]): boolean {
    for (const fold of folds.slice(this.#folds.length)) {
      if (fold.list !== this.#nameOfList()) return false;
      this.#folds.push(fold);
      const faults = new Map(fold.failed.map(({ index, fault }) => [index, fault]));
      for (const index of indexesOf(fold.items)) {
        if (!this.#fresh.delete(index) && this.#folded[index] !== 1) this.#count(index, faults.get(index));
        this.#folded[index] = 1;
      }
    }
    return true;
  }

  /** Everything that has ended since the last fold. */
  fold(): Fold {
    const fresh = [...this.#fresh].sort(([a], [b]) => a - b);
    return {
      list: this.#nameOfList(),
      items: toRanges(fresh.map(([index]) => index)),
      outputs: `[${fresh.map(([, outcome]) => (outcome.ok ? outcome.text : 'null')).join(',')}]`,
      failed: fresh.flatMap(([index, outcome]) => (outcome.ok ? [] : [{ index, fault: outcome.fault }])),
    };
  }

  #nameOfList(): string {
    this.#hash ??= createHash('sha256').update(this.#text).digest('hex').slice(0, 32);
    return this.#hash;
  }

  toList(textOf: (index: number) => string): string {
    return `[${Array.from({ length: this.#list.length }, (_, index) => textOf(index)).join(',')}]`;
  }

  /** JSON text of the loop's output. */
  toOutput({ onItemError, output }: LoopPolicy): string {
    if (onItemError !== 'collect')
      return output === 'summary' ? JSON.stringify(this.counts) : this.#results(() => true);
    const failed = new Set(this.#failedIndexes());
    const results = output === 'summary' ? '' : `"results":${this.#results((index) => !failed.has(index))},`;
    const { total, succeeded } = this.counts;
    return `{${results}"errors":[${this.#errors().join(',')}],"total":${total},"succeeded":${succeeded},"failed":${failed.size}}`;
  }

  #errors(): string[] {
    return this.#failed
      .toSorted((a, b) => a.index - b.index)
      .map(({ index, fault }) => {
        const item = this.#list.get(index);
        return `{"index":${index},"item":${item.length > toldItemLength ? 'null' : item},"error":${JSON.stringify(toError({ fault }))}}`;
      });
  }

  #failedIndexes(): number[] {
    const fresh = [...this.#fresh].flatMap(([index, { ok }]) => (ok ? [] : [index]));
    return [...fresh, ...this.#folds.flatMap(({ failed }) => failed.map(({ index }) => index))];
  }

  #results(wanted: (index: number) => boolean): string {
    const texts = new Array<string>(this.#list.length).fill('null');
    for (const [index, outcome] of this.#fresh) if (outcome.ok) texts[index] = outcome.text;
    for (const { items, outputs } of this.#folds) {
      const list = new ItemList(outputs);
      let at = 0;
      for (const index of indexesOf(items)) {
        texts[index] = list.get(at);
        at += 1;
      }
    }
    return `[${texts.filter((_, index) => wanted(index)).join(',')}]`;
  }
}

function* indexesOf(ranges: readonly ItemRange[]): Generator<number> {
  for (const [first, count] of ranges) for (let index = first; index < first + count; index += 1) yield index;
}

function toRanges(sorted: readonly number[]): ItemRange[] {
  const ranges: [number, number][] = [];
  for (const index of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && last[0] + last[1] === index) last[1] += 1;
    else ranges.push([index, 1]);
  }
  return ranges;
}
