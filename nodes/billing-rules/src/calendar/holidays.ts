import { addDays, type Day, partsOf, toDay, toNumber, weekdayOf } from './day.ts';
import type { Jurisdiction } from './province.ts';

/** `general`: under the employment standards. `special`: by an act of its own, with other rules for pay. */
export type HolidayClass = 'general' | 'special';

export interface Holiday {
  readonly day: Day;
  readonly en: string;
  readonly fr: string;
  readonly class: HolidayClass;
}

/** When it falls: a fixed day, the nth weekday of a month, the Monday before a day, or days from Easter Sunday. */
type Rule =
  | { readonly month: number; readonly day: number }
  | { readonly month: number; readonly nthMonday: number }
  | { readonly mondayBefore: { readonly month: number; readonly day: number } }
  | { readonly easter: number };

interface HolidayRule {
  readonly en: string;
  readonly fr: string;
  readonly on: Rule;
  /** Place, and the first year in which it is kept there (0: as long as this table reaches back). */
  readonly general: Readonly<Partial<Record<Jurisdiction, number>>>;
  readonly special?: Readonly<Partial<Record<Jurisdiction, number>>>;
}

const everywhere = {
  ...{ AB: 0, BC: 0, MB: 0, NB: 0, NL: 0, NS: 0, NT: 0, NU: 0, ON: 0, PE: 0, QC: 0, SK: 0, YT: 0, CA: 0 },
};
const february: Rule = { month: 2, nthMonday: 3 };
const victoria: Rule = { mondayBefore: { month: 5, day: 25 } };
const august: Rule = { month: 8, nthMonday: 1 };
const canadaDay: Rule = { month: 7, day: 1 };
const labour: Rule = { month: 9, nthMonday: 1 };

/** Days kept as law names them; a day that is moved because it falls on a weekend is left out, as statutes differ. */
const rules: readonly HolidayRule[] = [
  { en: "New Year's Day", fr: "Jour de l'an", on: { month: 1, day: 1 }, general: everywhere },
  { en: 'Family Day', fr: 'Fête de la famille', on: february, general: { AB: 0, BC: 2019, NB: 2018, ON: 2008, SK: 0 } },
  { en: 'Louis Riel Day', fr: 'Journée Louis Riel', on: february, general: { MB: 2008 } },
  { en: 'Heritage Day', fr: 'Jour du patrimoine', on: february, general: { NS: 2015 } },
  { en: 'Islander Day', fr: 'Fête des Insulaires', on: february, general: { PE: 2010 } },
  { en: 'Good Friday', fr: 'Vendredi saint', on: { easter: -2 }, general: everywhere },
  {
    en: 'Victoria Day',
    fr: 'Fête de la Reine',
    on: victoria,
    general: { AB: 0, BC: 0, MB: 0, NT: 0, NU: 0, ON: 0, SK: 0, YT: 0, CA: 0 },
  },
  { en: "National Patriots' Day", fr: 'Journée nationale des patriotes', on: victoria, general: { QC: 0 } },
  {
    en: 'National Indigenous Peoples Day',
    fr: 'Journée nationale des peuples autochtones',
    on: { month: 6, day: 21 },
    general: { NT: 0, YT: 2017 },
  },
  {
    en: 'National Holiday (Saint-Jean-Baptiste Day)',
    fr: 'Fête nationale du Québec',
    on: { month: 6, day: 24 },
    general: { QC: 0 },
  },
  {
    en: 'Canada Day',
    fr: 'Fête du Canada',
    on: canadaDay,
    general: { AB: 0, BC: 0, MB: 0, NB: 0, NS: 0, NT: 0, NU: 0, ON: 0, PE: 0, QC: 0, SK: 0, YT: 0, CA: 0 },
  },
  {
    en: 'Canada Day / Memorial Day',
    fr: 'Fête du Canada / Jour commémoratif',
    on: canadaDay,
    general: { NL: 0 },
  },
  { en: 'Nunavut Day', fr: 'Jour du Nunavut', on: { month: 7, day: 9 }, general: { NU: 0 } },
  { en: 'British Columbia Day', fr: 'Jour de la Colombie-Britannique', on: august, general: { BC: 0 } },
  { en: 'New Brunswick Day', fr: 'Fête du Nouveau-Brunswick', on: august, general: { NB: 0 } },
  { en: 'Saskatchewan Day', fr: 'Jour de la Saskatchewan', on: august, general: { SK: 0 } },
  { en: 'Civic Holiday', fr: 'Congé civique', on: august, general: { NT: 0, NU: 0 } },
  { en: 'Discovery Day', fr: 'Jour de la Découverte', on: { month: 8, nthMonday: 3 }, general: { YT: 0 } },
  { en: 'Labour Day', fr: 'Fête du Travail', on: labour, general: everywhere },
  {
    en: 'National Day for Truth and Reconciliation',
    fr: 'Journée nationale de la vérité et de la réconciliation',
    on: { month: 9, day: 30 },
    general: { BC: 2023, MB: 2024, NT: 2022, NU: 2022, PE: 2022, YT: 2023, CA: 2021 },
  },
  {
    en: 'Thanksgiving Day',
    fr: 'Jour de l’Action de grâce',
    on: { month: 10, nthMonday: 2 },
    general: { AB: 0, BC: 0, MB: 0, NT: 0, NU: 0, ON: 0, QC: 0, SK: 0, YT: 0, CA: 0 },
  },
  {
    en: 'Remembrance Day',
    fr: 'Jour du Souvenir',
    on: { month: 11, day: 11 },
    general: { AB: 0, BC: 0, NB: 0, NL: 0, NT: 0, NU: 0, PE: 0, SK: 0, YT: 0, CA: 0 },
    special: { MB: 0, NS: 0 },
  },
  { en: 'Christmas Day', fr: 'Jour de Noël', on: { month: 12, day: 25 }, general: everywhere },
  { en: 'Boxing Day', fr: 'Lendemain de Noël', on: { month: 12, day: 26 }, general: { ON: 0, CA: 0 } },
];

/** Easter Sunday of the Gregorian calendar, by the anonymous algorithm of 1876. */
export function easterOf(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return toDay({ year, month: Math.floor(f / 31), day: (f % 31) + 1 });
}

function dayOf(rule: Rule, year: number): Day {
  if ('easter' in rule) return addDays(easterOf(year), rule.easter);
  if ('mondayBefore' in rule) {
    const before = addDays(toDay({ year, ...rule.mondayBefore }), -1);
    return addDays(before, -weekdayOf(before));
  }
  if ('nthMonday' in rule) {
    const first = toDay({ year, month: rule.month, day: 1 });
    return addDays(first, ((7 - weekdayOf(first)) % 7) + 7 * (rule.nthMonday - 1));
  }
  return toDay({ year, ...rule });
}

/** The holidays of a place in a year, in the order in which they fall. */
export function holidaysOf(place: Jurisdiction, year: number): readonly Holiday[] {
  const found = rules.flatMap(({ en, fr, on, general, special }): Holiday[] => {
    const kept = (since: number | undefined) => since !== undefined && year >= since;
    if (kept(general[place])) return [{ day: dayOf(on, year), en, fr, class: 'general' }];
    return kept(special?.[place]) ? [{ day: dayOf(on, year), en, fr, class: 'special' }] : [];
  });
  return found.sort((left, right) => toNumber(left.day) - toNumber(right.day));
}

/** General holidays by place and year: worked out once, asked for with every time entry. */
const generalByYear = new Map<string, ReadonlyMap<Day, Holiday>>();

function generalHolidays(place: Jurisdiction, year: number): ReadonlyMap<Day, Holiday> {
  const key = `${place} ${year}`;
  const known = generalByYear.get(key);
  if (known !== undefined) return known;
  const general = holidaysOf(place, year).filter((each) => each.class === 'general');
  const byDay = new Map(general.map((each) => [each.day, each]));
  // Years that nobody bills are not kept: days come from anybody.
  if (year >= 2000 && year < 2100) generalByYear.set(key, byDay);
  return byDay;
}

/** The general holiday of a place on a day, if it is one. */
export function findHoliday(place: Jurisdiction, day: Day): Holiday | undefined {
  return generalHolidays(place, partsOf(day).year).get(day);
}
