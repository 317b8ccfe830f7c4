import { Fault } from '@invoicepatch/sdk';

/** A calendar day, `2026-11-22`: no time, no zone. */
export type Day = string;

const dayMs = 86_400_000;
/** Years in which somebody bills, so that no sum of days leaves the calendar. */
const form = /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/;

export interface DayParts {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
}

export function isDay(text: string): boolean {
  return form.test(text) && fromNumber(toNumber(text)) === text;
}

export function parseDay(text: string): Day {
  if (isDay(text)) return text;
  throw new Fault(
    'invalid',
    'billing.bad-day',
    `${JSON.stringify(text)} is no calendar day. Write it like 2026-11-22.`,
  );
}

export function partsOf(day: Day): DayParts {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return { year, month, day: date };
}

export function toDay({ year, month, day }: DayParts): Day {
  return fromNumber(Date.UTC(year, month - 1, day) / dayMs);
}

/** Days since 1970-01-01. */
export function toNumber(day: Day): number {
  // Half the time of parsing, and every rule about days comes through here.
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / dayMs;
}

function fromNumber(days: number): Day {
  return Number.isFinite(days) ? new Date(days * dayMs).toISOString().slice(0, 10) : '';
}

export function addDays(day: Day, count: number): Day {
  return fromNumber(toNumber(day) + count);
}

/** `to` minus `from`, in days. */
export function daysBetween(from: Day, to: Day): number {
  return toNumber(to) - toNumber(from);
}

function lastOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The same day so many months on; where the month is shorter, its last day. */
export function addMonths(day: Day, count: number): Day {
  const parts = partsOf(day);
  const months = parts.year * 12 + parts.month - 1 + count;
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  return toDay({ year, month, day: Math.min(parts.day, lastOfMonth(year, month)) });
}

/** The anniversary: 29 February becomes the 28th in a common year. */
export function addYears(day: Day, count: number): Day {
  return addMonths(day, count * 12);
}

export function endOfMonth(day: Day): Day {
  const { year, month } = partsOf(day);
  return toDay({ year, month, day: lastOfMonth(year, month) });
}

/** 0 is Monday, 6 is Sunday. */
export function weekdayOf(day: Day): number {
  return (((toNumber(day) + 3) % 7) + 7) % 7;
}

export function isWeekend(day: Day): boolean {
  return weekdayOf(day) >= 5;
}

/** The first day of the week in which a day lies; weeks start on Monday unless told otherwise. */
export function startOfWeek(day: Day, firstWeekday = 0): Day {
  return addDays(day, -((weekdayOf(day) - firstWeekday + 7) % 7));
}
