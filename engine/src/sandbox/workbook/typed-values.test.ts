import { expect, test } from '@jest/globals';
import { kindOfFormat } from './number-formats.ts';
import { parseDateText, toDate } from './read-date.ts';
import { parseDecimalText, toDecimalText } from './read-decimal.ts';
import { parseTimeText, toTime } from './read-time.ts';

test.each([
  [0.1 + 0.2, '0.3'],
  [7.5, '7.5'],
  [1e21, '1000000000000000000000'],
  [1e-7, '0.0000001'],
  [-0, '0'],
  [-1234.5, '-1234.5'],
  [123456789012345, '123456789012345'],
  [1.005, '1.005'],
  [4.35 * 100, '435'],
])('the double %p is shown as %s', (value, text) => {
  expect(toDecimalText(value)).toBe(text);
});

test.each([
  ['7.5', '7.5'],
  ['007.50', '7.5'],
  ['7,5', '7.5'],
  ['0,125', undefined],
  ['1,234.50', '1234.5'],
  ['1 234,56', '1234.56'],
  ['95,00 $', '95'],
  ['$1,000.25', '1000.25'],
  ['-0', '0'],
  ['1,234', undefined],
  ['1e5', undefined],
  ['12 h', undefined],
  ['1.2.3', undefined],
])('the text %p is the number %p', (text, value) => {
  expect(parseDecimalText(text)).toBe(value);
});

test.each([
  [1, '1900-01-01'],
  [59, '1900-02-28'],
  [60, undefined],
  [61, '1900-03-01'],
  [46328.75, '2026-11-02'],
  [-1, undefined],
  [2_958_466, undefined],
])('day %p is %p', (serial, date) => {
  expect(toDate(serial, false)).toBe(date);
});

test.each([
  ['2026-11-02', { kind: 'date', date: '2026-11-02' }],
  ['2026-11-02T08:00:00Z', { kind: 'date', date: '2026-11-02' }],
  ['05/05/2026', { kind: 'date', date: '2026-05-05' }],
  ['12/25/2026', { kind: 'date', date: '2026-12-25' }],
  ['25.12.2026', { kind: 'date', date: '2026-12-25' }],
  ['03/04/2026', { kind: 'ambiguous' }],
  ['2026-13-01', { kind: 'unclear' }],
  ['31/31/2026', { kind: 'unclear' }],
  ['yesterday', { kind: 'unclear' }],
])('the text %p is the date %j', (text, date) => {
  expect(parseDateText(text)).toEqual(date);
});

test.each([
  ['8:30', '08:30'],
  ['8h30', '08:30'],
  ['12:05 AM', '00:05'],
  ['1:00 p.m.', '13:00'],
  ['24:00', undefined],
  ['13:00 PM', undefined],
])('the text %p is the time %p', (text, time) => {
  expect(parseTimeText(text)).toBe(time);
});

test('a part of a day is rounded to the minute', () => {
  expect(toTime(0.354166666666667)).toBe('08:30');
  expect(toTime(0.99999)).toBeUndefined();
});

test.each([
  ['General', 'number'],
  ['0.00', 'number'],
  ['dd/mm/yyyy', 'date'],
  ['[$-F800]dddd, mmmm dd, yyyy', 'date'],
  ['[h]:mm', 'time'],
  ['h:mm AM/PM', 'time'],
  ['#,##0.00 "days"', 'number'],
  ['[Red]0.00;[Blue]-0.00', 'number'],
])('the format %s shows a %s', (format, kind) => {
  expect(kindOfFormat(format)).toBe(kind);
});
