import { type Decimal, decimal, toMoney } from '../../money/decimal.ts';
import { extend } from '../../pricing/price-line.ts';
import { type Context, type LineFacts, lastWorkDay } from '../context.ts';
import { hitWhen, type Rule } from '../rule.ts';

type CardRow = Context['document']['rate_card'][number];

function rowsOf({ line }: LineFacts, { document }: Context): readonly CardRow[] {
  return document.rate_card.filter(({ role, type }) => role === line.role && type === line.type);
}

/** The row on the last work day of a line; of several, the one that began last. */
function rowInForce(facts: LineFacts, context: Context): CardRow | undefined {
  const day = lastWorkDay(facts, context.document);
  return rowsOf(facts, context)
    .filter(({ from, to }) => from <= day && (to ?? day) >= day)
    .sort((left, right) => right.from.localeCompare(left.from))[0];
}

function words({ line }: LineFacts) {
  return { role: line.role ?? '–', type: line.type ?? '–' };
}

function amountAt(facts: LineFacts, rate: Decimal) {
  const { qty, line, place } = facts;
  if (qty === undefined) return [];
  return [{ path: `${place}.amount`, from: line.amount, to: toMoney(extend(qty, rate)) }];
}

export const rateRules: readonly Rule[] = [
  {
    id: 'V18',
    name: 'rate_not_on_card',
    severity: 'error',
    title: { en: 'Not on the rate card', fr: 'Absent de la grille tarifaire' },
    text: {
      en: 'The rate card has no {type} rate for the role {role}.',
      fr: 'La grille tarifaire n’a pas de taux « {type} » pour le rôle {role}.',
    },
    find: (context) =>
      context.labour.flatMap((facts) =>
        hitWhen(rowsOf(facts, context).length === 0, { place: `${facts.place}.role`, values: words(facts) }),
      ),
  },
  {
    id: 'V19',
    name: 'rate_above_card',
    severity: 'error',
    title: { en: 'Rate above the card', fr: 'Taux supérieur à la grille' },
    text: {
      en: '{stated:money} an hour is more than the card’s {card:money} for {role}, {type}, on {day}.',
      fr: '{stated:money} l’heure dépassent les {card:money} de la grille pour {role}, {type}, le {day}.',
    },
    proposal: { en: 'Use the card’s rate of {card:money}.', fr: 'Utiliser le taux de la grille, {card:money}.' },
    find: (context) =>
      context.labour.flatMap((facts) => {
        const row = rowInForce(facts, context);
        if (row === undefined || facts.rate === undefined || !facts.rate.gt(row.rate)) return [];
        const [card, path] = [decimal(row.rate), `${facts.place}.rate`];
        const day = lastWorkDay(facts, context.document);
        return [
          {
            place: path,
            values: { stated: facts.rate.toFixed(), card: card.toFixed(), day, ...words(facts) },
            fix: [{ path, from: facts.line.rate, to: row.rate }, ...amountAt(facts, card)],
          },
        ];
      }),
  },
  {
    id: 'V20',
    name: 'rate_card_not_effective',
    severity: 'error',
    title: { en: 'Rate not in force', fr: 'Taux non en vigueur' },
    text: {
      en: 'The card’s rates for {role}, {type}, do not cover {day}.',
      fr: 'Les taux de la grille pour {role}, {type}, ne couvrent pas le {day}.',
    },
    find: (context) =>
      context.labour.flatMap((facts) => {
        const known = rowsOf(facts, context).length > 0;
        const day = lastWorkDay(facts, context.document);
        return hitWhen(known && rowInForce(facts, context) === undefined, {
          place: `${facts.place}.rate`,
          values: { day, ...words(facts) },
        });
      }),
  },
];
