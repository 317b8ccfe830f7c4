import type { Json } from '@invoicepatch/sdk';
import { join } from './join.ts';
import { anything, anyValue, booleanType, isNever, listOf, nullType, type Type } from './type.ts';

function ofText(text: string): Type {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return { string: { format: 'date' } };
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? { string: { format: 'date-time' } } : { string: {} };
}

function ofList(items: readonly Json[], isSample: boolean): Type {
  const type = join(...items.map((item) => ofJson(item, isSample)));
  return listOf(isNever(type) ? anyValue : type);
}

function ofObject(value: { readonly [name: string]: Json }, isSample: boolean): Type {
  const fields = new Map(Object.entries(value).map(([name, field]) => [name, ofJson(field, isSample)]));
  return { object: isSample ? { fields, rest: anyValue, sampled: true } : { fields } };
}

function ofJson(value: Json, isSample: boolean): Type {
  if (value === null) return isSample ? anyValue : nullType;
  if (Array.isArray(value)) return ofList(value, isSample);
  if (typeof value === 'object') return ofObject(value as { readonly [name: string]: Json }, isSample);
  if (typeof value === 'boolean') return booleanType;
  return typeof value === 'string' ? ofText(value) : { number: { integer: false } };
}

/**
 * The type of payloads that look like these samples. One sample says which fields there are and of what kind, not
 * which values: numbers may be fractions, texts any text, lists of any length, and what is null may be anything.
 * A field that one of several samples lacks may be anything or absent.
 */
export function fromSample(...samples: readonly Json[]): Type {
  return samples.length === 0 ? anything : join(...samples.map((sample) => ofJson(sample, true)));
}

/** The type of a value that stays as it is, such as the parameters of a flow: other values of it, but the same fields. */
export function fromValue(value: Json): Type {
  return ofJson(value, false);
}
