import { fail } from './failure.ts';
import type { Inner } from './grouping.ts';
import { isList, type List } from './list.ts';
import { isBelow } from './operators.ts';
import { asTuple, fieldOfTuple } from './tuples.ts';

/** Whether two neighbours must change places. */
type Swap = (left: unknown, right: unknown) => boolean;

export function merge(left: List, right: List, swap: Swap): List {
  const merged: List = [];
  let first = 0;
  let second = 0;
  while (first < left.length && second < right.length) {
    merged.push(swap(left[first], right[second]) ? right[second++] : left[first++]);
  }
  for (; first < left.length; first += 1) merged.push(left[first]);
  for (; second < right.length; second += 1) merged.push(right[second]);
  return merged;
}

/** Compares the same items in the same order as the reference, whose own merge takes one stack frame an item. */
export function mergeSort(list: List, swap: Swap): List {
  if (list.length <= 1) return list;
  const middle = Math.floor(list.length / 2);
  return merge(mergeSort(list.slice(0, middle), swap), mergeSort(list.slice(middle), swap), swap);
}

export interface Term {
  readonly key: Inner;
  readonly descending: boolean;
}

interface Row {
  readonly item: unknown;
  readonly keys: unknown[];
}

export function isOrderKey(key: unknown): boolean {
  return typeof key === 'string' || typeof key === 'number';
}

/** Below zero, zero, above zero. Nothing comes last, in either direction. */
export function compareKeys(left: unknown, right: unknown, position: number): number {
  if (!isOrderKey(left) || !isOrderKey(right)) {
    fail('T2008', { position, value: isOrderKey(left) ? right : left });
  }
  if (typeof left !== typeof right) fail('T2007', { position, value: left, value2: right });
  if (left === right) return 0;
  return isBelow(left, right) ? -1 : 1;
}

export function keyOf(row: Row, at: number, { term, isTuples }: { term: Term; isTuples: boolean }): unknown {
  if (row.keys.length <= at) {
    row.keys[at] = isTuples ? term.key(fieldOfTuple(row.item), asTuple(row.item)) : term.key(row.item);
  }
  return row.keys[at];
}

export interface Order {
  readonly terms: readonly Term[];
  readonly position: number;
  readonly isTuples: boolean;
}

export function mustSwap(left: Row, right: Row, { terms, position, isTuples }: Order): boolean {
  for (const [at, term] of terms.entries()) {
    const first = keyOf(left, at, { term, isTuples });
    const second = keyOf(right, at, { term, isTuples });
    if (first === undefined && second === undefined) continue;
    if (first === undefined || second === undefined) return first === undefined;
    const compared = compareKeys(first, second, position);
    if (compared !== 0) return term.descending ? compared < 0 : compared > 0;
  }
  return false;
}

/** `list^(terms)` */
export function orderBy(input: unknown, terms: readonly Term[], position: number): unknown {
  if (!isList(input) || input.length <= 1) return input;
  const isTuples = input.tupleStream === true;
  const rows: Row[] = input.map((item) => ({ item, keys: [] }));
  const order = { terms, position, isTuples };
  const sorted = mergeSort(rows, (left, right) => mustSwap(asRow(left), asRow(right), order));
  return sorted.map((row) => asRow(row).item);
}

export function asRow(value: unknown): Row {
  return Object(value);
}
