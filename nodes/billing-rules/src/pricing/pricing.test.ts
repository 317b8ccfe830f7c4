import { describe, expect, test } from '@jest/globals';
import { readCases } from '../../testing/cases.ts';
import { type Decimal, decimal, toMoney } from '../money/decimal.ts';
import type { RateCardRow } from '../records/rate-card.ts';
import { findCardProblems } from './card-problems.ts';
import { findMileageRate, mileageCharge } from './mileage.ts';
import { adjustRate, equipmentCharge, extend, withinLimit, withMargin, withMarkup, withMinimum } from './price-line.ts';
import { selectRate } from './rate-card.ts';

type Input = Readonly<Record<string, string>>;
interface PricingCase {
  readonly description: string;
  readonly input: Input & { readonly card?: readonly Omit<RateCardRow, 'role' | 'type'>[] };
  readonly expected: Record<string, string>;
}

const money = (value: Decimal) => toMoney(value);
const of = (input: Input, name: string) => decimal(input[name] ?? `no ${name}`);

function priced({ card, ...input }: PricingCase['input']): Record<string, string> {
  const given = input as Input;
  if (card !== undefined) {
    const rows = card.map((row): RateCardRow => ({ role: 'electrician', type: 'regular', ...row }));
    const wanted = { role: 'electrician', type: 'regular', workDate: given['work_date'] ?? '' } as const;
    const found = selectRate(rows, wanted);
    if (found.found !== 'rate') throw new Error('no rate');
    return { rate: money(found.rate), amount: money(extend(of(given, 'hours'), found.rate)) };
  }
  if ('limit' in given) {
    const { billable, overLimit } = withinLimit(of(given, 'this'), {
      of: of(given, 'limit'),
      billed: of(given, 'billed'),
    });
    return { billable: money(billable), over_limit: money(overLimit) };
  }
  if ('done_km' in given) {
    const rate = { first: of(given, 'first'), after: of(given, 'after'), firstKm: decimal(5_000) };
    return { amount: money(mileageCharge({ km: of(given, 'km'), doneKm: of(given, 'done_km') }, rate)) };
  }
  if ('daily_cap' in given) {
    return {
      amount: money(equipmentCharge(of(given, 'hours'), { hourly: of(given, 'hourly'), cap: of(given, 'daily_cap') })),
    };
  }
  if ('markup_percent' in given) return { amount: money(withMarkup(of(given, 'cost'), of(given, 'markup_percent'))) };
  if ('margin_percent' in given) return { amount: money(withMargin(of(given, 'cost'), of(given, 'margin_percent'))) };
  if ('minimum_hours' in given) {
    const hours = withMinimum(of(given, 'hours'), of(given, 'minimum_hours'));
    return { billed_hours: money(hours), amount: money(extend(hours, of(given, 'rate'))) };
  }
  if ('base_rate' in given) {
    const factors = ['multiplier', 'tier_factor', 'geo_factor'].flatMap((name) =>
      name in given ? [of(given, name)] : [],
    );
    const rate = adjustRate(of(given, 'base_rate'), factors);
    return { rate: money(rate), amount: money(extend(of(given, 'hours'), rate)) };
  }
  return { amount: money(extend(of(given, 'days' in given ? 'days' : 'hours'), of(given, 'rate'))) };
}

test.each(readCases('billing-cases').pricing.cases as PricingCase[])('$description', ({ input, expected }) => {
  const { note: _note, ...amounts } = expected;

  expect(priced(input)).toEqual(amounts);
});

describe('a rate card', () => {
  const row = (more: Partial<RateCardRow>): RateCardRow => ({
    ...{ role: 'electrician', type: 'regular', rate: '80.00', from: '2026-01-01', to: '2026-12-31' },
    ...more,
  });
  const wanted = { role: 'electrician', type: 'regular', workDate: '2026-06-30' } as const;

  test('the most exact row wins', () => {
    const card = [
      row({}),
      row({ tier: 'master', rate: '99.00' }),
      row({ tier: 'master', region: 'north', rate: '120.00' }),
    ];
    const rate = (more: object) => {
      const found = selectRate(card, { ...wanted, ...more });
      return found.found === 'rate' ? money(found.rate) : found.found;
    };

    expect(rate({})).toBe('80.00');
    expect(rate({ tier: 'master' })).toBe('99.00');
    expect(rate({ tier: 'master', region: 'north' })).toBe('120.00');
    expect(rate({ tier: 'apprentice', region: 'north' })).toBe('80.00');
  });

  test('factors of the contract apply where no row names what they are for, and are told', () => {
    const found = selectRate(
      [row({ rate: '72.00' })],
      { ...wanted, tier: 'senior', region: 'north', type: 'overtime' },
      {
        byTier: { senior: '1.10' },
        byRegion: { north: '1.15' },
        byType: { overtime: '1.5' },
        percent: '-5',
      },
    );

    expect(found).toMatchObject({
      found: 'rate',
      factors: [{ of: 'type' }, { of: 'tier' }, { of: 'region' }, { of: 'contract' }],
    });
    expect(found.found === 'rate' && money(found.rate)).toBe('129.79');
  });

  test('says whether the role is unknown or only the day', () => {
    expect(selectRate([row({})], { ...wanted, role: 'welder' }).found).toBe('not-on-card');
    expect(selectRate([row({})], { ...wanted, workDate: '2027-01-01' }).found).toBe('not-effective');
  });

  test('gaps, overlaps and rows that end before they begin are found', () => {
    const card = [
      row({ from: '2026-01-01', to: '2026-03-31' }),
      row({ from: '2026-05-01', to: '2026-08-31' }),
      row({ from: '2026-08-15', to: null }),
      row({ from: '2026-10-01', to: '2026-09-01' }),
      row({ type: 'overtime' }),
    ];

    expect(findCardProblems(card)).toEqual([
      { kind: 'backwards', role: 'electrician', type: 'regular', from: '2026-10-01', to: '2026-09-01' },
      { kind: 'gap', role: 'electrician', type: 'regular', from: '2026-04-01', to: '2026-04-30' },
      { kind: 'overlap', role: 'electrician', type: 'regular', from: '2026-08-15', to: '2026-08-31' },
    ]);
  });
});

test('no price has a margin of 100 percent', () => {
  expect(() => withMargin(decimal('10'), decimal('100'))).toThrow(/margin of 100 percent/);
});

test('kilometres of 2026 cost more in the territories', () => {
  const [north, south] = (['NU', 'ON'] as const).map((place) => findMileageRate(place, '2026-05-01'));

  expect([north?.first.toFixed(), south?.first.toFixed()]).toEqual(['0.77', '0.73']);
  expect(findMileageRate('ON', '2031-05-01')).toBeUndefined();
});
