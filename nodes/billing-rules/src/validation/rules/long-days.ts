import { startOfWeek, weekdayOf } from '../../calendar/day.ts';
import { type Decimal, sum, toPlain } from '../../money/decimal.ts';
import { splitWeek, totalHours } from '../../time/overtime.ts';
import { overtimeRules } from '../../time/overtime-rules.ts';
import type { Context, EntryFacts } from '../context.ts';
import type { Hit } from '../finding.ts';
import { hitWhen, type Rule } from '../rule.ts';

const hoursOfDay = 24;

interface WorkedDay {
  readonly first: EntryFacts;
  readonly hours: Decimal;
}

/** What each worker worked on each date, on all jobs that the document knows of. */
function workedDays({ entries }: Context): readonly WorkedDay[] {
  const days = Map.groupBy(entries, ({ entry }) => JSON.stringify([entry.worker, entry.date]));
  return [...days.values()].flatMap((day) => {
    const [first] = day;
    return first === undefined ? [] : [{ first, hours: sum(day.map(({ hours }) => hours)) }];
  });
}

function dayHit({ first, hours }: WorkedDay): Hit {
  const { worker, date } = first.entry;
  return { place: `${first.place}.hours`, values: { worker, date, hours: toPlain(hours) } };
}

/** Hours that count towards overtime; being on call does not. */
function counts({ entry }: EntryFacts): boolean {
  return entry.type !== 'standby';
}

function weekHit(week: readonly EntryFacts[], { document }: Context): readonly Hit[] {
  const [first] = week;
  if (first === undefined) return [];
  const total = (of: readonly EntryFacts[]) => sum(of.map(({ hours }) => hours));
  const worked = week.filter(counts);
  const byDay = Array.from({ length: 7 }, (_, day) =>
    total(worked.filter(({ entry }) => weekdayOf(entry.date) === day)),
  );
  const wanted = totalHours(splitWeek(byDay, overtimeRules[document.contract.site_province]));
  const recorded = (type: string) => total(week.filter(({ entry }) => entry.type === type));
  const [overtime, double] = [recorded('overtime'), recorded('double')];
  return hitWhen(!overtime.eq(wanted.overtime) || !double.eq(wanted.double), () => ({
    place: `${first.place}.type`,
    values: {
      worker: first.entry.worker,
      week: startOfWeek(first.entry.date),
      province: document.contract.site_province,
      hours: toPlain(total(worked)),
      overtime: toPlain(overtime),
      double: toPlain(double),
      regularWanted: toPlain(wanted.regular),
      overtimeWanted: toPlain(wanted.overtime),
      doubleWanted: toPlain(wanted.double),
    },
    fix: [],
  }));
}

export const longDayRules: readonly Rule[] = [
  {
    id: 'V25',
    name: 'long_day',
    severity: 'warn',
    title: { en: 'Very long day', fr: 'Très longue journée' },
    text: {
      en: '{worker} has {hours:number} hours on {date}.',
      fr: '{worker} compte {hours:number} heures le {date}.',
    },
    find: (context) =>
      workedDays(context).flatMap((day) =>
        hitWhen(day.hours.gt(context.limits.long_day_hours) && !day.hours.gt(hoursOfDay), () => dayHit(day)),
      ),
  },
  {
    id: 'V26',
    name: 'impossible_day',
    severity: 'block',
    title: { en: 'More than a day has', fr: 'Plus qu’un jour ne compte' },
    text: {
      en: '{worker} has {hours:number} hours on {date}: more than 24.',
      fr: '{worker} compte {hours:number} heures le {date} : plus de 24.',
    },
    find: (context) => workedDays(context).flatMap((day) => hitWhen(day.hours.gt(hoursOfDay), () => dayHit(day))),
  },
  {
    id: 'V27',
    name: 'overtime_split',
    severity: 'warn',
    title: { en: 'Overtime split differently', fr: 'Heures supplémentaires mal réparties' },
    text: {
      en: 'In the week of {week} {worker} worked {hours:number} hours, {overtime:number} at 1.5 and {double:number} at 2; by the rule of {province} it is {overtimeWanted:number} and {doubleWanted:number}.',
      fr: 'Dans la semaine du {week}, {worker} a fait {hours:number} heures, dont {overtime:number} à 1,5 et {double:number} à 2; selon la règle de {province}, c’est {overtimeWanted:number} et {doubleWanted:number}.',
    },
    proposal: {
      en: 'Split the week into {regularWanted:number} regular, {overtimeWanted:number} at 1.5 and {doubleWanted:number} at 2.',
      fr: 'Répartir la semaine en {regularWanted:number} normales, {overtimeWanted:number} à 1,5 et {doubleWanted:number} à 2.',
    },
    find: (context) => {
      if (context.document.contract.overtime !== 'province') return [];
      const weeks = Map.groupBy(context.entries, ({ entry }) =>
        JSON.stringify([entry.worker, startOfWeek(entry.date)]),
      );
      return [...weeks.values()].flatMap((week) => weekHit(week, context));
    },
  },
];
