import { expect, test } from '@jest/globals';
import { readCaseFile } from '../../testing/cases.ts';
import { addBusinessDays, isBusinessDay, onOrBeforeBusinessDay } from './business-days.ts';
import { addMonths, addYears, isDay, startOfWeek, weekdayOf } from './day.ts';
import { easterOf, findHoliday, holidaysOf } from './holidays.ts';
import { provinces } from './province.ts';

test('the holidays of 2025 to 2027 are those of the published list, with their names in both languages', () => {
  const rows = readCaseFile('holidays.csv').trim().split(/\r?\n/).slice(1);
  const listed = rows.map((row) => row.split(',').slice(0, 5).join(',')).sort();
  const ours = [2025, 2026, 2027].flatMap((year) =>
    provinces.flatMap((place) =>
      holidaysOf(place, year).map(({ day, en, fr, class: kind }) => [day, place, en, fr, kind].join(',')),
    ),
  );

  expect(ours.sort()).toEqual(listed);
});

test('a holiday that came by law is not one before', () => {
  expect(findHoliday('BC', '2022-09-30')).toBeUndefined();
  expect(findHoliday('BC', '2023-09-30')).toBeDefined();
  expect(findHoliday('ON', '2026-11-11')).toBeUndefined();
  expect(findHoliday('MB', '2026-11-11')).toBeUndefined();
});

test('Easter falls where the almanac has it', () => {
  expect([2000, 2008, 2019, 2024, 2025, 2038].map(easterOf)).toEqual([
    '2000-04-23',
    '2008-03-23',
    '2019-04-21',
    '2024-03-31',
    '2025-04-20',
    '2038-04-25',
  ]);
});

test('business days leave out weekends and the place’s own holidays', () => {
  expect(addBusinessDays('ON', '2026-10-09', 1)).toBe('2026-10-13');
  expect(isBusinessDay('QC', '2026-06-24')).toBe(false);
  expect(onOrBeforeBusinessDay('CA', '2026-09-30')).toBe('2026-09-29');
});

test('months end where they end', () => {
  expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
  expect(addYears('2024-02-29', 1)).toBe('2025-02-28');
  expect(weekdayOf('2026-11-22')).toBe(6);
  expect(startOfWeek('2026-11-22')).toBe('2026-11-16');
  expect(startOfWeek('2026-11-22', 6)).toBe('2026-11-22');
});

test.each(['2026-02-29', '2026-13-01', '2026-1-1', '', '2026-11-22T00:00', 'tomorrow'])('%j is no day', (text) => {
  expect(isDay(text)).toBe(false);
});
