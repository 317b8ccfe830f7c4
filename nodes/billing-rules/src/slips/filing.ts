import { onOrAfterBusinessDay } from '../calendar/business-days.ts';
import { addDays, addMonths, type Day } from '../calendar/day.ts';
import { type Decimal, decimal, smaller } from '../money/decimal.ts';

/** Six months after the period, read literally: 30 June gives 30 December. */
export function t5018Due(periodEnd: Day): Day {
  return addMonths(periodEnd, 6);
}

/** A business that ends files its T5018 within thirty days. */
export function t5018DueOnClosing(closed: Day): Day {
  return addDays(closed, 30);
}

/** The last day of February, or the next business day. */
export function t4aDue(year: number): Day {
  return onOrAfterBusinessDay('CA', addDays(`${year + 1}-03-01`, -1));
}

/** More than five slips of one kind must be filed electronically (since 2024). */
export function mustFileElectronically(slips: number): boolean {
  return slips > 5;
}

type Step<T> = readonly [upTo: number, value: T];

const onPaper: readonly Step<string>[] = [
  [5, '0'],
  [50, '125'],
  [250, '250'],
  [500, '500'],
  [2_500, '1500'],
  [Number.POSITIVE_INFINITY, '2500'],
];

const late: readonly Step<readonly [perDay: string, most: string]>[] = [
  [5, ['0', '100']],
  [10, ['5', '500']],
  [50, ['10', '1000']],
  [500, ['15', '1500']],
  [2_500, ['25', '2500']],
  [10_000, ['50', '5000']],
  [Number.POSITIVE_INFINITY, ['75', '7500']],
];

function stepOf<T>(steps: readonly Step<T>[], count: number, last: T): T {
  return steps.find(([upTo]) => count <= upTo)?.[1] ?? last;
}

/** The penalty for filing so many slips on paper that had to be electronic. */
export function paperPenalty(slips: number): Decimal {
  return decimal(stepOf(onPaper, slips, '2500'));
}

/** The penalty for filing so many slips so many days late: by the day, at least 100, at most what the table says. */
export function latePenalty(slips: number, days: number): Decimal {
  if (days <= 0 || slips <= 0) return decimal(0);
  const [perDay, most] = stepOf(late, slips, ['75', '7500']);
  const byDays = decimal(perDay).times(Math.min(days, 100));
  return smaller(byDays.lt(100) ? decimal(100) : byDays, decimal(most));
}
