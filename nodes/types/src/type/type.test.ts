import { expect, test } from '@jest/globals';
import { contains, fromSample, fromSchema, fromValue, show, toSchema } from '../index.ts';
import { join } from './join.ts';
import { listOf, missing, numberType, objectOf, optional, stringType } from './type.ts';

test.each([
  [{ type: 'string' }, 'text', 'texte'],
  [{ type: 'integer' }, 'whole number', 'nombre entier'],
  [{ enum: ['a', 'b'] }, '"a" or "b"', '"a" ou "b"'],
  [{ type: 'array', items: { type: 'number' } }, 'list of numbers', 'liste de nombres'],
  [{ type: ['string', 'null'] }, 'text or null', 'texte ou null'],
  [{ type: 'string', format: 'date' }, 'date', 'date'],
  [{}, 'anything', 'n’importe quoi'],
  [
    { type: 'object', properties: { a: {}, b: {} }, required: ['a'], additionalProperties: false },
    'object { a, b? }',
    'objet { a, b? }',
  ],
])('%j reads %s', (schema, english, french) => {
  expect(show(fromSchema(schema))).toBe(english);
  expect(show(fromSchema(schema), 'fr')).toBe(french);
});

test('a schema comes back as it went in', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'array', items: { type: 'integer' }, minItems: 1 } },
    required: ['a'],
    additionalProperties: false,
  };

  expect(toSchema(fromSchema(schema))).toEqual(schema);
});

test('references are followed, and a schema that holds itself has an end', () => {
  const schema = {
    $defs: { tree: { type: 'object', properties: { value: { type: 'number' }, next: { $ref: '#/$defs/tree' } } } },
    $ref: '#/$defs/tree',
  };

  expect(contains(fromSchema(schema), { value: 1, next: { value: 2, next: {} } })).toBe(true);
  expect(contains(fromSchema(schema), { next: { value: 'x' } })).toBe(false);
});

test('a field with a default may be left out of what is given', () => {
  const schema = { type: 'object', properties: { a: { type: 'number', default: 1 } }, required: ['a'] };

  expect(contains(fromSchema(schema, 'input'), {})).toBe(true);
  expect(contains(fromSchema(schema, 'output'), {})).toBe(false);
});

test('a sample says which fields there are, not which values', () => {
  const type = fromSample({ hours: 7, who: { name: 'Ana' }, days: [] }, { hours: 8, who: { name: 'Bo' } });

  expect(contains(type, { hours: 1.5, who: { name: 'Cy', age: 3 }, other: true })).toBe(true);
  expect(contains(type, { hours: '7', who: { name: 'Cy' } })).toBe(false);
  expect(contains(fromValue({ rate: 1 }), { rate: 2 })).toBe(true);
  expect(contains(fromValue({ rate: 1 }), { rate: 2, more: 1 })).toBe(false);
});

test('a union holds the values of both', () => {
  const type = join(objectOf({ a: stringType }), objectOf({ a: numberType, b: stringType }), listOf(missing));

  expect(contains(type, { a: 'x' })).toBe(true);
  expect(contains(type, { a: 1, b: 'y' })).toBe(true);
  expect(contains(type, {})).toBe(false);
  expect(contains(optional(type), undefined)).toBe(true);
});
