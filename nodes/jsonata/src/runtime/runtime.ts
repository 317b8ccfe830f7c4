import { Callable } from './callable.ts';
import { fail, isFailure } from './failure.ts';
import { type Body, Builtin, callFunction, type Signature } from './functions.ts';
import { isList } from './list.ts';
import { isBelow } from './operators.ts';
import { hasOnly } from './quick-values.ts';
import { mergeSort } from './sorting.ts';

/** The edited library: see `editLibrary`. */
export interface Library {
  (
    source: string,
    options?: object,
  ): { evaluate(input: unknown, bindings?: Readonly<Record<string, unknown>>): unknown };
  builtin(name: string): { readonly implementation: Body; readonly signature?: Signature } | undefined;
  signature(definition: string): Signature;
  /** Puts the sentence of its code into a failure. */
  explain(failure: object): void;
}

/** Clock and chance are given, so that the same evaluation gives the same result. */
export interface World {
  now(): number;
  random(): number;
}

export interface Runtime {
  /** A program has built-in functions of its own: what they note is of no concern to others. */
  builtin(name: string): Builtin;
  signature(definition: string): Signature;
  binding(bindings: Readonly<Record<string, unknown>>, name: string): unknown;
  /** Starts an evaluation: the clock stands still until the next one. */
  begin(): void;
  /** What leaves an evaluation that failed. */
  explain(thrown: unknown): unknown;
}

/** `$sort`, without the library's limit on the length of lists. */
export function sortList(list: unknown, comparator: unknown): unknown {
  if (list === undefined || (isList(list) && list.length <= 1) || (typeof list === 'string' && list.length <= 1)) {
    return list;
  }
  if (!isList(list)) return comparator === undefined ? fail('D3070', { index: 1 }) : list;
  if (comparator instanceof Callable) {
    return mergeSort(list, (left, right) => isTruthy(callFunction(comparator, [left, right], null)));
  }
  if (!hasOnly(list, 'number') && !hasOnly(list, 'string')) fail('D3070', { index: 1 });
  return mergeSort(list, (left, right) => isBelow(right, left));
}

/** As the host language sees it. */
export function isTruthy(value: unknown): boolean {
  return Boolean(value);
}

export function isEndless(value: unknown): boolean {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}

export function shuffle(list: unknown, random: () => number): unknown {
  if (!isList(list) || list.length <= 1) return list;
  const shuffled = new Array<unknown>(list.length);
  for (let at = 0; at < list.length; at += 1) {
    const other = Math.floor(random() * (at + 1));
    if (at !== other) shuffled[at] = shuffled[other];
    shuffled[other] = list[at];
  }
  return shuffled;
}

/** What the library can't be asked for: it depends on the evaluation, or on how functions are held. */
export function ownBodies(
  library: Library,
  world: World,
  clock: () => number,
): Readonly<Record<string, [Body, string]>> {
  const written = library.builtin('fromMillis');
  const read = library.builtin('toMillis');
  const formatted = library.builtin('formatInteger');
  // Parts that a picture leaves out are those of today.
  const today = () => ({ environment: { timestamp: new Date(clock()) } });
  return {
    now: [(picture, zone) => written?.implementation.call(undefined, clock(), picture, zone), '<s?s?:s>'],
    toMillis: [(text, picture) => read?.implementation.call(today(), text, picture), '<s-s?:n>'],
    millis: [() => clock(), '<:n>'],
    random: [() => world.random(), '<:n>'],
    sort: [(list, comparator) => sortList(list, comparator), '<af?:a>'],
    // The library goes on for ever with what has no end.
    formatInteger: [
      (value, picture) => (isEndless(value) ? fail('D1001', { value }) : formatted?.implementation(value, picture)),
      '<n-s:s>',
    ],
    shuffle: [(list) => shuffle(list, world.random), '<a:a>'],
  };
}

export function createRuntime(library: Library, world: World): Runtime {
  let now: number | undefined;
  const clock = () => {
    now ??= world.now();
    return now;
  };
  const own = new Map(Object.entries(ownBodies(library, world, clock)));

  function make(name: string): Builtin {
    const body = own.get(name);
    if (body !== undefined) return new Builtin(body[0], library.signature(body[1]));
    const known = library.builtin(name);
    if (known === undefined) throw new Error(`The library has no function ${name}.`);
    return new Builtin(known.implementation, known.signature);
  }

  return {
    builtin: make,
    signature: library.signature,
    binding: (bindings, name) => (Object.hasOwn(bindings, name) ? bindings[name] : undefined),
    begin() {
      now = undefined;
    },
    explain(thrown) {
      if (isFailure(thrown) && typeof thrown.code === 'string') library.explain(thrown);
      return thrown;
    },
  };
}
