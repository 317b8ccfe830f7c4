import { type Decimal, decimal, sum, toMoney, zero } from '../../money/decimal.ts';
import type { Context, LineFacts } from '../context.ts';
import { hitWhen, type Rule } from '../rule.ts';
import { benfordDeviation, meanOf, populationDeviation } from './statistics.ts';

function median(values: readonly Decimal[]): Decimal | undefined {
  const sorted = [...values].sort((left, right) => left.cmp(right));
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : low.plus(high).div(2);
}

/** The median of the last three rates of each worker on a line, with the worker. */
function pastRates({ line, entries }: LineFacts, { document }: Context) {
  const workers = new Set(entries.map(({ entry }) => entry.worker));
  return document.rate_history.flatMap(({ worker, role, type, rates }) => {
    if (worker === undefined || !workers.has(worker) || role !== line.role || type !== line.type) return [];
    const middle = median(rates.slice(-3).map((rate) => decimal(rate)));
    return middle === undefined ? [] : [{ worker, middle }];
  });
}

export const amountSignals: readonly Rule[] = [
  {
    id: 'F02',
    name: 'round_amount',
    severity: 'info',
    title: { en: 'Round amount', fr: 'Montant rond' },
    text: {
      en: 'An invoice for time comes to exactly {subtotal:money}, a multiple of {multiple:money}.',
      fr: 'Une facture d’heures totalise exactement {subtotal:money}, un multiple de {multiple:money}.',
    },
    find: ({ labour, subtotal, limits }) => {
      const round = subtotal.gte(limits.round_from) && subtotal.mod(limits.round_multiple).eq(0);
      return hitWhen(labour.length > 0 && round, {
        place: 'invoice.subtotal',
        values: { subtotal: toMoney(subtotal), multiple: limits.round_multiple },
      });
    },
  },
  {
    id: 'F03',
    name: 'benford',
    severity: 'info',
    title: { en: 'Unusual first digits', fr: 'Premiers chiffres inhabituels' },
    text: {
      en: 'The first digits of {count} amounts differ from Benford’s law by {deviation:number} on average; {limit:number} is usual at most.',
      fr: 'Les premiers chiffres de {count} montants s’écartent de la loi de Benford de {deviation:number} en moyenne; la limite usuelle est de {limit:number}.',
    },
    find: ({ document, limits }) => {
      const counts = document.population_first_digits ?? [];
      const count = counts.reduce((total, each) => total + each, 0);
      if (count < limits.benford_amounts) return [];
      const deviation = benfordDeviation(counts);
      return hitWhen(deviation > limits.benford_deviation, {
        place: 'population_first_digits',
        values: { count, deviation: deviation.toFixed(4), limit: String(limits.benford_deviation) },
      });
    },
  },
  {
    id: 'F07',
    name: 'rate_creep',
    severity: 'warn',
    title: { en: 'Rate rising', fr: 'Taux en hausse' },
    text: {
      en: '{rate:money} an hour for {worker} is more than {percent:percent} above {median:money}, the median of the last three.',
      fr: '{rate:money} l’heure pour {worker} dépassent de plus de {percent:percent} les {median:money}, médiane des trois derniers.',
    },
    find: (context) =>
      context.labour.flatMap((facts) => {
        const { rate, place } = facts;
        const percent = decimal(context.limits.rate_creep_percent);
        return pastRates(facts, context).flatMap(({ worker, middle }) =>
          hitWhen(rate?.gt(middle.times(percent.plus(100)).div(100)) === true, {
            place: `${place}.rate`,
            values: { rate: rate?.toFixed() ?? '', worker, percent: percent.toFixed(), median: middle.toFixed() },
          }),
        );
      }),
  },
  {
    id: 'F16',
    name: 'hours_spike',
    severity: 'info',
    title: { en: 'Far more hours than usual', fr: 'Bien plus d’heures qu’à l’habitude' },
    text: {
      en: '{hours:number} hours are billed; the mean of {weeks} weeks is {mean:number}, and up to {limit:number} would be usual.',
      fr: '{hours:number} heures sont facturées; la moyenne de {weeks} semaines est {mean:number}, et jusqu’à {limit:number} serait usuel.',
    },
    find: ({ document: { week_history: weeks }, labour, limits }) => {
      if (weeks.length < limits.spike_weeks) return [];
      const hours = sum(labour.map(({ qty }) => qty ?? zero));
      const mean = meanOf(weeks);
      const limit = mean + limits.spike_deviations * Math.max(populationDeviation(weeks), 1);
      return hitWhen(Number(hours) > limit, {
        place: 'invoice.lines',
        values: { hours: hours.toFixed(), weeks: weeks.length, mean: mean.toFixed(2), limit: limit.toFixed(2) },
      });
    },
  },
];
