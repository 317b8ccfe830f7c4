import { fail } from './failure.ts';
import { append, isList, type List } from './list.ts';
import { asTuple, fieldOfTuple, type Tuple } from './tuples.ts';

/** An expression as a function of its context and of the names bound on the way to it. */
export type Inner = (context: unknown, tuple?: Tuple) => unknown;

interface Group {
  readonly pair: number;
  readonly items: List;
}

/** The keys and values of an object constructor. */
export type Pairs = readonly (readonly [key: Inner, value: Inner])[];

export function checkKey(key: unknown, position: number): asserts key is string {
  if (typeof key !== 'string') fail('T1003', { position, value: key });
  if (key === '_jsonata_lambda' || key === '_jsonata_function') fail('D1013', { position, value: key });
}

export function addTo(groups: Map<string, Group>, key: string, { item, pair, position }: Keyed): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, { pair, items: [item] });
  else if (known.pair !== pair) fail('D1009', { position, value: key });
  else known.items.push(item);
}

export interface Keyed {
  readonly item: unknown;
  readonly pair: number;
  readonly position: number;
}

export function gather(items: List, pairs: Pairs, position: number): Map<string, Group> {
  const isTuples = items.tupleStream === true;
  const groups = new Map<string, Group>();
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at];
    for (let pair = 0; pair < pairs.length; pair += 1) {
      const key = isTuples ? pairs[pair]?.[0](fieldOfTuple(item), asTuple(item)) : pairs[pair]?.[0](item);
      if (key === undefined) continue;
      checkKey(key, position);
      const known = groups.get(key);
      if (known !== undefined && known.pair === pair) known.items.push(item);
      else addTo(groups, key, { item, pair, position });
    }
  }
  return groups;
}

export function isFlat(items: List): boolean {
  for (let at = 0; at < items.length; at += 1) if (items[at] === undefined || isList(items[at])) return false;
  return true;
}

/** The context of a group's value: the item itself, or all items with lists among them laid open. */
export function contextOf(items: List): unknown {
  if (items.length <= 1) return items[0];
  if (isFlat(items)) return items;
  const defined = items.filter((item) => item !== undefined);
  if (defined.length <= 1) return defined[0];
  const all: List = [];
  for (const item of defined) {
    if (isList(item)) for (let at = 0; at < item.length; at += 1) all.push(item[at]);
    else all.push(item);
  }
  return all;
}

/** A literal object over a list of items: every field sees all of them. */
export function foldItems(context: unknown): unknown {
  return isList(context) ? contextOf(context) : context;
}

export function tupleOfGroup(items: List): Tuple {
  const merged: Tuple = Object.assign(Object.create(null), items[0]);
  for (let at = 1; at < items.length; at += 1) {
    for (const [name, value] of Object.entries(asTuple(items[at]))) merged[name] = append(merged[name], value);
  }
  return merged;
}

/** An object constructor, or grouping by its keys. The list that it looks at is left as it is. */
export function group(input: unknown, pairs: Pairs, position: number): unknown {
  const isTuples = isList(input) && input.tupleStream === true;
  const items = isList(input) && (input.length > 0 || isTuples) ? input : isList(input) ? [undefined] : [input];
  const groups = gather(items, pairs, position);
  const result: Record<string, unknown> = {};
  for (const key of inOrder([...groups.keys()])) {
    const value = groupValue(groups.get(key), pairs, isTuples);
    if (value === undefined) continue;
    if (key === '__proto__')
      Object.defineProperty(result, key, { value, configurable: true, enumerable: true, writable: true });
    else result[key] = value;
  }
  return result;
}

/** A whole number that objects keep apart from other names. */
export function isIndex(key: string): boolean {
  const first = key.charCodeAt(0);
  if (!(first >= 48 && first <= 57) || key.length > 10) return false;
  if (key.length > 9 || first === 48) return key !== '4294967295' && String(Number(key) >>> 0) === key;
  for (let at = 1; at < key.length; at += 1) {
    const unit = key.charCodeAt(at);
    if (unit < 48 || unit > 57) return false;
  }
  return true;
}

/** The order that an object gives its keys: whole numbers come first. */
export function inOrder(keys: string[]): string[] {
  let indexes = 0;
  for (const key of keys) if (isIndex(key)) indexes += 1;
  if (indexes === 0) return keys;
  const numbers = indexes === keys.length ? keys : keys.filter(isIndex);
  const names = indexes === keys.length ? [] : keys.filter((key) => !isIndex(key));
  return numbers.sort((one, other) => Number(one) - Number(other)).concat(names);
}

export function groupValue(found: Group | undefined, pairs: Pairs, isTuples: boolean): unknown {
  if (found === undefined) return undefined;
  const value = pairs[found.pair]?.[1];
  if (!isTuples) return value?.(contextOf(found.items));
  const { '@': context, ...tuple } = tupleOfGroup(found.items);
  return value?.(context, Object.assign(Object.create(null), tuple));
}

/** Leaves out the fields that have no value. */
export function compact(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept;
}
