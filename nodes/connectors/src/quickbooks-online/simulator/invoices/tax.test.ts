import { expect, test } from '@jest/globals';
import { type Decimal, parseDecimal, toText, zero } from '../../decimal.ts';
import { computeTax } from './tax.ts';

const decimal = (text: string): Decimal => parseDecimal(text) ?? zero;
const hst = { id: '1', percent: decimal('13') };
const gst = { id: '2', percent: decimal('5') };
const qst = { id: '3', percent: decimal('9.975') };

test('rounds HST once on the sum of its lines, not line by line', () => {
  // 13 % of 0.50 is 0.065, a tie: line by line it would be 0.07 three times.
  const lines = ['0.50', '0.50', '0.50'].map((amount) => ({ amount: decimal(amount), rates: [hst] }));

  expect(toText(computeTax(lines).totalTax)).toBe('0.20');
});

test('rounds a tie away from zero, also for a credit', () => {
  expect(toText(computeTax([{ amount: decimal('0.50'), rates: [hst] }]).totalTax)).toBe('0.07');
  expect(toText(computeTax([{ amount: decimal('-0.50'), rates: [hst] }]).totalTax)).toBe('-0.07');
});

test('takes GST and QST each on the price alone', () => {
  const { byRate, totalTax } = computeTax([
    { amount: decimal('1000.10'), rates: [gst, qst] },
    { amount: decimal('33.33'), rates: [gst, qst] },
  ]);

  expect(byRate.map(({ net, tax }) => [toText(net), toText(tax)])).toEqual([
    ['1033.43', '51.67'],
    ['1033.43', '103.08'],
  ]);
  expect(toText(totalTax)).toBe('154.75');
});
