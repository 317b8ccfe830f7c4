import type { Json } from '@invoicepatch/sdk';
import { join } from './join.ts';
import {
  anything,
  anyValue,
  booleanType,
  listOf,
  literalType,
  never,
  nullType,
  type ObjectPart,
  optional,
  present,
  type StringPart,
  type Type,
} from './type.ts';

type Schema = { readonly [key: string]: Json };

interface Place {
  readonly root: Json;
  readonly depth: number;
  /** Whether a field with a default may be left out: what is given may lack it, what comes out has it. */
  readonly io: 'input' | 'output';
}

/** Deeper schemas, and those that hold themselves, end in any value. */
const depthLimit = 16;

function isSchema(value: Json | undefined): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listAt(schema: Schema, key: string): readonly Json[] | undefined {
  const value = schema[key];
  return Array.isArray(value) ? value : undefined;
}

function countAt(schema: Schema, key: string, otherwise: number): number {
  const value = schema[key];
  return typeof value === 'number' ? value : otherwise;
}

function follow(root: Json, reference: string): Json | undefined {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  const names = reference.slice(2).split('/');
  return names.reduce<Json | undefined>((at, name) => {
    const key = decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
    return isSchema(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }, root);
}

function ofValue(value: Json): Type {
  if (Array.isArray(value)) return listOf(join(...value.map(ofValue)), value.length, value.length);
  if (isSchema(value)) {
    return { object: { fields: new Map(Object.entries(value).map(([name, field]) => [name, ofValue(field)])) } };
  }
  return typeof value === 'object' ? nullType : literalType(value);
}

function ofString(schema: Schema): Type {
  const format = schema['format'];
  const part: StringPart = typeof format === 'string' ? { format } : {};
  return { string: part };
}

/** JSON Schema's own rule: what is not forbidden is allowed. */
function restOf(schema: Schema, place: Place): Type | undefined {
  const more = schema['additionalProperties'] ?? schema['unevaluatedProperties'];
  const patterns = schema['patternProperties'];
  const named = isSchema(patterns) ? Object.values(patterns).map((each) => ofSchema(each, place)) : [];
  if (more === false) return named.length === 0 ? undefined : join(...named);
  return more === undefined || more === true ? anyValue : join(present(ofSchema(more, place)), ...named);
}

function ofObject(schema: Schema, place: Place): Type {
  const properties = schema['properties'];
  const required = listAt(schema, 'required') ?? [];
  const entries = isSchema(properties) ? Object.entries(properties) : [];
  const fields = entries.map(([name, property]): [string, Type] => {
    const type = ofSchema(property, place);
    const hasDefault = place.io === 'input' && isSchema(property) && property['default'] !== undefined;
    return [name, required.includes(name) && !hasDefault ? type : optional(type)];
  });
  const rest = restOf(schema, place);
  const part: ObjectPart = { fields: new Map(fields), ...(rest === undefined ? {} : { rest }) };
  return { object: part };
}

function ofArray(schema: Schema, place: Place): Type {
  const first = listAt(schema, 'prefixItems') ?? (Array.isArray(schema['items']) ? schema['items'] : []);
  const rest = Array.isArray(schema['items']) ? schema['additionalItems'] : schema['items'];
  const items = join(
    ...first.map((each) => ofSchema(each, place)),
    rest === false ? never : ofSchema(rest ?? true, place),
  );
  const limit = rest === false ? first.length : Number.POSITIVE_INFINITY;
  return listOf(items, countAt(schema, 'minItems', 0), countAt(schema, 'maxItems', limit));
}

function ofKind(kind: Json, schema: Schema, place: Place): Type {
  switch (kind) {
    case 'string':
      return ofString(schema);
    case 'number':
      return { number: { integer: false } };
    case 'integer':
      return { number: { integer: true } };
    case 'boolean':
      return booleanType;
    case 'null':
      return nullType;
    case 'array':
      return ofArray(schema, place);
    case 'object':
      return ofObject(schema, place);
    default:
      return anyValue;
  }
}

function guessKinds(schema: Schema): readonly Json[] {
  if (schema['properties'] !== undefined || schema['additionalProperties'] !== undefined) return ['object'];
  return schema['items'] !== undefined || schema['prefixItems'] !== undefined ? ['array'] : [];
}

function ofKinds(schema: Schema, place: Place): Type {
  const named = schema['type'];
  const kinds = Array.isArray(named) ? named : named === undefined ? guessKinds(schema) : [named];
  if (kinds.length === 0) return anyValue;
  return join(...kinds.map((kind) => ofKind(kind, schema, place)));
}

function mergeAll(parts: readonly Type[]): Type {
  const objects = parts.flatMap(({ object }) => object ?? []);
  if (objects.length !== parts.length) return parts.find((part) => part.any !== true) ?? anyValue;
  const fields = new Map(objects.flatMap((part) => [...part.fields]));
  const rest = objects.every((part) => part.rest !== undefined) ? anyValue : undefined;
  return { object: { fields, ...(rest === undefined ? {} : { rest }) } };
}

/** A union of everything that JSON has is anything. */
function simplify(type: Type): Type {
  const { boolean, number, string, object, array } = type;
  const scalars = type.null && boolean === 'both' && number?.integer === false && string !== undefined;
  const free = number?.literals === undefined && string?.literals === undefined && string?.format === undefined;
  const lists = array?.items.any === true && array.min === 0 && array.max === Number.POSITIVE_INFINITY;
  const all = scalars && free && lists && object?.fields.size === 0 && object.rest?.any === true;
  return all ? (type.missing ? anything : anyValue) : type;
}

function ofSchema(schema: Json, place: Place): Type {
  if (schema === false) return never;
  if (!isSchema(schema) || place.depth <= 0) return anyValue;
  const inner = { ...place, depth: place.depth - 1 };
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const found = follow(place.root, reference);
    return found === undefined ? anyValue : ofSchema(found, inner);
  }
  if (schema['const'] !== undefined) return ofValue(schema['const']);
  const values = listAt(schema, 'enum');
  if (values !== undefined) return join(...values.map(ofValue));
  const choices = listAt(schema, 'anyOf') ?? listAt(schema, 'oneOf');
  if (choices !== undefined) return simplify(join(...choices.map((each) => ofSchema(each, inner))));
  const all = listAt(schema, 'allOf');
  if (all !== undefined) {
    const { allOf: _, ...own } = schema;
    return mergeAll([...all, ...(Object.keys(own).length === 0 ? [] : [own])].map((each) => ofSchema(each, inner)));
  }
  return ofKinds(schema, inner);
}

/**
 * The values that a JSON Schema allows, or a few more. `undefined` is no schema at all: anything. As `input`, a field
 * with a default may be absent; as `output`, it is there when the schema requires it.
 */
export function fromSchema(schema: Json | undefined, io: 'input' | 'output' = 'output'): Type {
  return schema === undefined ? anything : ofSchema(schema, { root: schema, depth: depthLimit, io });
}
