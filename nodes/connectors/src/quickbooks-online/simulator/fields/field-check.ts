import type { Json } from '@invoicepatch/sdk';
import { parseDecimal } from '../../decimal.ts';
import { isJsonObject, type JsonObject } from '../replies.ts';
import { enumerations, type Field, fieldTables, type TableName } from './field-table.ts';

/** Something that breaks the published schema, and where: `Line[0].Amont`. */
export interface FieldProblem {
  readonly place: string;
  readonly problem: string;
}

/** QuickBooks reads numbers and ids leniently but always writes them in one way. */
export type Side = 'request' | 'answer';

const isText = (value: Json): value is string => typeof value === 'string';
const isDecimalNumber = (value: Json) => typeof value === 'number';
const isDecimalText = (value: Json) => isText(value) && parseDecimal(value) !== undefined;

const plainTypes: Readonly<Record<string, (value: Json, side: Side) => boolean>> = {
  string: isText,
  id: (value, side) => isText(value) || (side === 'request' && typeof value === 'number'),
  decimal: (value, side) => isDecimalNumber(value) || (side === 'request' && isDecimalText(value)),
  int: (value) => typeof value === 'number' && Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)),
  dateTime: (value) => isText(value) && /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)),
};

function checkOne(
  type: string,
  value: Json,
  at: { readonly place: string; readonly side: Side },
): readonly FieldProblem[] {
  const plain = plainTypes[type];
  if (plain !== undefined) return plain(value, at.side) ? [] : [{ place: at.place, problem: `is no ${type}` }];
  const words = enumerations[type];
  if (words !== undefined)
    return isText(value) && words.includes(value)
      ? []
      : [{ place: at.place, problem: `is none of ${words.join(', ')}` }];
  if (!isJsonObject(value)) return [{ place: at.place, problem: `is no ${type} object` }];
  return checkMembers(type, value, at);
}

function checkField(
  field: Field,
  value: Json,
  at: { readonly place: string; readonly side: Side },
): readonly FieldProblem[] {
  // A null clears a field in a request; QuickBooks itself leaves empty fields out.
  if (value === null) return at.side === 'request' ? [] : [{ place: at.place, problem: 'is null' }];
  if (!field.list) return checkOne(field.type, value, at);
  if (!Array.isArray(value)) return [{ place: at.place, problem: 'is no list' }];
  return value.flatMap((each: Json, index) => checkOne(field.type, each, { ...at, place: `${at.place}[${index}]` }));
}

function checkMembers(
  type: string,
  value: JsonObject,
  at: { readonly place: string; readonly side: Side },
): readonly FieldProblem[] {
  const table = fieldTables.get(type);
  return Object.entries(value).flatMap(([name, member]) => {
    const place = at.place === '' ? name : `${at.place}.${name}`;
    const field = table?.get(name);
    return field === undefined
      ? [{ place, problem: `is no field of ${type}` }]
      : checkField(field, member, { place, side: at.side });
  });
}

/** What in this value breaks the published schema of its type; nothing, when it is in order. */
export function checkFields(type: TableName, value: Json, side: Side): readonly FieldProblem[] {
  return checkOne(type, value, { place: '', side });
}
