import { daysBetween, isWeekend } from '../../calendar/day.ts';
import { findHoliday } from '../../calendar/holidays.ts';
import type { Context, EntryFacts } from '../context.ts';
import { hitWhen, type Rule } from '../rule.ts';
import { distanceKm } from './statistics.ts';

interface Present extends EntryFacts {
  readonly span: { readonly from: number; readonly to: number };
}

function byWorker(entries: readonly EntryFacts[]): readonly (readonly Present[])[] {
  const present = entries.flatMap((each): Present[] => (each.span === undefined ? [] : [{ ...each, span: each.span }]));
  const groups = Map.groupBy(present, ({ entry }) => entry.worker);
  return [...groups.values()].map((group) => group.sort((left, right) => left.span.from - right.span.from));
}

function pairs<T>(sorted: readonly T[]): readonly (readonly [T, T])[] {
  return sorted.slice(1).map((later, at) => [sorted[at] ?? later, later]);
}

/** Each entry with the one before it that lasts longest, where they share a minute. */
function overlaps(sorted: readonly Present[]): readonly (readonly [Present, Present])[] {
  let longest: Present | undefined;
  return sorted.flatMap((later) => {
    const earlier = longest;
    if (earlier === undefined || later.span.to > earlier.span.to) longest = later;
    return earlier !== undefined && later.span.from < earlier.span.to ? [[earlier, later] as const] : [];
  });
}

function named([earlier, later]: readonly [Present, Present]) {
  const { worker, date } = later.entry;
  return { worker, date, earlier: earlier.entry.id, later: later.entry.id };
}

/** A journey between two entries, when it is one and cannot have been. */
function impossibleJourney(pair: readonly [Present, Present], { limits }: Context) {
  const [earlier, later] = pair;
  const [from, to] = [earlier.entry.at, later.entry.at];
  const minutes = later.span.from - earlier.span.to;
  if (from === undefined || to === undefined || minutes < 0) return undefined;
  const km = distanceKm(from, to);
  const fast = minutes === 0 || km / (minutes / 60) > limits.travel_kmh;
  return km > limits.travel_min_km && fast ? { km: km.toFixed(1), minutes, ...named(pair) } : undefined;
}

function sameDays(entries: readonly EntryFacts[]): boolean {
  const [first] = entries;
  if (first?.entry.start === undefined) return false;
  return entries.every(({ entry, hours }) => entry.start === first.entry.start && hours.eq(first.hours));
}

export const presenceSignals: readonly Rule[] = [
  {
    id: 'F04',
    name: 'weekend_or_holiday',
    severity: 'warn',
    title: { en: 'Weekend or holiday', fr: 'Fin de semaine ou jour férié' },
    text: {
      en: 'Time entry {id} of {worker} is on {date}, {what}, and was not agreed to beforehand.',
      fr: 'La saisie {id} de {worker} est du {date}, {whatFr}, et n’a pas été convenue d’avance.',
    },
    find: ({ document: { contract }, billed, agreed }) =>
      billed.flatMap(({ entry, place }) => {
        const { id, worker, date } = entry;
        if (agreed.has(id)) return [];
        const holiday = findHoliday(contract.site_province, date);
        const what = holiday?.en ?? 'a weekend';
        const whatFr = holiday?.fr ?? 'une fin de semaine';
        const fires = holiday !== undefined || isWeekend(date);
        return hitWhen(fires, { place: `${place}.date`, values: { id, worker, date, what, whatFr } });
      }),
  },
  {
    id: 'F05',
    name: 'overlap',
    severity: 'error',
    title: { en: 'In two places at once', fr: 'À deux endroits à la fois' },
    text: {
      en: 'Time entries {earlier} and {later} of {worker} overlap on {date}.',
      fr: 'Les saisies {earlier} et {later} de {worker} se chevauchent le {date}.',
    },
    find: ({ entries }) =>
      byWorker(entries)
        .flatMap(overlaps)
        .map((pair) => ({ place: `${pair[1].place}.start`, values: named(pair) })),
  },
  {
    id: 'F06',
    name: 'impossible_travel',
    severity: 'warn',
    title: { en: 'Too far in too little time', fr: 'Trop loin en trop peu de temps' },
    text: {
      en: '{worker} ended {earlier} and began {later} {km:number} km away {minutes} minutes later, on {date}.',
      fr: '{worker} a terminé {earlier} et commencé {later} à {km:number} km, {minutes} minutes plus tard, le {date}.',
    },
    find: (context) =>
      byWorker(context.entries)
        .flatMap(pairs)
        .flatMap((pair) => {
          const values = impossibleJourney(pair, context);
          return values === undefined ? [] : [{ place: `${pair[1].place}.at`, values }];
        }),
  },
  {
    id: 'F13',
    name: 'identical_days',
    severity: 'info',
    title: { en: 'Identical days', fr: 'Journées identiques' },
    text: {
      en: 'All {count} entries of {worker} begin at {start} and last {hours:number} hours.',
      fr: 'Les {count} saisies de {worker} commencent toutes à {start} et durent {hours:number} heures.',
    },
    find: ({ entries, limits }) =>
      [...Map.groupBy(entries, ({ entry }) => entry.worker)].flatMap(([worker, own]) => {
        const [first] = own;
        if (first === undefined || own.length < limits.identical_entries || !sameDays(own)) return [];
        const values = { worker, count: own.length, start: first.entry.start ?? '', hours: first.hours.toFixed() };
        return [{ place: `${first.place}.start`, values }];
      }),
  },
  {
    id: 'F14',
    name: 'off_site',
    severity: 'warn',
    title: { en: 'Away from the site', fr: 'Loin du chantier' },
    text: {
      en: 'Time entry {id} of {worker} on {date} was recorded {km:number} km from the site; {limit:number} is the limit.',
      fr: 'La saisie {id} de {worker} du {date} a été faite à {km:number} km du chantier; la limite est {limit:number}.',
    },
    find: ({ document: { contract }, billed, limits }) =>
      billed.flatMap(({ entry, place }) => {
        if (contract.site === undefined || entry.at === undefined) return [];
        const km = distanceKm(contract.site, entry.at);
        const { id, worker, date } = entry;
        return hitWhen(km > Number(limits.off_site_km), {
          place: `${place}.at`,
          values: { id, worker, date, km: km.toFixed(1), limit: limits.off_site_km },
        });
      }),
  },
  {
    id: 'F15',
    name: 'late_entry',
    severity: 'info',
    title: { en: 'Entered late', fr: 'Saisie tardive' },
    text: {
      en: 'Time entry {id} of {worker} on {date} was typed in {days} days later; {limit} are usual at most.',
      fr: 'La saisie {id} de {worker} du {date} a été faite {days} jours plus tard; la limite usuelle est de {limit}.',
    },
    find: ({ billed, limits }) =>
      billed.flatMap(({ entry, place }) => {
        const { id, worker, date, created } = entry;
        const days = created === undefined ? 0 : daysBetween(date, created);
        return hitWhen(days > limits.late_entry_days, {
          place: `${place}.created`,
          values: { id, worker, date, days, limit: limits.late_entry_days },
        });
      }),
  },
];
