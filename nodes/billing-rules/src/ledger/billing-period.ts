import { Fault } from '@invoicepatch/sdk';
import { addDays, type Day, endOfMonth, partsOf, startOfWeek, toDay } from '../calendar/day.ts';

/** Days that one invoice bills, both inclusive. */
export interface BillingPeriod {
  readonly from: Day;
  readonly to: Day;
}

export const periodKinds = ['week', 'two-weeks', 'half-month', 'month'] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** A Monday from which weeks are counted in twos. */
const evenMonday: Day = '2024-01-01';

function weekOf(day: Day, weeks: 1 | 2): BillingPeriod {
  const monday = startOfWeek(day);
  const odd = weeks === 2 && (Date.parse(monday) - Date.parse(evenMonday)) % (14 * 86_400_000) !== 0;
  const from = odd ? addDays(monday, -7) : monday;
  return { from, to: addDays(from, weeks * 7 - 1) };
}

/** The period of a kind in which a day lies. Each day lies in exactly one. */
export function periodOf(kind: PeriodKind, day: Day): BillingPeriod {
  const { year, month, day: date } = partsOf(day);
  const first = toDay({ year, month, day: 1 });
  switch (kind) {
    case 'week':
      return weekOf(day, 1);
    case 'two-weeks':
      return weekOf(day, 2);
    case 'half-month':
      return date <= 15 ? { from: first, to: addDays(first, 14) } : { from: addDays(first, 15), to: endOfMonth(first) };
    case 'month':
      return { from: first, to: endOfMonth(first) };
  }
}

/** The period after one, of the same kind. */
export function nextPeriod(kind: PeriodKind, { to }: BillingPeriod): BillingPeriod {
  return periodOf(kind, addDays(to, 1));
}

/** One period as two: the second begins on the given day. */
export function splitPeriod({ from, to }: BillingPeriod, second: Day): readonly [BillingPeriod, BillingPeriod] {
  if (second > from && second <= to) {
    return [
      { from, to: addDays(second, -1) },
      { from: second, to },
    ];
  }
  throw new Fault('invalid', 'billing.bad-split', `${second} is not inside ${from} to ${to}, after its first day.`);
}

/** What belongs to a period, by its day. */
export function inPeriod<T extends { readonly day: Day }>(
  items: readonly T[],
  { from, to }: BillingPeriod,
): readonly T[] {
  return items.filter(({ day }) => day >= from && day <= to);
}

/** The day by which an invoice is to be paid. */
export function dueDate(invoiceDate: Day, termsDays: number): Day {
  return addDays(invoiceDate, termsDays);
}
