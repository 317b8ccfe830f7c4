import type { Json } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differencesOf } from './differences.ts';

test('names each place that differs, with both sides', () => {
  const before = { total: '10.00', lines: [{ amount: 1 }, { amount: 2 }], note: null };
  const after = { total: '12.00', lines: [{ amount: 1 }, { amount: 3 }, { amount: 4 }], at: 'x' };

  expect(differencesOf(before, after)).toEqual([
    { path: 'total', before: '10.00', after: '12.00' },
    { path: 'lines[1].amount', before: 2, after: 3 },
    { path: 'lines[2]', after: { amount: 4 } },
    { path: 'note', before: null },
    { path: 'at', after: 'x' },
  ]);
});

test('the order of fields does not count, that of a list does', () => {
  expect(differencesOf({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
  expect(differencesOf([1, 2], [2, 1])).toHaveLength(2);
});

test('a name that objects inherit is no field', () => {
  expect(differencesOf({}, { toString: 1 })).toEqual([{ path: 'toString', after: 1 }]);
});

test('two values that say the same differ nowhere, and others somewhere', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, each]) => [name, shuffled(each)]),
    );
  };
  const plain = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
  fc.assert(fc.property(plain, (value) => differencesOf(value, shuffled(value) as Json).length === 0));
  fc.assert(fc.property(plain, (value) => differencesOf(value, [value]).length > 0));
});

test('does not go on for ever', () => {
  const long = Array.from({ length: 5_000 }, (_, index) => index);

  expect(differencesOf(long, []).length).toBe(50);
});
