import { settle } from '../expression/flow.ts';
import { join } from '../type/join.ts';
import {
  anything,
  booleanType,
  integerType,
  isMissing,
  kindsOf,
  listOf,
  literalType,
  missing,
  never,
  numberType,
  objectOf,
  only,
  optional,
  present,
  stringsType,
  stringType,
  type Type,
} from '../type/type.ts';
import { at, ofList, type Result, unlessMissing } from './result.ts';

const text = unlessMissing(stringType);
const number = unlessMissing(numberType);
const integer = unlessMissing(integerType);
const optionalNumber = unlessMissing(optional(numberType));

function mapText(change: (value: string) => string): Result {
  return (args) => {
    const { literals } = at(args, 0).string ?? {};
    return unlessMissing(literals === undefined ? stringType : stringsType(...literals.map(change)))(
      args,
      never as never,
    );
  };
}

const textOf: Result = (args, site) => {
  const given = at(args, 0);
  const isText = given.string !== undefined && Object.keys(present(given)).length === 1;
  return isText ? given : text(args, site);
};

const kindWords: Readonly<Record<string, string>> = { functions: 'function' };

const kindName: Result = (args, site) => {
  const given = at(args, 0);
  // What is no number, as 0/0, has a kind of its own in the reference: it says "object".
  const names = kindsOf(given).flatMap((kind) =>
    kind === 'number' ? ['number', 'object'] : [kindWords[kind] ?? kind],
  );
  return unlessMissing(stringsType(...new Set(names)))(args, site);
};

const exists: Result = (args) => {
  const given = at(args, 0);
  if (isMissing(given)) return literalType(false);
  return given.missing ? booleanType : literalType(true);
};

const count: Result = (args) => {
  const { array, missing: gone } = at(args, 0);
  return array !== undefined && array.min === array.max && !gone ? literalType(array.min) : integerType;
};

const extreme = ofList(({ min }) => (min === 0 ? optional(numberType) : numberType));
const matched = objectOf({
  match: stringType,
  index: integerType,
  groups: listOf({ ...stringType, null: true, missing: true }),
});

const matches: Result = (args) => {
  const found = settle({ item: matched, min: 0, max: Number.POSITIVE_INFINITY });
  return isMissing(at(args, 0)) ? missing : found;
};

/** A copy goes through JSON, which knows no functions: they come out as empty texts. */
function copy(type: Type, depth: number): Type {
  const { functions, object, array, ...rest } = type;
  if (type.any || depth <= 0) return type.any ? type : anything;
  const inner = (each: Type) => copy(each, depth - 1);
  return join(
    rest,
    functions === undefined ? {} : stringType,
    object === undefined
      ? {}
      : {
          object: {
            ...object,
            fields: new Map([...object.fields].map(([name, each]) => [name, inner(each)])),
            ...(object.rest === undefined ? {} : { rest: inner(object.rest) }),
          },
        },
    array === undefined ? {} : { array: { ...array, items: inner(array.items) } },
  );
}

/** Results of the functions of texts, numbers and times. */
export const valueResults: Readonly<Record<string, Result>> = {
  sum: ofList(({ items }) => (items.number?.integer && !items.any ? integerType : numberType)),
  count,
  max: extreme,
  min: extreme,
  average: extreme,
  string: textOf,
  substring: text,
  substringBefore: text,
  substringAfter: text,
  lowercase: mapText((value) => value.toLowerCase()),
  uppercase: mapText((value) => value.toUpperCase()),
  length: integer,
  trim: text,
  pad: text,
  match: matches,
  contains: unlessMissing(booleanType),
  replace: text,
  split: unlessMissing(listOf(stringType)),
  join: ofList(() => stringType),
  formatNumber: text,
  formatBase: text,
  formatInteger: text,
  parseInteger: optionalNumber,
  number,
  floor: integer,
  ceil: integer,
  round: (args, site) => (isMissing(at(args, 1)) ? integer(args, site) : number(args, site)),
  abs: number,
  sqrt: number,
  power: number,
  random: () => numberType,
  boolean: unlessMissing(booleanType),
  not: unlessMissing(booleanType),
  exists,
  error: () => never,
  assert: () => missing,
  type: kindName,
  base64encode: text,
  base64decode: text,
  encodeUrlComponent: text,
  encodeUrl: text,
  decodeUrlComponent: text,
  decodeUrl: text,
  eval: () => anything,
  toMillis: optionalNumber,
  fromMillis: text,
  now: () => ({ string: { format: 'date-time' } }),
  millis: () => integerType,
  clone: (args) => copy(only(at(args, 0), 'object', 'array'), 12),
};
