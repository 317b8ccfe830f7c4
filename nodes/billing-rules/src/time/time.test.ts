import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCases } from '../../testing/cases.ts';
import type { Jurisdiction } from '../calendar/province.ts';
import { inPeriod, splitPeriod } from '../ledger/billing-period.ts';
import { type Decimal, decimal, sum, toMoney, toPlain, zero } from '../money/decimal.ts';
import { toInstants, workedMinutes } from './elapsed.ts';
import { splitWeek, totalHours } from './overtime.ts';
import { splitEntries } from './overtime-by-entry.ts';
import { fourTens, overtimeRules } from './overtime-rules.ts';
import { roundMinutes, type TimeRounding, toHours } from './round-time.ts';

const cases = readCases('billing-cases');

interface RoundingCase {
  start: string;
  end: string;
  break_min: number;
  increment_min: number;
  mode: TimeRounding;
  worked_min: number;
  hours: string;
}

test.each(cases.time_rounding.cases as RoundingCase[])(
  '$start to $end less $break_min, $mode of $increment_min: $hours h',
  ({ start, end, break_min: breakMinutes, increment_min: minutes, mode, worked_min, hours }) => {
    const worked = workedMinutes({ day: '2026-11-03', start, end, breakMinutes, zone: 'America/Toronto' });

    expect(worked).toBe(worked_min);
    expect(toMoney(toHours(roundMinutes(worked, { minutes, mode })))).toBe(hours);
  },
);

test.each(cases.time_dst.cases as Record<string, string>[])(
  'on $date in $zone $start_local to $end_local are $elapsed_hours h',
  ({ date = '', start_local: start = '', end_local: end = '', zone = 'America/Toronto', elapsed_hours }) => {
    expect(toMoney(toHours(workedMinutes({ day: date, start, end, zone })))).toBe(elapsed_hours);
  },
);

describe('clocks', () => {
  const worked = (day: string, start: string, end: string, more = {}) =>
    workedMinutes({ day, start, end, zone: 'America/Toronto', ...more });

  test('a night over the change of clocks is an hour longer or shorter', () => {
    expect(worked('2026-10-31', '22:00', '06:00')).toBe(9 * 60);
    expect(worked('2026-03-07', '22:00', '06:00')).toBe(7 * 60);
  });

  test('a time that comes twice is the first one for a start, and an end never lies before its start', () => {
    expect(worked('2026-11-01', '00:30', '01:30')).toBe(60);
    expect(worked('2026-11-01', '01:30', '02:30')).toBe(120);
    expect(worked('2026-11-01', '01:30', '02:30', { startFold: 'second' })).toBe(60);
  });

  test('a time that the clocks skip counts from before they went forward', () => {
    expect(worked('2026-03-08', '02:30', '04:00')).toBe(30);
  });

  test('half an hour east: Newfoundland starts before Ontario', () => {
    const span = { day: '2026-07-02', start: '08:00', end: '09:00' };
    const [newfoundland, ontario] = ['America/St_Johns', 'America/Toronto'].map((zone) =>
      toInstants({ ...span, zone }),
    );

    expect((ontario?.from ?? 0) - (newfoundland?.from ?? 0)).toBe(90);
  });

  test.each([
    [{ start: '25:00' }, /25:00.*07:30/],
    [{ end: '07:00' }, /starts and ends at 07:00/],
    [{ breakMinutes: 500 }, /break of 500 minutes is longer than the 480/],
    [{ zone: 'Europe/Paris' }, /Europe\/Paris.*America\/Toronto/],
    [{ zone: 'constructor' }, /no time zone/],
  ])('refuses %j', (wrong, message) => {
    const span = { day: '2026-11-03', start: '07:00', end: '15:00', zone: 'America/Toronto', ...wrong };

    expect(() => workedMinutes(span)).toThrow(message);
  });
});

interface OvertimeCase {
  province: Jurisdiction;
  hours_mon_to_sun: string[];
  regular: string;
  overtime_1_5: string;
  double_2_0: string;
}

test.each(cases.overtime_cases as OvertimeCase[])(
  '$province $hours_mon_to_sun: $regular + $overtime_1_5 + $double_2_0',
  ({ province, hours_mon_to_sun: hours, regular, overtime_1_5, double_2_0 }) => {
    const split = totalHours(splitWeek(hours.map(decimal), overtimeRules[province]));

    expect(toPlain(split.regular)).toBe(regular);
    expect(toPlain(split.overtime)).toBe(overtime_1_5);
    expect(toPlain(split.double)).toBe(double_2_0);
  },
);

test('the limits are those of the published table', () => {
  for (const [place, rule] of Object.entries(cases.overtime_rules.provinces)) {
    const { daily_1_5, daily_2_0, weekly_1_5 } = rule as Record<string, number | null>;
    const ours = overtimeRules[(place === 'FED' ? 'CA' : place) as Jurisdiction];
    const text = (value: number | null | undefined) => (value == null ? null : String(value));

    expect(ours).toEqual({ daily: text(daily_1_5), dailyDouble: text(daily_2_0), weekly: text(weekly_1_5) });
  }
});

test('four planned days of ten hours carry no daily overtime', () => {
  const week = ['10', '10', '10', '10', '0', '0', '0'].map(decimal);

  expect(toPlain(totalHours(splitWeek(week, fourTens)).overtime)).toBe('0');
  expect(toPlain(totalHours(splitWeek(week, overtimeRules.SK)).overtime)).toBe('8');
});

const quarterHours = fc.integer({ min: 0, max: 64 }).map((quarters) => decimal(quarters).div(4));

test('without double time the overtime is the greater of the days’ and the week’s', () => {
  fc.assert(
    fc.property(fc.array(quarterHours, { minLength: 7, maxLength: 7 }), (hours) => {
      const { regular, overtime } = totalHours(splitWeek(hours, overtimeRules.AB));
      const daily = sum(hours.map((each) => (each.gt(8) ? each.minus(8) : zero)));
      const weekly = sum(hours).minus(44);

      expect(overtime.toFixed(2)).toBe((daily.gt(weekly) ? daily : weekly).toFixed(2));
      expect(regular.plus(overtime).eq(sum(hours))).toBe(true);
    }),
  );
});

test('billing by two parts of a period takes every hour once, at the same rates as billing the whole', () => {
  const entry = fc.record({
    worker: fc.constantFrom('W1', 'W2'),
    day: fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${String(day).padStart(2, '0')}`),
    hours: quarterHours,
  });
  const given = fc.record({
    entries: fc.array(entry, { maxLength: 40 }),
    cut: fc.integer({ min: 2, max: 28 }).map((day) => `2026-02-${String(day).padStart(2, '0')}`),
    place: fc.constantFrom('ON', 'BC', 'AB', 'NS') as fc.Arbitrary<Jurisdiction>,
  });
  fc.assert(
    fc.property(given, ({ entries: bare, cut, place }) => {
      const entries = bare.map((each, at) => ({ id: `T${at}`, ...each }));
      const split = splitEntries(entries, { rule: overtimeRules[place] });
      const whole = { from: '2026-02-01', to: '2026-02-28' };
      const billed = (period: typeof whole) =>
        inPeriod(entries, period).map(({ id }) => split.get(id) ?? { regular: zero, overtime: zero, double: zero });
      const pay = (part: ReturnType<typeof billed>): Decimal => {
        const { regular, overtime, double } = totalHours(part);
        return regular.plus(overtime.times('1.5')).plus(double.times(2));
      };
      const [first, second] = splitPeriod(whole, cut);

      expect(
        pay(billed(first))
          .plus(pay(billed(second)))
          .eq(pay(billed(whole))),
      ).toBe(true);
      expect(billed(first).length + billed(second).length).toBe(entries.length);
      for (const { id, hours } of entries) {
        const { regular, overtime, double } = split.get(id) ?? { regular: zero, overtime: zero, double: zero };
        expect(regular.plus(overtime).plus(double).eq(hours)).toBe(true);
      }
    }),
  );
});
