import type { Json } from '@invoicepatch/sdk';
import {
  type ArrayPart,
  isNever,
  type NumberPart,
  type ObjectPart,
  present,
  type StringPart,
  type Type,
} from './type.ts';

type Schema = { readonly [key: string]: Json };

function ofNumber({ integer, literals }: NumberPart): Schema {
  return literals === undefined ? { type: integer ? 'integer' : 'number' } : { enum: literals };
}

function ofString({ literals, format }: StringPart): Schema {
  if (literals !== undefined) return { enum: literals };
  return format === undefined ? { type: 'string' } : { type: 'string', format };
}

function ofObject({ fields, rest }: ObjectPart): Schema {
  const named = [...fields].filter(([, type]) => !isNever(present(type)));
  const required = named.filter(([, type]) => type.missing !== true).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(named.map(([name, type]) => [name, toSchema(type)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: rest === undefined ? false : rest.any ? true : toSchema(rest),
  };
}

function ofArray({ items, min, max }: ArrayPart): Schema {
  return {
    type: 'array',
    items: isNever(present(items)) ? false : toSchema(items),
    ...(min > 0 ? { minItems: min } : {}),
    ...(Number.isFinite(max) ? { maxItems: max } : {}),
  };
}

function ofBoolean(part: NonNullable<Type['boolean']>): Schema {
  return part === 'both' ? { type: 'boolean' } : { const: part === 'true' };
}

/** A JSON Schema of the values; nothing and functions have no place in JSON and are left out. */
export function toSchema(type: Type): Json {
  if (type.any) return true;
  const choices: Schema[] = [
    ...(type.null ? [{ type: 'null' }] : []),
    ...(type.boolean === undefined ? [] : [ofBoolean(type.boolean)]),
    ...(type.number === undefined ? [] : [ofNumber(type.number)]),
    ...(type.string === undefined ? [] : [ofString(type.string)]),
    ...(type.object === undefined ? [] : [ofObject(type.object)]),
    ...(type.array === undefined ? [] : [ofArray(type.array)]),
  ];
  const [only] = choices;
  if (only === undefined) return false;
  return choices.length === 1 ? only : { anyOf: choices };
}
