import { sum, toMoney } from '../../money/decimal.ts';
import { extend } from '../../pricing/price-line.ts';
import { type Context, type EntryFacts, normalizeInvoiceNumber } from '../context.ts';
import type { Hit } from '../finding.ts';
import { hitWhen, type Rule } from '../rule.ts';

/** A hit on the date of each billed entry that something is so of. */
function onEntries({ billed }: Context, field: string, of: (facts: EntryFacts) => Hit['values'] | undefined): Hit[] {
  return billed.flatMap((facts) => {
    const values = of(facts);
    const { id, worker, date } = facts.entry;
    return values === undefined ? [] : [{ place: `${facts.place}.${field}`, values: { id, worker, date, ...values } }];
  });
}

function isOutside(day: string, from: string | undefined, to: string | undefined): boolean {
  return (from !== undefined && day < from) || (to !== undefined && day > to);
}

function isOtherInvoice(billedOn: string | undefined, number: string | undefined): boolean {
  if (billedOn === undefined || billedOn === number) return false;
  const own = normalizeInvoiceNumber(number);
  return own === '' || normalizeInvoiceNumber(billedOn) !== own;
}

export const timeRules: readonly Rule[] = [
  {
    id: 'V21',
    name: 'hours_above_approved',
    severity: 'error',
    title: { en: 'More hours than recorded', fr: 'Plus d’heures que saisies' },
    text: {
      en: 'The line bills {billed:number} hours; its time entries come to {recorded:number}.',
      fr: 'La ligne facture {billed:number} heures; ses saisies de temps totalisent {recorded:number}.',
    },
    proposal: {
      en: 'Bill the {recorded:number} hours recorded.',
      fr: 'Facturer les {recorded:number} heures saisies.',
    },
    find: ({ labour }) =>
      labour.flatMap(({ line, place, qty, rate, entries }) => {
        const recorded = sum(entries.map(({ hours }) => hours));
        if (qty === undefined || !qty.gt(recorded)) return [];
        const amount =
          rate === undefined
            ? []
            : [{ path: `${place}.amount`, from: line.amount, to: toMoney(extend(recorded, rate)) }];
        return [
          {
            place: `${place}.qty`,
            values: { billed: qty.toFixed(2), recorded: recorded.toFixed(2) },
            fix: [{ path: `${place}.qty`, from: line.qty, to: recorded.toFixed(2) }, ...amount],
          },
        ];
      }),
  },
  {
    id: 'V22',
    name: 'time_not_approved',
    severity: 'block',
    title: { en: 'Time not approved', fr: 'Temps non approuvé' },
    text: {
      en: 'Time entry {id} of {worker} on {date} is "{status}", not approved.',
      fr: 'La saisie {id} de {worker} du {date} est « {status} », non approuvée.',
    },
    find: (context) =>
      onEntries(context, 'status', ({ entry }) =>
        entry.status === 'approved' ? undefined : { status: entry.status ?? '–' },
      ),
  },
  {
    id: 'V23',
    name: 'time_already_billed',
    severity: 'block',
    title: { en: 'Time already billed', fr: 'Temps déjà facturé' },
    text: {
      en: 'Time entry {id} of {worker} on {date} was billed on {invoice}.',
      fr: 'La saisie {id} de {worker} du {date} a été facturée sur {invoice}.',
    },
    find: (context) =>
      onEntries(context, 'billed_on', ({ entry }) =>
        isOtherInvoice(entry.billed_on, context.document.invoice.number)
          ? { invoice: entry.billed_on ?? '' }
          : undefined,
      ),
  },
  {
    id: 'V24',
    name: 'time_outside_period',
    severity: 'warn',
    title: { en: 'Time outside the period', fr: 'Temps hors de la période' },
    text: {
      en: 'Time entry {id} of {worker} is of {date}, outside the period {from} to {to}.',
      fr: 'La saisie {id} de {worker} est du {date}, hors de la période du {from} au {to}.',
    },
    find: (context) => {
      const { period_from: from, period_to: to } = context.document.invoice;
      return onEntries(context, 'date', ({ entry }) =>
        isOutside(entry.date, from, to) ? { from: from ?? '–', to: to ?? '–' } : undefined,
      );
    },
  },
  {
    id: 'V35',
    name: 'work_outside_contract',
    severity: 'error',
    title: { en: 'Work outside the contract', fr: 'Travail hors contrat' },
    text: {
      en: 'Time entry {id} of {worker} is of {date}; the contract runs from {from} to {to}.',
      fr: 'La saisie {id} de {worker} est du {date}; le contrat court du {from} au {to}.',
    },
    find: (context) => {
      const { start: from, end: to } = context.document.contract;
      return onEntries(context, 'date', ({ entry }) =>
        isOutside(entry.date, from, to) ? { from: from ?? '–', to: to ?? '–' } : undefined,
      );
    },
  },
  {
    id: 'V28',
    name: 'time_increment',
    severity: 'warn',
    title: { en: 'Time not in the agreed steps', fr: 'Temps hors des pas convenus' },
    text: {
      en: 'Time entry {id} has {minutes:number} minutes, no multiple of the {increment} agreed.',
      fr: 'La saisie {id} compte {minutes:number} minutes, non un multiple des {increment} convenues.',
    },
    proposal: { en: 'Round to {rounded:number} hours.', fr: 'Arrondir à {rounded:number} heures.' },
    find: ({ document: { contract }, billed }) => {
      const increment = contract.increment_min;
      if (increment === undefined) return [];
      return billed.flatMap(({ entry, place, hours }) => {
        const minutes = hours.times(60);
        const rounded = minutes.div(increment).round(0, 1).times(increment).div(60);
        return hitWhen(!minutes.mod(increment).eq(0), {
          place: `${place}.hours`,
          values: { id: entry.id, minutes: minutes.toFixed(), increment, rounded: rounded.toFixed(2) },
          fix: [{ path: `${place}.hours`, from: entry.hours, to: rounded.toFixed(2) }],
        });
      });
    },
  },
];
