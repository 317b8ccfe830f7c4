import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCases } from '../../testing/cases.ts';
import { addDays } from '../calendar/day.ts';
import { decimal, sum, toMoney } from '../money/decimal.ts';
import type { Invoice } from '../records/invoice.ts';
import { calculateTax } from '../tax/calculate-tax.ts';
import { ageOpenItems, bucketOf, daysPastDue } from './ageing.ts';
import { nextPeriod, periodKinds, periodOf, splitPeriod } from './billing-period.ts';
import { creditNoteOf } from './credit-note.ts';
import { convertToCad, parseValet } from './exchange.ts';

const { aging, fx } = readCases('billing-cases');

test.each(aging.cases as { due: string; days_past_due: number; bucket: string }[])('due $due: $bucket', (each) => {
  expect(daysPastDue(each.due, aging.as_of)).toBe(each.days_past_due);
  expect(bucketOf(each.due, aging.as_of)).toBe(each.bucket);
});

test('credits stay in their bucket and holdback that is not free stands apart', () => {
  const ageing = ageOpenItems(
    [
      { due: '2026-10-30', amount: decimal('100.00') },
      { due: '2026-11-10', amount: decimal('-40.00') },
      { due: '2026-01-01', amount: decimal('900.00'), holdbackUntil: '2027-01-31' },
    ],
    '2026-11-20',
  );

  expect(toMoney(ageing.buckets['1-30'])).toBe('60.00');
  expect(toMoney(ageing.holdback)).toBe('900.00');
  expect(toMoney(ageing.total)).toBe('960.00');
});

describe('exchange', () => {
  const observations = Object.entries(fx.valet.rates_seen).map(([d, v]) => ({ d, FXUSDCAD: { v } }));
  const rates = parseValet({ ...fx.valet.response, observations });

  test.each(fx.cases as Record<string, string>[])(
    '$amount $currency of $date are $cad CAD',
    ({ date = '', currency = '', amount = '', rate_date, rate, cad }) => {
      const converted = convertToCad({ amount: decimal(amount), currency, day: date }, rates);

      expect(converted.rate).toMatchObject({ day: rate_date, rate, source: 'bank-of-canada' });
      expect(toMoney(converted.cad)).toBe(cad);
    },
  );

  test('the sample answer of the bank is read', () => {
    expect(parseValet(fx.valet.response)).toEqual([
      { day: '2026-09-25', currency: 'USD', rate: '1.4145', source: 'bank-of-canada' },
    ]);
  });

  test('rates that are missing are not replaced by old ones', () => {
    expect(() => convertToCad({ amount: decimal('1'), currency: 'USD', day: '2026-11-20' }, rates)).toThrow(
      /no rate for USD/,
    );
    expect(() => convertToCad({ amount: decimal('1'), currency: 'EUR', day: '2026-09-25' }, rates)).toThrow(/EUR/);
    expect(toMoney(convertToCad({ amount: decimal('1.005'), currency: 'CAD', day: '2026-09-25' }, rates).cad)).toBe(
      '1.01',
    );
  });

  test.each([
    [null],
    [{}],
    [{ observations: [{ d: 'x' }] }],
    [{ observations: [{ d: '2026-09-25', FXUSDCAD: { v: '-1' } }] }],
  ])('%j is refused', (answer) => {
    expect(() => parseValet(answer)).toThrow(/exchange rates can't be read/);
  });
});

test('every day lies in one period of each kind, and periods follow each other without a gap', () => {
  fc.assert(
    fc.property(fc.nat(12_000), fc.constantFrom(...periodKinds), (offset, kind) => {
      const day = addDays('2008-01-01', offset);
      const period = periodOf(kind, day);

      expect(period.from <= day && day <= period.to).toBe(true);
      expect(periodOf(kind, period.from)).toEqual(period);
      expect(periodOf(kind, period.to)).toEqual(period);
      expect(nextPeriod(kind, period).from).toBe(addDays(period.to, 1));
    }),
  );
});

test('a period is split inside itself only', () => {
  const period = { from: '2026-11-01', to: '2026-11-30' };

  expect(splitPeriod(period, '2026-11-16')).toEqual([
    { from: '2026-11-01', to: '2026-11-15' },
    { from: '2026-11-16', to: '2026-11-30' },
  ]);
  expect(() => splitPeriod(period, '2026-11-01')).toThrow(/not inside/);
});

test('a credit note and its invoice come to nothing, line by line and tax by tax', () => {
  const cents = fc.integer({ min: -100_000, max: 100_000 }).map((value) => (value / 100).toFixed(2));
  fc.assert(
    fc.property(
      fc.array(cents, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('ON', 'QC', 'SK'),
      (amounts, province) => {
        const names = { ON: ['HST'], QC: ['GST', 'QST'], SK: ['GST', 'PST'] } as const;
        const taxes = names[province].map((tax) => ({ tax }));
        const lines = amounts.map((amount) => ({ amount, taxes }));
        const breakdown = calculateTax({ province, date: '2026-11-20', rounding: 'invoice', lines });
        const invoice: Invoice = {
          ...{ id: 'i1', number: 'INV-1', contractId: 'c', contractorId: 'v', province, date: '2026-11-20' },
          ...{ taxDate: '2026-11-20', periodFrom: '2026-11-01', periodTo: '2026-11-15', due: '2026-12-20' },
          ...{ currency: 'CAD', rounding: 'invoice', holdback: '0.00', ...breakdown },
          lines: amounts.map((amount, at) => ({
            ...{ id: `l${at}`, kind: 'material', description: 'Wire', supply: 'real-property', cost: amount, amount },
          })),
        };

        const credit = creditNoteOf(invoice, { id: 'i2', number: 'CN-1', date: '2026-11-25' });

        const nothing = (left: string, right: string) => expect(toMoney(decimal(left).plus(right))).toBe('0.00');
        nothing(invoice.total, credit.total);
        nothing(invoice.subtotal, credit.subtotal);
        for (const [at, { amount }] of invoice.taxes.entries()) nothing(amount, credit.taxes[at]?.amount ?? 'none');
        expect(toMoney(sum(credit.lines.map(({ amount }) => decimal(amount))))).toBe(credit.subtotal);
        expect(credit).toMatchObject({ credits: 'i1', taxDate: '2026-11-20', date: '2026-11-25' });
      },
    ),
  );
});
