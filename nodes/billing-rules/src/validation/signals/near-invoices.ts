import { type Day, daysBetween } from '../../calendar/day.ts';
import { type Decimal, decimal, percentOf, sum, toMoney } from '../../money/decimal.ts';
import { type Context, normalizeInvoiceNumber } from '../context.ts';
import type { PastInvoice } from '../document.ts';
import { hitWhen, type Rule } from '../rule.ts';
import { isOneEditAway } from './edit-distance.ts';

const oneCent = '0.01';

function apart(left: Day, right: Day): number {
  return Math.abs(daysBetween(left, right));
}

function isNear(past: PastInvoice, { document: { invoice }, total, limits }: Context): boolean {
  const [own, its] = [invoice.number, past.number].map(normalizeInvoiceNumber);
  if (own === undefined || its === undefined || own === its) return false;
  const difference = total.minus(past.total).abs();
  const days = apart(invoice.date, past.date);
  if (!difference.gt(oneCent) && days <= limits.near_duplicate_days) return true;
  const close = !difference.gt(percentOf(total.abs(), decimal(limits.near_total_percent)));
  return close && days <= limits.near_number_days && isOneEditAway(own, its);
}

/** The vendor's own other invoices on the same order within days, each below the threshold. */
function splitWith({ document: { invoice }, history, limits }: Context): readonly PastInvoice[] {
  return history.filter(
    (past) =>
      invoice.po !== undefined &&
      past.po === invoice.po &&
      apart(invoice.date, past.date) <= limits.split_days &&
      decimal(past.total).lt(limits.threshold),
  );
}

function digitsOf(number: string | undefined): bigint | undefined {
  const digits = (number ?? '').replaceAll(/\D/g, '');
  return digits === '' || digits.length > 40 ? undefined : BigInt(digits);
}

function areConsecutive(numbers: readonly (bigint | undefined)[]): boolean {
  return numbers.every((number, at) => {
    const before = at === 0 ? undefined : numbers[at - 1];
    return number !== undefined && (at === 0 || (before !== undefined && number === before + 1n));
  });
}

function share(total: Decimal, threshold: string): string {
  return total.times(100).div(decimal(threshold)).toFixed(1);
}

export const nearInvoiceSignals: readonly Rule[] = [
  {
    id: 'F01',
    name: 'near_duplicate',
    severity: 'warn',
    title: { en: 'Looks like an earlier invoice', fr: 'Ressemble à une facture antérieure' },
    text: {
      en: '{number} for {total:money} looks like {earlier} of {date} for {earlierTotal:money}, {days} days apart.',
      fr: '{number} de {total:money} ressemble à {earlier} du {date} de {earlierTotal:money}, à {days} jours d’écart.',
    },
    find: (context) => {
      const { document, history, total } = context;
      const own = normalizeInvoiceNumber(document.invoice.number);
      if (own !== '' && history.some((past) => normalizeInvoiceNumber(past.number) === own)) return [];
      return history
        .filter((past) => isNear(past, context))
        .map((past) => ({
          place: 'invoice.number',
          values: {
            number: document.invoice.number ?? '–',
            total: toMoney(total),
            earlier: past.number ?? '–',
            date: past.date,
            earlierTotal: past.total,
            days: apart(document.invoice.date, past.date),
          },
        }));
    },
  },
  {
    id: 'F08',
    name: 'split_invoices',
    severity: 'warn',
    title: { en: 'Possibly split', fr: 'Peut-être fractionnée' },
    text: {
      en: '{count} invoices on {po} within {days} days, each below {threshold:money}, come to {sum:money} together: {numbers}.',
      fr: '{count} factures sur {po} en {days} jours, chacune sous {threshold:money}, totalisent {sum:money} : {numbers}.',
    },
    find: (context) => {
      const { document, total, limits } = context;
      const others = splitWith(context);
      const all = total.plus(sum(others.map((past) => decimal(past.total))));
      const fires = total.lt(limits.threshold) && others.length > 0 && all.gte(limits.threshold);
      return hitWhen(fires, () => ({
        place: 'invoice.total',
        values: {
          count: others.length + 1,
          po: document.invoice.po ?? '',
          days: limits.split_days,
          threshold: limits.threshold,
          sum: toMoney(all),
          numbers: [document.invoice.number, ...others.map(({ number }) => number)].join(', '),
        },
      }));
    },
  },
  {
    id: 'F09',
    name: 'just_below_threshold',
    severity: 'info',
    title: { en: 'Just below the threshold', fr: 'Juste sous le seuil' },
    text: {
      en: '{total:money} is {share:number}% of the approval threshold of {threshold:money}.',
      fr: '{total:money} font {share:number} % du seuil d’approbation de {threshold:money}.',
    },
    find: ({ total, limits }) => {
      const from = percentOf(decimal(limits.threshold), decimal(limits.just_below_percent));
      return hitWhen(total.gte(from) && total.lt(limits.threshold), () => ({
        place: 'invoice.total',
        values: { total: toMoney(total), share: share(total, limits.threshold), threshold: limits.threshold },
      }));
    },
  },
  {
    id: 'F12',
    name: 'consecutive_numbers',
    severity: 'info',
    title: { en: 'We may be the only customer', fr: 'Nous sommes peut-être le seul client' },
    text: {
      en: 'Over {days} days the vendor’s numbers follow each other without a gap: {numbers}.',
      fr: 'Sur {days} jours, les numéros du fournisseur se suivent sans trou : {numbers}.',
    },
    find: ({ document: { invoice }, history, limits }) => {
      const last = [...history].sort((left, right) => left.date.localeCompare(right.date)).slice(-3);
      const numbers = [...last.map(({ number }) => number), invoice.number];
      const days = last[0] === undefined ? 0 : daysBetween(last[0].date, invoice.date);
      const fires = last.length === 3 && areConsecutive(numbers.map(digitsOf)) && days >= limits.consecutive_days;
      return hitWhen(fires, { place: 'invoice.number', values: { days, numbers: numbers.join(', ') } });
    },
  },
];
