import { type Decimal, decimal, larger, smaller, sum, zero } from '../money/decimal.ts';
import type { OvertimeRule } from './overtime-rules.ts';

/** Hours of one day or week by what they are paid at. */
export interface SplitHours {
  readonly regular: Decimal;
  /** At one and a half. */
  readonly overtime: Decimal;
  /** At two. */
  readonly double: Decimal;
}

function above(hours: Decimal, limit: string | null): Decimal {
  return limit === null ? zero : larger(hours.minus(limit), zero);
}

function splitDay(hours: Decimal, rule: OvertimeRule): SplitHours {
  const double = above(hours, rule.dailyDouble);
  const overtime = above(hours.minus(double), rule.daily);
  return { double, overtime, regular: hours.minus(double).minus(overtime) };
}

/**
 * The days of one week, in order. No hour counts twice: daily overtime first, then regular hours above the week's
 * limit, taken from the day on which the limit is passed. This equals "the greater of daily and weekly".
 */
export function splitWeek(hoursByDay: readonly Decimal[], rule: OvertimeRule): readonly SplitHours[] {
  let left = rule.weekly === null ? undefined : decimal(rule.weekly);
  return hoursByDay.map((hours) => {
    const day = splitDay(hours, rule);
    if (left === undefined) return day;
    const regular = smaller(day.regular, left);
    left = left.minus(regular);
    return { ...day, regular, overtime: day.overtime.plus(day.regular.minus(regular)) };
  });
}

export function totalHours(days: readonly SplitHours[]): SplitHours {
  return {
    regular: sum(days.map((day) => day.regular)),
    overtime: sum(days.map((day) => day.overtime)),
    double: sum(days.map((day) => day.double)),
  };
}
