import type { Json } from '@invoicepatch/sdk';
import type { Language } from '../words/language.ts';
import type { CodeSlot } from './code-slot.ts';

type JsonRecord = { readonly [key: string]: Json };

/** A JSON Schema as a form sees it: one of a few kinds of field; whatever else it is, JSON. */
export type Field =
  | { readonly kind: 'text'; readonly long: boolean }
  | { readonly kind: 'number' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'code'; readonly language: CodeSlot['language'] }
  | { readonly kind: 'flow' }
  | { readonly kind: 'texts' }
  | { readonly kind: 'rows'; readonly item: Json }
  | { readonly kind: 'record'; readonly value: Json }
  | { readonly kind: 'object' }
  | { readonly kind: 'json' };

export interface Property {
  readonly name: string;
  readonly schema: Json;
  readonly required: boolean;
}

export function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(schema: Json | undefined, key: string): Json | undefined {
  return isRecord(schema) ? schema[key] : undefined;
}

export function listProperties(schema: Json | undefined): Property[] {
  const properties = at(schema, 'properties');
  const required = at(schema, 'required');
  if (!isRecord(properties)) return [];
  return Object.entries(properties).map(([name, property]) => ({
    name,
    schema: property,
    required: Array.isArray(required) && required.includes(name) && at(property, 'default') === undefined,
  }));
}

function ofArray(schema: Json): Field {
  const item = at(schema, 'items');
  if (at(item, 'type') === 'string') return { kind: 'texts' };
  return isRecord(at(item, 'properties')) && item !== undefined ? { kind: 'rows', item } : { kind: 'json' };
}

function ofObject(schema: Json): Field {
  if (isRecord(at(schema, 'properties'))) return { kind: 'object' };
  const value = at(schema, 'additionalProperties');
  return at(value, 'type') === 'string' && value !== undefined ? { kind: 'record', value } : { kind: 'json' };
}

export function toField(schema: Json): Field {
  const format = at(schema, 'format');
  if (format === 'jsonata' || format === 'json-logic' || format === 'javascript')
    return { kind: 'code', language: format };
  if (format === 'flow') return { kind: 'flow' };
  const options = at(schema, 'enum');
  if (Array.isArray(options)) return { kind: 'choice', options: options.map(String) };
  switch (at(schema, 'type')) {
    case 'string':
      return { kind: 'text', long: Number(at(schema, 'maxLength') ?? 0) > 500 };
    case 'number':
    case 'integer':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return ofArray(schema);
    case 'object':
      return ofObject(schema);
    default:
      return { kind: 'json' };
  }
}

function textAt(schema: Json, key: string): string | undefined {
  const value = at(schema, key);
  return typeof value === 'string' ? value : undefined;
}

/** `dueDate` → `Due date`: for a field whose author gave it no title. */
function toLabel(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `at-once` → `At once`; what is not a plain word, as `GET`, stays. */
export function toOptionLabel(option: string): string {
  return /^[a-z][a-z0-9-]*$/.test(option) ? toLabel(option) : option;
}

export function labelOf({ name, schema }: Pick<Property, 'name' | 'schema'>, language: Language): string {
  const french = language === 'fr' ? textAt(schema, 'fr') : undefined;
  return french ?? textAt(schema, 'title') ?? toLabel(name);
}

export function helpOf(schema: Json): string | undefined {
  return textAt(schema, 'description');
}

/** What an empty field shows: its default, else an example. */
export function hintOf(schema: Json): string {
  const examples = at(schema, 'examples');
  const hint = at(schema, 'default') ?? (Array.isArray(examples) ? examples[0] : undefined);
  if (hint === undefined || hint === '' || (isRecord(hint) && Object.keys(hint).length === 0)) return '';
  return typeof hint === 'string' ? hint : JSON.stringify(hint);
}

export function defaultOf(schema: Json): Json | undefined {
  return at(schema, 'default');
}

/** An object expression with a place for each field that is asked for. */
export function toSkeleton(schema: Json | undefined): string {
  const lines = listProperties(schema).map(({ name }) => `  "${name}": ${name}`);
  return lines.length === 0 ? '$' : `{\n${lines.join(',\n')}\n}`;
}
