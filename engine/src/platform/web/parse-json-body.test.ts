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

test('refuses a field that is named twice, and not one that is named in two objects', () => {
  expect(() => parse('{"id":1,"total":5,"id":2}')).toThrow(/names a field twice/);
  expect(() => parse('[{"a":{"b":1,"\\u0062":2}}]')).toThrow(/names a field twice/);
  expect(parse('[{"a":1},{"a":{"a":":"}}]')).toEqual([{ a: 1 }, { a: { a: ':' } }]);
});

test.each([
  ['0.30000000000000004', 0.300_000_000_000_000_04],
  ['9007199254740993', '9007199254740993'],
  ['-123456789012345678901234567890', '-123456789012345678901234567890'],
  ['9007199254740991', 9_007_199_254_740_991],
  ['1234567890123456', 1_234_567_890_123_456],
  ['0.1234567890123456789', '0.1234567890123456789'],
  ['1e30', 1e30],
])('the number %s arrives as %j: no digit of an id is lost', (written, expected) => {
  expect(parse(`{"id":${written},"ids":[${written}],"text":"${written}"}`)).toEqual({
    id: expected,
    ids: [expected],
    text: written,
  });
});

test('quotation marks and backslashes in texts do not hide what follows', () => {
  expect(() => parse(`["\\\\", ${'['.repeat(70)}${']'.repeat(70)}]`)).toThrow('deeper than 64 levels');
  expect(parse('["a\\"[[[[", "\\\\\\"", "\\\\"]')).toEqual(['a"[[[[', '\\"', '\\']);
});

test.each(['{"a":"\\ud800"}', '["x\\udc00y"]', '{"\\uD800":1}', '["\\u0000"]'])(
  'refuses %s, which nothing can store',
  (text) => {
    expect(() => parse(text)).toThrow(/half of a character/);
  },
);

test('takes whole characters in any spelling', () => {
  expect(parse('["\\ud83d\\udc4d", "\\\\ud800", "é👍"]')).toEqual(['👍', '\\ud800', 'é👍']);
});
