import { expect, test } from '@jest/globals';
import { parseForeignJson } from './parse-json.ts';

test('the digits of an id that an outside system gives are all there', () => {
  expect(parseForeignJson('{"id":9007199254740993,"total":12.5}')).toEqual({ id: '9007199254740993', total: 12.5 });
});

test('takes 100 levels and refuses 101, and what texts hold does not count', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}"[[\\"[["${']'.repeat(levels)}`;

  expect(() => parseForeignJson(nested(100))).not.toThrow();
  expect(() => parseForeignJson(nested(101))).toThrow('more than 100 levels');
});

test('a field that reaches into every object is left out', () => {
  expect(parseForeignJson('{"__proto__":{"polluted":1},"a":1}')).toEqual({ a: 1 });
});
