import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCases } from '../../testing/cases.ts';
import { type Province, provinces } from '../calendar/province.ts';
import { decimal, sum, toMoney } from '../money/decimal.ts';
import { calculateTax, type TaxRequest } from './calculate-tax.ts';
import { placeOfSupply } from './place-of-supply.ts';
import { type TaxName, taxRates, taxRatesOn } from './rates.ts';
import { findQuarterAboveLimit } from './small-supplier.ts';
import { holdbackTaxPoint, taxPointOf } from './tax-point.ts';
import { taxRequestSchema, toTaxRequest } from './tax-request.ts';
import { taxesOfSupply } from './taxes-of-supply.ts';

const { cases } = readCases('tax-cases');
const calculate = (body: unknown) => calculateTax(toTaxRequest(taxRequestSchema.parse(body)));

interface Case {
  readonly id: string;
  readonly description: string;
  readonly expected: unknown;
}

test.each(cases as Case[])('$id: $description', ({ expected, ...request }) => {
  expect(calculate(request)).toEqual(expected);
});

test('the rates are those of the published table, row by row', () => {
  const published = readCases('tax-rates').rates.map((row: Record<string, string>) => [
    ...[row['province'], row['tax'], row['rate'], row['from'], row['to']],
    row['base'] === 'price_incl_gst' ? 'price-with-gst' : 'price',
  ]);
  const ours = taxRates.map(({ province, tax, rate, from, to, base }) => [province, tax, rate, from, to, base]);

  expect([...ours].sort()).toEqual([...published].sort());
});

test('on every day since 2008 each province has GST or HST, and each tax once', () => {
  const wrong: string[] = [];
  for (let at = Date.UTC(2008, 0, 1); at < Date.UTC(2027, 0, 1); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    for (const province of provinces) {
      const names = taxRatesOn(province, day).map(({ tax }) => tax);
      const federal = names.filter((name) => name === 'GST' || name === 'HST');
      if (new Set(names).size !== names.length || federal.length !== 1) wrong.push(`${province} ${day}: ${names}`);
    }
  }

  expect(wrong).toEqual([]);
});

describe('which taxes a supply carries', () => {
  const on = (province: Province, supply: Parameters<typeof taxesOfSupply>[0]['supply'], date = '2026-11-20') =>
    taxesOfSupply({ province, supply, date, registered: true }).map(({ tax }) => tax);

  test.each([
    ['ON', ['HST']],
    ['QC', ['GST', 'QST']],
    ['SK', ['GST', 'PST']],
    ['BC', ['GST']],
    ['MB', ['GST']],
    ['AB', ['GST']],
  ] as const)('a construction contract in %s carries %j', (province, taxes) => {
    expect(on(province, 'real-property')).toEqual(taxes);
  });

  test('Manitoba taxes the whole price of mechanical and electrical work, and goods', () => {
    expect(on('MB', 'mechanical-electrical')).toEqual(['GST', 'RST']);
    expect(on('MB', 'goods')).toEqual(['GST', 'RST']);
  });

  test('Saskatchewan taxes construction since April 2017, not subcontracts for resale, not older contracts', () => {
    expect(on('SK', 'real-property', '2017-03-31')).toEqual(['GST']);
    expect(on('SK', 'real-property', '2017-04-01')).toEqual(['GST', 'PST']);
    const facts = { province: 'SK', supply: 'real-property', date: '2026-01-05', registered: true } as const;
    expect(taxesOfSupply({ ...facts, forResale: true })).toEqual([{ tax: 'GST' }]);
    expect(taxesOfSupply({ ...facts, contractDate: '2017-03-31' })).toEqual([{ tax: 'GST' }]);
  });

  test('the announced tax of British Columbia on design needs to be asked for', () => {
    const facts = { province: 'BC', supply: 'design', date: '2026-10-15', registered: true } as const;

    expect(taxesOfSupply(facts)).toEqual([{ tax: 'GST' }]);
    expect(taxesOfSupply({ ...facts, announced: ['bc-professional-services-2026'] })).toEqual([
      { tax: 'GST' },
      { tax: 'PST', basePercent: '30' },
    ]);
  });

  test('a small supplier charges nothing, and an expense paid as agent passes untaxed', () => {
    const facts = { province: 'ON', supply: 'real-property', date: '2026-11-20', registered: false } as const;

    expect(taxesOfSupply(facts)).toEqual([]);
    expect(on('ON', 'agent')).toEqual([]);
  });
});

test('work on property is supplied where most of it lies, if more than half lies in HST provinces', () => {
  const parts = (...list: [Province, string][]) => ({
    kind: 'real-property' as const,
    parts: list.map(([province, percent]) => ({ province, percent })),
  });

  expect(placeOfSupply(parts(['AB', '100']), '2026-11-20')).toBe('AB');
  expect(placeOfSupply(parts(['ON', '40'], ['NB', '20'], ['QC', '40']), '2026-11-20')).toBe('ON');
  expect(placeOfSupply(parts(['ON', '50'], ['QC', '50']), '2026-11-20')).toBe('federal');
});

test('tax is payable on the earliest of the days that count, on a holdback when it is paid or free', () => {
  expect(taxPointOf({ dated: '2026-03-31', issued: '2026-04-02', paid: '2026-04-30' })).toBe('2026-03-31');
  expect(taxPointOf({ substantiallyComplete: '2026-01-31', issued: '2026-05-01' })).toBe('2026-02-28');
  expect(taxPointOf({})).toBeUndefined();
  expect(holdbackTaxPoint({ periodEnds: '2026-06-01', paid: '2026-06-09' })).toBe('2026-06-01');
});

test('relief from the provincial part leaves the federal part of an HST', () => {
  const line = { amount: '100.00', taxes: [{ tax: 'HST', federal_part_only: true }] };

  expect(calculate({ province: 'ON', date: '2026-11-20', lines: [line] }).taxes).toEqual([
    { tax: 'HST', rate: '5', base: '100.00', amount: '5.00' },
  ]);
});

test.each([
  [['30000.00', '0.00', '0.00', '0.00', '30000.00'], undefined],
  [['7500.00', '7500.00', '7500.00', '7500.00', '7500.01'], 4],
  [['0.00', '30000.01'], 1],
])('with %j by quarter the small supplier ends in quarter %s', (quarters, expected) => {
  expect(findQuarterAboveLimit(quarters.map((each) => decimal(each)))).toBe(expected);
});

test('a holdback lowers what is taxed now, and its release is taxed in full', () => {
  const lines = [
    { amount: '60000.00', taxes: ['HST'] },
    { amount: '40000.00', taxes: ['HST'] },
    { amount: '310.00', taxes: [] },
  ];
  const claim = { province: 'ON', date: '2026-11-20', lines, holdback: '10000.00' };

  expect(calculate(claim)).toEqual({
    subtotal: '100310.00',
    taxes: [{ tax: 'HST', rate: '13', base: '90000.00', amount: '11700.00' }],
    total: '102010.00',
  });
});

test.each([
  [
    { province: 'AB', date: '2026-11-20', lines: [{ amount: '1.00', taxes: ['HST'] }] },
    /no HST in AB.*lines\[0\]\.taxes\[0\]/,
  ],
  [{ province: 'ON', date: '2007-12-31', lines: [{ amount: '1.00', taxes: ['GST'] }] }, /known from 2008-01-01/],
  [{ province: 'QC', date: '2026-11-20', lines: [{ amount: '1.00', taxes: ['GST', 'GST'] }] }, /named twice/],
])('refuses %j with its place', (body, message) => {
  expect(() => calculate(body)).toThrow(message);
});

const cents = fc.integer({ min: -5_000_000, max: 5_000_000 }).map((value) => (value / 100).toFixed(2));
const request: fc.Arbitrary<TaxRequest> = fc
  .record({
    province: fc.constantFrom(...provinces),
    date: fc.integer({ min: 0, max: 6_800 }).map((n) => new Date(Date.UTC(2008, 0, 1 + n)).toISOString().slice(0, 10)),
    rounding: fc.constantFrom('invoice' as const, 'line' as const),
    lines: fc.array(fc.record({ amount: cents, mask: fc.nat(3) }), { minLength: 1, maxLength: 12 }),
  })
  .map(({ lines, ...rest }) => {
    const taxes = taxRatesOn(rest.province, rest.date).map(({ tax }): { tax: TaxName } => ({ tax }));
    return {
      ...rest,
      lines: lines.map(({ amount, mask }) => ({ amount, taxes: taxes.filter((_, at) => mask & (1 << at)) })),
    };
  });

test('the total is the lines and the taxes to the cent, in any order of lines', () => {
  fc.assert(
    fc.property(request, fc.infiniteStream(fc.nat(1_000)), (given, chance) => {
      const result = calculateTax(given);
      const keyed = given.lines.map((line) => [chance.next().value ?? 0, line] as const);
      const lines = keyed.sort((left, right) => left[0] - right[0]).map(([, line]) => line);

      expect(result.subtotal).toBe(toMoney(sum(given.lines.map(({ amount }) => decimal(amount)))));
      expect(result.total).toBe(
        toMoney(sum([result.subtotal, ...result.taxes.map(({ amount }) => amount)].map(decimal))),
      );
      expect(calculateTax({ ...given, lines })).toEqual(result);
    }),
  );
});

test('an invoice and the same with its signs turned come to nothing', () => {
  fc.assert(
    fc.property(request, (given) => {
      const turned = given.lines.map((line) => ({ ...line, amount: decimal(line.amount).neg().toFixed(2) }));
      const [bill, credit] = [calculateTax(given), calculateTax({ ...given, lines: turned })];

      expect(toMoney(decimal(bill.total).plus(credit.total))).toBe('0.00');
      bill.taxes.forEach(({ amount }, at) => {
        expect(toMoney(decimal(amount).plus(credit.taxes[at]?.amount ?? 'none'))).toBe('0.00');
      });
    }),
  );
});
