import { expect, test } from '@jest/globals';
import { parseJsonBody } from './parse-json-body.ts';

const parse = (text: string) => parseJsonBody(Buffer.from(text));

test('parses JSON, and nothing gives nothing', () => {
  expect(parse('{"a":[1,"]]]]",null]}')).toEqual({ a: [1, ']]]]', null] });
  expect(parse('')).toBeUndefined();
});

test('takes 64 levels and refuses 65, whatever stands inside texts', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}"\\"[[[["${']'.repeat(levels)}`;

  expect(() => parse(nested(64))).not.toThrow();
  expect(() => parse(nested(65))).toThrow('deeper than 64 levels');
});

test('a million levels are refused as calmly', () => {
  expect(() => parse('['.repeat(1_000_000))).toThrow('deeper than 64 levels');
});

test.each([
  '{"__proto__":{"admin":true}}',
  '{"a":[{"\\u005f_proto__":1}]}',
  '{"constructor":{"prototype":{"admin":true}}}',
])('refuses %s, which would change what objects are', (text) => {
  expect(() => parse(text)).toThrow('is not accepted');
  expect(Object.getPrototypeOf({})).not.toHaveProperty('admin');
});

test('refuses what is not JSON, and repeats none of it', () => {
  expect(() => parse('{\n  "password": hunter2\n}')).toThrow(/not valid JSON\.$/);
  expect(() => parse('{\n  "password": hunter2\n}')).not.toThrow(/hunter2/);
});

test('refuses bytes that are no text', () => {
  expect(() => parseJsonBody(Buffer.from([0x22, 0xff, 0x22]))).toThrow('not UTF-8');
});
