/** A number, and what is known of it. */
export interface NumberPart {
  /** Only whole numbers. */
  readonly integer: boolean;
  /** The only ones that it can be, when they are known. */
  readonly literals?: readonly number[];
}

export interface StringPart {
  readonly literals?: readonly string[];
  /** Format of JSON Schema: `date`, `date-time`, `uuid`, `decimal`, … */
  readonly format?: string;
}

export interface ObjectPart {
  /** A field that may be absent has a type that may be missing. */
  readonly fields: ReadonlyMap<string, Type>;
  /** Type of the fields that are not named; closed objects have none. */
  readonly rest?: Type;
  /** Known from samples only: there may be more fields, but one that no sample has is probably a mistake. */
  readonly sampled?: true;
  /** It is `$nodes`: its fields are the steps that come before. */
  readonly steps?: true;
}

export interface ArrayPart {
  readonly items: Type;
  readonly min: number;
  /** `Infinity` when there is no limit. */
  readonly max: number;
  /** It may be a sequence, which JSONata unwraps and flattens where it leaves a real list as it is. */
  readonly loose: boolean;
  /** Made by `[…]` as a step: paths don't flatten it. */
  readonly kept?: 'maybe' | 'surely';
}

/** Where a function is called. */
export interface CallSite {
  /** The call is carried out whenever the expression is. */
  readonly sure: boolean;
  /** `$` at the call. */
  readonly context: Type;
  /** Says that the call can't succeed with what it was given, or may not. */
  report(trouble: CallTrouble): void;
}

export interface CallTrouble {
  readonly kind: 'argument' | 'count' | 'items';
  /** Always, or only for some of the values. */
  readonly certain: boolean;
  /** Of the argument, from 0; the call as a whole without one. */
  readonly index?: number;
  readonly expected: string;
  readonly found?: Type;
}

/** A value that can be called. */
export interface FunctionPart {
  /** The same function has the same id. */
  readonly id: string;
  /** How many arguments it says it takes: that many are handed to it by functions that call it. */
  readonly arity: number;
  /** How people read it: `$sum(list of numbers)`. */
  readonly signature: string;
  /** What it gives to functions that call it may be a sequence that nobody has unwrapped. */
  readonly raw?: boolean;
  call(args: readonly Type[], site: CallSite): Type;
}

/**
 * The set of values that something can have: a union of at most one part of each kind. Parts of the same kind are
 * merged, so the union of two types is small and a type is never larger than the schemas it came from.
 */
export interface Type {
  /** Nothing at all: JSONata's undefined. */
  readonly missing?: true;
  /** Any value but nothing; the other parts then say no more. */
  readonly any?: true;
  readonly null?: true;
  readonly boolean?: 'true' | 'false' | 'both';
  readonly number?: NumberPart;
  readonly string?: StringPart;
  readonly object?: ObjectPart;
  readonly array?: ArrayPart;
  readonly functions?: readonly FunctionPart[];
}

/** No value: what an expression gives that always fails. */
export const never: Type = {};
export const missing: Type = { missing: true };
export const anyValue: Type = { any: true };
export const anything: Type = { any: true, missing: true };
export const nullType: Type = { null: true };
export const booleanType: Type = { boolean: 'both' };
export const numberType: Type = { number: { integer: false } };
export const integerType: Type = { number: { integer: true } };
export const stringType: Type = { string: {} };

export function literalType(value: string | number | boolean | null): Type {
  if (value === null) return nullType;
  if (typeof value === 'boolean') return { boolean: value ? 'true' : 'false' };
  if (typeof value === 'string') return { string: { literals: [value] } };
  return { number: { integer: Number.isInteger(value), literals: [value] } };
}

export function stringsType(...literals: readonly string[]): Type {
  return { string: { literals } };
}

/** A real list, which stays as it is. */
export function listOf(items: Type, min = 0, max = Number.POSITIVE_INFINITY): Type {
  return { array: { items, min, max, loose: false } };
}

export function objectOf(fields: Readonly<Record<string, Type>>, rest?: Type): Type {
  return { object: { fields: new Map(Object.entries(fields)), ...(rest === undefined ? {} : { rest }) } };
}

export function optional(type: Type): Type {
  return { ...type, missing: true };
}

export function present({ missing: _, ...type }: Type): Type {
  return type;
}

/** Nothing but nothing. */
export function isMissing(type: Type): boolean {
  return type.missing === true && isNever(present(type));
}

export function isNever(type: Type): boolean {
  return Object.values(type).every((part) => part === undefined);
}

export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'object' | 'array' | 'functions';
export const kinds: readonly Kind[] = ['null', 'boolean', 'number', 'string', 'object', 'array', 'functions'];

/** The kinds of value that it can be; all of them for any value. */
export function kindsOf(type: Type): readonly Kind[] {
  return type.any ? kinds : kinds.filter((kind) => type[kind] !== undefined);
}

/** Only these kinds of it, and nothing where it may be nothing. */
export function only(type: Type, ...wanted: readonly Kind[]): Type {
  if (type.any) return type;
  return Object.fromEntries(
    Object.entries(type).filter(([name]) => name === 'missing' || wanted.some((kind) => kind === name)),
  );
}

export function without(type: Type, ...unwanted: readonly (Kind | 'missing')[]): Type {
  return Object.fromEntries(Object.entries(type).filter(([name]) => !unwanted.some((kind) => kind === name)));
}

/** What a field of an object holds. */
export function fieldOf(part: ObjectPart, name: string): Type {
  const found = part.fields.get(name);
  if (found !== undefined) return found;
  return part.rest === undefined ? missing : optional(part.rest);
}
