import { addDays, type Day, isWeekend } from './day.ts';
import { findHoliday } from './holidays.ts';
import type { Jurisdiction } from './province.ts';

/** Neither Saturday, Sunday nor a general holiday of the place. */
export function isBusinessDay(place: Jurisdiction, day: Day): boolean {
  return !isWeekend(day) && findHoliday(place, day) === undefined;
}

/** The day itself where business is done on it, else the next such day. */
export function onOrAfterBusinessDay(place: Jurisdiction, day: Day): Day {
  let found = day;
  while (!isBusinessDay(place, found)) found = addDays(found, 1);
  return found;
}

/** The day itself where business is done on it, else the last such day before. */
export function onOrBeforeBusinessDay(place: Jurisdiction, day: Day): Day {
  let found = day;
  while (!isBusinessDay(place, found)) found = addDays(found, -1);
  return found;
}

/** So many business days later; the first day does not count. */
export function addBusinessDays(place: Jurisdiction, day: Day, count: number): Day {
  let found = day;
  for (let left = count; left > 0; left -= 1) found = onOrAfterBusinessDay(place, addDays(found, 1));
  return found;
}
