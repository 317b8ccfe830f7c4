import { type Day, startOfWeek, weekdayOf } from '../calendar/day.ts';
import { type Decimal, smaller, sum } from '../money/decimal.ts';
import { type SplitHours, splitWeek } from './overtime.ts';
import type { OvertimeRule } from './overtime-rules.ts';

/** Hours worked by one person on one day. */
export interface DayHours {
  readonly id: string;
  readonly worker: string;
  readonly day: Day;
  readonly hours: Decimal;
}

export interface OvertimePlan {
  readonly rule: OvertimeRule;
  /** The weekday on which a week begins: 0 is Monday. */
  readonly firstWeekday?: number;
}

/** Gives a day's split to its entries in their order: what comes first is regular. */
function shareOut(entries: readonly DayHours[], day: SplitHours): readonly (readonly [string, SplitHours])[] {
  let [regular, overtime] = [day.regular, day.overtime];
  return entries.map(({ id, hours }) => {
    const atOne = smaller(hours, regular);
    const atHalfMore = smaller(hours.minus(atOne), overtime);
    regular = regular.minus(atOne);
    overtime = overtime.minus(atHalfMore);
    return [id, { regular: atOne, overtime: atHalfMore, double: hours.minus(atOne).minus(atHalfMore) }];
  });
}

/**
 * Splits every entry by whole weeks of its worker, whatever period is billed: an invoice that ends in the middle of a
 * week takes the same hours at the same rates as one that does not. Give all entries of the weeks concerned.
 */
export function splitEntries(
  entries: readonly DayHours[],
  { rule, firstWeekday = 0 }: OvertimePlan,
): ReadonlyMap<string, SplitHours> {
  const weeks = Map.groupBy(entries, ({ worker, day }) => JSON.stringify([worker, startOfWeek(day, firstWeekday)]));
  const split = [...weeks.values()].flatMap((week) => {
    const byWeekday = Map.groupBy(week, ({ day }) => (weekdayOf(day) - firstWeekday + 7) % 7);
    const days = Array.from({ length: 7 }, (_, nth) => byWeekday.get(nth) ?? []);
    const hours = days.map((worked) => sum(worked.map((each) => each.hours)));
    return splitWeek(hours, rule).flatMap((day, nth) => shareOut(days[nth] ?? [], day));
  });
  return new Map(split);
}
