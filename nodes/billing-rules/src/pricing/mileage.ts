import type { Day } from '../calendar/day.ts';
import type { Province } from '../calendar/province.ts';
import { type Decimal, decimal, larger, roundCents, smaller, zero } from '../money/decimal.ts';

/** Dollars a kilometre, up to so many in a calendar year and beyond. */
export interface MileageRate {
  readonly first: Decimal;
  readonly after: Decimal;
  readonly firstKm: Decimal;
}

const territories: ReadonlySet<Province> = new Set(['YT', 'NT', 'NU']);
const since2026: Day = '2026-01-01';

/**
 * The limits for tax-free vehicle allowances of 2026 (Department of Finance); they serve as caps where a contract
 * names none. `undefined` for years that the table does not know.
 */
export function findMileageRate(province: Province, day: Day): MileageRate | undefined {
  if (day < since2026 || day >= '2027-01-01') return undefined;
  const [first, after] = territories.has(province) ? ['0.77', '0.71'] : ['0.73', '0.67'];
  return { first: decimal(first), after: decimal(after), firstKm: decimal(5_000) };
}

/** A trip's allowance, given what was driven before in the year; rounded once. */
export function mileageCharge(trip: { readonly km: Decimal; readonly doneKm: Decimal }, rate: MileageRate): Decimal {
  const atFirst = smaller(trip.km, larger(rate.firstKm.minus(trip.doneKm), zero));
  return roundCents(atFirst.times(rate.first).plus(trip.km.minus(atFirst).times(rate.after)));
}
