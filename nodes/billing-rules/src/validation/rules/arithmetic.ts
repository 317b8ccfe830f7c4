import { decimal, toExactMoney, toMoney } from '../../money/decimal.ts';
import { extend } from '../../pricing/price-line.ts';
import { chargedOf, expectedTaxes, hasExpectedSet, ratesAreKnown } from '../expected-taxes.ts';
import { hitWhen, type Rule } from '../rule.ts';

export const arithmeticRules: readonly Rule[] = [
  {
    id: 'V09',
    name: 'line_extension',
    severity: 'error',
    title: { en: 'Line wrongly multiplied', fr: 'Multiplication erronée' },
    text: {
      en: '{qty:number} × {rate:money} is {expected:money}; the line says {stated:money}.',
      fr: '{qty:number} × {rate:money} font {expected:money}; la ligne indique {stated:money}.',
    },
    proposal: { en: 'Set the line to {expected:money}.', fr: 'Porter la ligne à {expected:money}.' },
    find: ({ lines }) =>
      lines.flatMap(({ line, place, amount, qty, rate }) => {
        if (qty === undefined || rate === undefined) return [];
        const expected = extend(qty, rate);
        return hitWhen(!expected.eq(amount), () => ({
          place: `${place}.amount`,
          values: { qty: qty.toFixed(), rate: rate.toFixed(), expected: toMoney(expected), stated: toMoney(amount) },
          fix: [{ path: `${place}.amount`, from: line.amount, to: toMoney(expected) }],
        }));
      }),
  },
  {
    id: 'V10',
    name: 'subtotal',
    severity: 'error',
    title: { en: 'Subtotal wrong', fr: 'Sous-total erroné' },
    text: {
      en: 'The lines come to {expected:money}; the subtotal says {stated:money}.',
      fr: 'Les lignes totalisent {expected:money}; le sous-total indique {stated:money}.',
    },
    proposal: { en: 'Set the subtotal to {expected:money}.', fr: 'Porter le sous-total à {expected:money}.' },
    find: ({ document: { invoice }, lineSum, subtotal }) =>
      hitWhen(!subtotal.eq(lineSum), () => ({
        place: 'invoice.subtotal',
        values: { expected: toExactMoney(lineSum), stated: toExactMoney(subtotal) },
        fix: [{ path: 'invoice.subtotal', from: invoice.subtotal ?? null, to: toExactMoney(lineSum) }],
      })),
  },
  {
    id: 'V11',
    name: 'tax_amount',
    severity: 'error',
    title: { en: 'Tax amount wrong', fr: 'Montant de taxe erroné' },
    text: {
      en: '{tax} at {rate:percent} on {base:money} is {expected:money}; the invoice charges {stated:money}, beyond the tolerance of {tolerance:money}.',
      fr: '{tax} à {rate:percent} sur {base:money} fait {expected:money}; la facture demande {stated:money}, hors de la tolérance de {tolerance:money}.',
    },
    proposal: { en: 'Charge {expected:money} of {tax}.', fr: 'Demander {expected:money} de {tax}.' },
    find: (context) => {
      const { invoice } = context.document;
      if (!ratesAreKnown(invoice.date) || !hasExpectedSet(context)) return [];
      const tolerance = decimal('0.01').times(context.lines.length);
      return expectedTaxes(context).flatMap(({ tax, rate, base, amount }) => {
        const stated = chargedOf(tax, context);
        const at = invoice.taxes.findIndex((each) => each.tax === tax);
        const single = invoice.taxes.filter((each) => each.tax === tax).length === 1;
        const change = { path: `invoice.taxes[${at}].amount`, from: toMoney(stated), to: amount };
        return hitWhen(stated.minus(amount).abs().gt(tolerance), {
          place: `invoice.taxes[${at}].amount`,
          values: { tax, rate, base, expected: amount, stated: toMoney(stated), tolerance: toMoney(tolerance) },
          fix: single ? [change] : [],
        });
      });
    },
  },
  {
    id: 'V12',
    name: 'total',
    severity: 'error',
    title: { en: 'Total wrong', fr: 'Total erroné' },
    text: {
      en: '{subtotal:money} less {holdback:money} of holdback plus {taxes:money} of tax is {expected:money}; the total says {stated:money}.',
      fr: '{subtotal:money} moins {holdback:money} de retenue plus {taxes:money} de taxes font {expected:money}; le total indique {stated:money}.',
    },
    proposal: { en: 'Set the total to {expected:money}.', fr: 'Porter le total à {expected:money}.' },
    find: ({ document: { invoice }, subtotal, holdback, taxTotal, total }) => {
      const expected = subtotal.minus(holdback).plus(taxTotal);
      return hitWhen(!total.eq(expected), () => ({
        place: 'invoice.total',
        values: {
          subtotal: toExactMoney(subtotal),
          holdback: toExactMoney(holdback),
          taxes: toExactMoney(taxTotal),
          expected: toExactMoney(expected),
          stated: toExactMoney(total),
        },
        fix: [{ path: 'invoice.total', from: invoice.total ?? null, to: toExactMoney(expected) }],
      }));
    },
  },
];
