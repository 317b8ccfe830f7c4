import {
  type ArrayPart,
  type FunctionPart,
  fieldOf,
  isNever,
  type NumberPart,
  type ObjectPart,
  optional,
  type StringPart,
  type Type,
} from './type.ts';

/** More of them say no more to a person. */
const literalLimit = 60;
const fieldLimit = 2_000;
/** Types nest no deeper; what is deeper is any value. */
export const depthLimit = 24;

function mergeLiterals<T>(one: readonly T[] | undefined, other: readonly T[] | undefined): readonly T[] | undefined {
  if (one === undefined || other === undefined) return undefined;
  const all = [...new Set([...one, ...other])];
  return all.length > literalLimit ? undefined : all;
}

function joinNumbers(one: NumberPart, other: NumberPart): NumberPart {
  const literals = mergeLiterals(one.literals, other.literals);
  return { integer: one.integer && other.integer, ...(literals === undefined ? {} : { literals }) };
}

function joinStrings(one: StringPart, other: StringPart): StringPart {
  const literals = mergeLiterals(one.literals, other.literals);
  const format = one.format === other.format ? one.format : undefined;
  return { ...(literals === undefined ? {} : { literals }), ...(format === undefined ? {} : { format }) };
}

function joinObjects(one: ObjectPart, other: ObjectPart, depth: number): ObjectPart {
  const names = new Set([...one.fields.keys(), ...other.fields.keys()]);
  const rest =
    one.rest === undefined ? other.rest : other.rest === undefined ? one.rest : joinAt(one.rest, other.rest, depth);
  if (names.size > fieldLimit) return { fields: new Map(), rest: { any: true, missing: true } };
  const fields = new Map([...names].map((name) => [name, joinAt(fieldOf(one, name), fieldOf(other, name), depth)]));
  const sampled = one.sampled === true && other.sampled === true;
  return { fields, ...(rest === undefined ? {} : { rest }), ...(sampled ? { sampled } : {}) };
}

function joinArrays(one: ArrayPart, other: ArrayPart, depth: number): ArrayPart {
  const kept = one.kept === other.kept ? one.kept : 'maybe';
  return {
    items: joinAt(one.items, other.items, depth),
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    loose: one.loose || other.loose,
    ...(kept === undefined ? {} : { kept }),
  };
}

function joinFunctions(one: readonly FunctionPart[], other: readonly FunctionPart[]): readonly FunctionPart[] {
  return [...one, ...other.filter((each) => !one.some(({ id }) => id === each.id))];
}

function both<T>(one: T | undefined, other: T | undefined, join: (one: T, other: T) => T): T | undefined {
  if (one === undefined) return other;
  return other === undefined ? one : join(one, other);
}

function joinAt(one: Type, other: Type, depth: number): Type {
  if (one === other || isNever(other)) return one;
  if (isNever(one)) return other;
  const gone: Type = one.missing || other.missing ? { missing: true } : {};
  if (one.any || other.any || depth <= 0) return { any: true, ...gone };
  return prune({
    ...gone,
    null: one.null ?? other.null,
    boolean: both(one.boolean, other.boolean, (left, right) => (left === right ? left : 'both')),
    number: both(one.number, other.number, joinNumbers),
    string: both(one.string, other.string, joinStrings),
    object: both(one.object, other.object, (left, right) => joinObjects(left, right, depth - 1)),
    array: both(one.array, other.array, (left, right) => joinArrays(left, right, depth - 1)),
    functions: both(one.functions, other.functions, joinFunctions),
  });
}

type Loose = { readonly [Name in keyof Type]: Type[Name] | undefined };

function prune(type: Loose): Type {
  const kept: Type = Object.fromEntries(Object.entries(type).filter(([, part]) => part !== undefined));
  return kept;
}

/** Every value of either, and few more. */
export function join(...types: readonly Type[]): Type {
  return types.reduce((one, other) => joinAt(one, other, depthLimit), {});
}

/** The same type without what is only known of single values: for results that grow in a loop. */
export function widen(type: Type): Type {
  return prune({
    ...type,
    boolean: type.boolean === undefined ? undefined : 'both',
    number: type.number === undefined ? undefined : { integer: type.number.integer },
    string: type.string === undefined ? undefined : {},
  });
}

/** All that an object's fields can hold; missing when it may have none. */
export function anyField({ fields, rest }: ObjectPart): Type {
  const values = join(...fields.values(), ...(rest === undefined ? [] : [optional(rest)]));
  return fields.size === 0 ? optional(values) : values;
}
