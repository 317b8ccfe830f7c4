import { expect, test } from '@jest/globals';
import {
  add,
  compare,
  type Decimal,
  divide,
  multiply,
  parseDecimal,
  roundTo,
  toJsonNumber,
  toShortText,
  toText,
} from './decimal.ts';

function decimal(text: string | number): Decimal {
  const value = parseDecimal(text);
  if (value === undefined) throw new Error(`${text} is no decimal`);
  return value;
}

test.each([
  ['0.005', '0.01'],
  ['-0.005', '-0.01'],
  ['1.0049999', '1.00'],
  ['2.675', '2.68'],
  ['12', '12.00'],
])('rounds %s to %s, half away from zero', (from, to) => {
  expect(toText(roundTo(decimal(from), 2))).toBe(to);
});

test('adds and multiplies without binary noise', () => {
  expect(toText(add(decimal('0.1'), decimal('0.2')))).toBe('0.3');
  expect(toText(multiply(decimal('33.335'), decimal('0.13')))).toBe('4.33355');
  expect(toText(divide(decimal('113'), decimal('1.13'), 2))).toBe('100.00');
});

test('reads the numbers that JSON writes, also in exponent form', () => {
  expect(toText(decimal(1e-7))).toBe('0.0000001');
  expect(toText(decimal(1e21))).toBe('1000000000000000000000');
  expect(compare(decimal('5.0'), decimal(5))).toBe(0);
});

test('writes numbers with the digits of their text', () => {
  for (const text of ['1234567890123.45', '0.07', '-19.99', '100.1']) {
    expect(JSON.stringify(toJsonNumber(decimal(text)))).toBe(text);
  }
  expect(toShortText(decimal('9.9750'))).toBe('9.975');
  expect(toShortText(decimal('5.000'))).toBe('5');
  expect(toShortText(decimal('100'))).toBe('100');
});

test('refuses what is no decimal', () => {
  for (const text of ['', '1,50', '.5', 'NaN', '1e5x', '0x10']) expect(parseDecimal(text)).toBeUndefined();
});
