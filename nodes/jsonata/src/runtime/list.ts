/** A list with the marks that the language keeps on its lists. */
export interface List extends Array<unknown> {
  /** It came about by walking: one item stands for itself, none for nothing. */
  sequence?: boolean;
  /** `[]` was written: one item stays a list. */
  keepSingleton?: boolean;
  /** An array constructor at the end of a path: never flattened. */
  cons?: boolean;
  /** The input, a list, wrapped so that it counts as one item. */
  outerWrapper?: boolean;
  /** Its items are tuples: an item under `@` and the names that were bound on the way. */
  tupleStream?: boolean;
}

export function isList(value: unknown): value is List {
  return Array.isArray(value);
}

export function asSequence(list: List): List {
  list.sequence = true;
  return list;
}

/** What every expression does to its result. */
export function norm(value: unknown): unknown {
  if (!isList(value) || value.sequence !== true || value.tupleStream === true) return value;
  if (value.length === 0) return undefined;
  return value.length === 1 && value.keepSingleton !== true ? value[0] : value;
}

/** The same where `[]` was written. */
export function normKept(value: unknown): unknown {
  if (isList(value) && value.sequence === true && value.tupleStream !== true) value.keepSingleton = true;
  return norm(value);
}

export function markCons(list: List): List {
  Object.defineProperty(list, 'cons', { enumerable: false, configurable: false, value: true });
  return list;
}

/** The items that a path starts from. */
export function listOf(value: unknown): List {
  return isList(value) ? value : asSequence([value]);
}

/** The input as the first context: a list counts as one item. */
export function wrapInput(input: unknown): unknown {
  if (!isList(input) || input.sequence === true) return input;
  const wrapped = asSequence([input]);
  wrapped.outerWrapper = true;
  return wrapped;
}

export function unwrapInput(value: unknown): unknown {
  return isList(value) && value.outerWrapper === true ? value[0] : value;
}

/** Adds what a step gave to the list of all that it gave. */
export function pushFlat(list: List, value: unknown): void {
  if (isList(value) && value.cons !== true) for (let at = 0; at < value.length; at += 1) list.push(value[at]);
  else list.push(value);
}

/** Starts the list of results with the first one. */
export function startFlat(value: unknown): List {
  if (!isList(value)) return [value];
  return value.cons === true ? [value] : value.slice();
}

/** The result of a last step that gave something for one item only. */
export function lastOne(value: unknown): unknown {
  if (!isList(value) || value.sequence !== true) return value;
  return value.length > 1 ? value : value[0];
}

/** The result of an order-by at the end of a path. */
export function lastOrdered(value: unknown): unknown {
  return isList(value) && value.length <= 1 ? value[0] : value;
}

/** What the next step walks over, from one result. */
export function nextOne(value: unknown): unknown {
  if (!isList(value)) return value;
  if (value.cons === true) return [value];
  return value.length === 0 ? undefined : value;
}

/** The result of a last step from all that it gave. */
export function lastAll(list: List): unknown {
  return list.length > 1 ? asSequence(list) : list[0];
}

/** What the next step walks over, from all that this one gave. */
export function nextAll(list: List): unknown {
  return list.length === 0 ? undefined : list;
}

/** An item of an array constructor. */
export function addItems(list: List, value: unknown): void {
  if (value === undefined) return;
  if (isList(value)) for (let at = 0; at < value.length; at += 1) list.push(value[at]);
  else list.push(value);
}

export function append(first: unknown, second: unknown): unknown {
  if (first === undefined) return second;
  if (second === undefined) return first;
  // The marks of the first list are not those of the new one.
  const all: List = isList(first) ? first.slice() : [first];
  addItems(all, second);
  return all;
}
