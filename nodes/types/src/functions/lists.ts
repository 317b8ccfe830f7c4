import { multiply, settle, spread, toFlow } from '../expression/flow.ts';
import { anyField, join, widen } from '../type/join.ts';
import {
  type ArrayPart,
  anything,
  anyValue,
  fieldOf,
  integerType,
  isMissing,
  isNever,
  listOf,
  missing,
  type ObjectPart,
  optional,
  present,
  stringsType,
  stringType,
  type Type,
  without,
} from '../type/type.ts';
import { applyWithArity, unsure } from './apply.ts';
import { at, itemsOf, listAt, ofList, type Result } from './result.ts';

const map = ofList((list, site, args) => {
  const result = applyWithArity(at(args, 1), [itemsOf(list), integerType, { array: list }], unsure(site, list.min > 0));
  if (list.max === 0) return missing;
  return settle({ item: present(result), min: result.missing ? 0 : list.min, max: list.max });
});

const filter = ofList((list, site, args) => {
  applyWithArity(at(args, 1), [itemsOf(list), integerType, { array: list }], unsure(site, list.min > 0));
  return settle({ item: itemsOf(list), min: 0, max: list.max });
});

const single = ofList((list, site, args) => {
  const test = at(args, 1);
  if (!isMissing(test)) applyWithArity(test, [itemsOf(list), integerType, { array: list }], unsure(site, list.min > 0));
  return itemsOf(list);
});

/** How often a result is fed back before anything is taken for it. */
const rounds = 4;

const reduce = ofList((list, site, args) => {
  const start = at(args, 2);
  const first = join(present(start), start.missing ? join(itemsOf(list), list.min === 0 ? missing : {}) : {});
  const step = unsure(site, list.min > (start.missing ? 1 : 0));
  let result = first;
  for (let round = 0; round < rounds; round += 1) {
    const given = [result, itemsOf(list), integerType, { array: list }];
    const next = join(result, widen(applyWithArity(at(args, 1), given, step)));
    if (JSON.stringify(shapeOf(next)) === JSON.stringify(shapeOf(result))) return next;
    result = next;
  }
  return anything;
});

/** Two types with the same shape are taken for the same one. */
function shapeOf(type: Type): unknown {
  return {
    ...type,
    functions: type.functions?.map(({ id }) => id),
    object: type.object && {
      fields: [...type.object.fields].map(([name, field]) => [name, shapeOf(field)]),
      rest: type.object.rest && shapeOf(type.object.rest),
    },
    array: type.array && { ...type.array, items: shapeOf(type.array.items), max: String(type.array.max) },
  };
}

function eachField({ fields, rest }: ObjectPart): [name: Type, value: Type][] {
  const named = [...fields]
    .filter(([, type]) => !isNever(present(type)))
    .map(([name, type]): [Type, Type] => [stringsType(name), present(type)]);
  return rest === undefined ? named : [...named, [stringType, present(rest)]];
}

const sift: Result = (args, site) => {
  const { object, any } = at(args, 0);
  if (any) return optional({ object: { fields: new Map(), rest: anyValue } });
  if (object === undefined) return missing;
  for (const [name, value] of eachField(object))
    applyWithArity(at(args, 1), [value, name, { object }], unsure(site, false));
  const fields = new Map([...object.fields].map(([name, type]) => [name, optional(type)]));
  return { missing: true, object: { fields, ...(object.rest === undefined ? {} : { rest: object.rest }) } };
};

const each: Result = (args, site) => {
  const { object, any, missing: gone } = at(args, 0);
  if (any) return anything;
  if (object === undefined) return missing;
  const results = eachField(object).map(([name, value]) =>
    applyWithArity(at(args, 1), [value, name, { object }], unsure(site, false)),
  );
  const certain = [...object.fields.values()].filter((type) => !type.missing).length;
  const item = join(...results);
  const max = object.rest === undefined ? object.fields.size : Number.POSITIVE_INFINITY;
  return settle({ item: present(item), min: gone || item.missing ? 0 : certain, max });
};

function namesIn(type: Type): Type {
  if (type.any) return stringType;
  const own = type.object === undefined ? [] : eachField(type.object).map(([name]) => name);
  return join(...own, type.array === undefined ? {} : namesIn(type.array.items));
}

/** How many names there are: known for a single object only. */
function countOf(type: Type): { readonly min: number; readonly max: number } {
  const { object } = type;
  if (object === undefined || type.any || type.array !== undefined) return { min: 0, max: Number.POSITIVE_INFINITY };
  const alone = Object.keys(type).length === 1;
  const certain = [...object.fields.values()].filter((field) => !field.missing).length;
  return { min: alone ? certain : 0, max: object.rest === undefined ? object.fields.size : Number.POSITIVE_INFINITY };
}

const keys: Result = (args) => settle({ item: namesIn(at(args, 0)), ...countOf(at(args, 0)) });

/** What `name` reads of a value: of a list, of each of its items. */
export function lookUp(type: Type, name: string): Type {
  if (type.any) return anything;
  const own = type.object === undefined ? {} : fieldOf(type.object, name);
  const other = without(type, 'object', 'array');
  const gone = isNever(other) ? {} : missing;
  return join(own, gone, type.array === undefined ? {} : lookUpEach(type.array, name));
}

function lookUpEach({ items, min, max }: ArrayPart, name: string): Type {
  return settle(multiply({ item: items, min, max }, spread(lookUp(items, name))));
}

const lookup: Result = (args) => {
  const { literals } = at(args, 1).string ?? {};
  const given = at(args, 0);
  if (literals !== undefined && !at(args, 1).missing) return join(...literals.map((name) => lookUp(given, name)));
  if (given.any || given.array) return anything;
  return given.object === undefined ? missing : optional(anyField(given.object));
};

const append: Result = (args) => {
  const [one, other] = [at(args, 0), at(args, 1)];
  if (one.any || other.any) return anything;
  const alone = join(one.missing ? other : {}, other.missing ? one : {});
  if (isMissing(one) || isMissing(other)) return alone;
  const [left, right] = [toFlow(present(one)), toFlow(present(other))];
  const both = listOf(join(present(left.item), present(right.item)), left.min + right.min, left.max + right.max);
  return join(alone, both);
};

function spreadType(type: Type): Type {
  if (type.any) return anyValue;
  const parts = type.object === undefined ? {} : eachField(type.object).length === 0 ? {} : partsOf(type.object);
  const inner = type.array === undefined ? {} : spreadType(present(type.array.items));
  return join(without(type, 'object', 'array', 'missing'), parts, inner);
}

function partsOf(part: ObjectPart): Type {
  const fields = new Map([...part.fields].map(([name, type]) => [name, optional(type)]));
  return { object: { fields, ...(part.rest === undefined ? {} : { rest: part.rest }) } };
}

const spreadOut: Result = (args) => {
  const given = at(args, 0);
  if (given.any) return anything;
  const item = spreadType(given);
  const flat = given.object === undefined && given.array === undefined;
  return flat ? given : join(settle({ item, min: 0, max: Number.POSITIVE_INFINITY }), listOf(item, 2));
};

function mergeObjects(list: ArrayPart): Type {
  const { object, any } = list.items;
  if (any) return { object: { fields: new Map(), rest: anyValue } };
  if (object === undefined) return { object: { fields: new Map() } };
  return {
    object:
      list.min > 0
        ? object
        : { ...object, fields: new Map([...object.fields].map(([name, type]) => [name, optional(type)])) },
  };
}

/** Short lists come back as they are; longer ones as a new list. */
const reordered = ofList((list) => ({ array: { ...list } }));

const sort: Result = (args, site) => {
  const list = listAt(args, 0);
  if (list !== undefined && !isMissing(at(args, 1))) {
    applyWithArity(at(args, 1), [itemsOf(list), itemsOf(list)], unsure(site, list.min > 1));
  }
  return reordered(args, site);
};

const distinct: Result = (args) => {
  const given = at(args, 0);
  const { array } = given;
  if (given.any) return given;
  if (array === undefined) return given;
  const min = Math.min(1, array.min);
  const unwrapped = array.loose ? settle({ item: array.items, min, max: array.max }) : {};
  return join(without(given, 'array'), { array: { ...array, min } }, unwrapped);
};

const zip: Result = (args) => {
  const given = at(args, 0);
  const list = listAt(args, 0);
  return list === undefined ? listOf({}, 0, 0) : listOf(listOf(present(list.items), 1), given.missing ? 0 : 0);
};

/** Results of the functions of lists and objects. */
export const listResults: Readonly<Record<string, Result>> = {
  map,
  filter,
  single,
  reduce,
  sift,
  each,
  keys,
  lookup,
  append,
  spread: spreadOut,
  merge: ofList(mergeObjects),
  reverse: reordered,
  shuffle: reordered,
  sort,
  distinct,
  zip,
};
