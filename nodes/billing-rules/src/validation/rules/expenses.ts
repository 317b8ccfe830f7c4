import { decimal, toMoney } from '../../money/decimal.ts';
import { extend, withMarkup } from '../../pricing/price-line.ts';
import { hitWhen, type Rule } from '../rule.ts';

const capped = ['mileage', 'per_diem'] as const;

export const expenseRules: readonly Rule[] = [
  {
    id: 'V29',
    name: 'receipt_missing',
    severity: 'error',
    title: { en: 'Receipt missing', fr: 'Reçu manquant' },
    text: {
      en: 'An expense of {amount:money} has no receipt; above {limit:money} one is needed.',
      fr: 'Une dépense de {amount:money} n’a pas de reçu; au-delà de {limit:money} il en faut un.',
    },
    find: ({ lines, limits }) =>
      lines.flatMap(({ line, place, amount }) => {
        const wanted = line.kind === 'expense' && line.category === 'receipt' && line.receipt !== true;
        return hitWhen(wanted && amount.gt(limits.receipt_threshold), {
          place: `${place}.receipt`,
          values: { amount: toMoney(amount), limit: limits.receipt_threshold },
        });
      }),
  },
  {
    id: 'V30',
    name: 'allowance_above_cap',
    severity: 'warn',
    title: { en: 'Allowance above the cap', fr: 'Indemnité au-delà du plafond' },
    text: {
      en: '{rate:money} is more than the contract’s cap of {cap:money} for {category}.',
      fr: '{rate:money} dépassent le plafond de {cap:money} du contrat pour {category}.',
    },
    proposal: { en: 'Use the cap of {cap:money}.', fr: 'Utiliser le plafond de {cap:money}.' },
    find: ({ document: { contract }, lines }) =>
      lines.flatMap(({ line, place, rate, qty }) => {
        const category = line.kind === 'expense' ? capped.find((each) => each === line.category) : undefined;
        const cap = category === undefined ? undefined : contract.caps?.[category];
        if (category === undefined || cap === undefined || rate === undefined || !rate.gt(cap)) return [];
        const to = qty === undefined ? undefined : toMoney(extend(qty, decimal(cap)));
        return [
          {
            place: `${place}.rate`,
            values: { rate: rate.toFixed(), cap, category },
            fix: [
              { path: `${place}.rate`, from: line.rate, to: cap },
              ...(to === undefined ? [] : [{ path: `${place}.amount`, from: line.amount, to }]),
            ],
          },
        ];
      }),
  },
  {
    id: 'V31',
    name: 'markup_above_contract',
    severity: 'error',
    title: { en: 'Markup above the contract', fr: 'Majoration supérieure au contrat' },
    text: {
      en: '{amount:money} for a cost of {cost:money} is more than {expected:money}, the cost with the contract’s {percent:percent}.',
      fr: '{amount:money} pour un coût de {cost:money} dépassent {expected:money}, le coût avec les {percent:percent} du contrat.',
    },
    proposal: { en: 'Bill {expected:money}.', fr: 'Facturer {expected:money}.' },
    find: ({ document: { contract }, lines }) =>
      lines.flatMap(({ line, place, amount }) => {
        if (line.kind !== 'material' || line.cost === undefined) return [];
        const percent = decimal(contract.markup_percent ?? '0');
        const [cost, path] = [decimal(line.cost), `${place}.amount`];
        const expected = withMarkup(cost, percent);
        return hitWhen(amount.gt(expected), () => ({
          place: path,
          values: {
            amount: toMoney(amount),
            cost: toMoney(cost),
            percent: percent.toFixed(),
            expected: toMoney(expected),
          },
          fix: [{ path, from: line.amount, to: toMoney(expected) }],
        }));
      }),
  },
];
