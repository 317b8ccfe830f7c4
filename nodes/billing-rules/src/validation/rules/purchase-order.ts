import { decimal, decimalOrZero, toMoney } from '../../money/decimal.ts';
import { withinLimit } from '../../pricing/price-line.ts';
import { hitWhen, type Rule } from '../rule.ts';

export const purchaseOrderRules: readonly Rule[] = [
  {
    id: 'V06',
    name: 'po_missing',
    severity: 'error',
    title: { en: 'No purchase order', fr: 'Bon de commande manquant' },
    text: {
      en: 'The contract asks for a purchase order and the invoice names none.',
      fr: 'Le contrat exige un bon de commande et la facture n’en indique aucun.',
    },
    find: ({ document: { contract, invoice } }) =>
      hitWhen(contract.po_required === true && invoice.po === undefined, { place: 'invoice.po' }),
  },
  {
    id: 'V07',
    name: 'po_unknown_or_closed',
    severity: 'error',
    title: { en: 'Purchase order unknown or closed', fr: 'Bon de commande inconnu ou fermé' },
    text: {
      en: 'The invoice names purchase order {po}; the contract’s is {known}, status "{status}".',
      fr: 'La facture indique le bon de commande {po}; celui du contrat est {known}, état « {status} ».',
    },
    find: ({ document: { invoice, po } }) =>
      hitWhen(invoice.po !== undefined && (invoice.po !== po?.number || po?.status !== 'open'), {
        place: 'invoice.po',
        values: { po: invoice.po ?? '', known: po?.number ?? '–', status: po?.status ?? '–' },
      }),
  },
  {
    id: 'V08',
    name: 'po_limit_exceeded',
    severity: 'error',
    title: { en: 'Purchase order limit passed', fr: 'Limite du bon de commande dépassée' },
    text: {
      en: 'With {billed:money} billed before, {subtotal:money} more passes the limit of {limit:money} by {over:money}.',
      fr: 'Avec {billed:money} déjà facturés, {subtotal:money} de plus dépassent la limite de {limit:money} de {over:money}.',
    },
    proposal: { en: 'Bill the remaining {billable:money} only.', fr: 'Ne facturer que le reste, {billable:money}.' },
    find: ({ document: { invoice, po }, subtotal }) => {
      if (po?.limit === undefined || invoice.po === undefined || invoice.po !== po.number) return [];
      const [limit, billed] = [decimal(po.limit), decimalOrZero(po.billed)];
      return hitWhen(billed.plus(subtotal).gt(limit), () => ({
        place: 'invoice.subtotal',
        values: {
          limit: toMoney(limit),
          billed: toMoney(billed),
          subtotal: toMoney(subtotal),
          over: toMoney(billed.plus(subtotal).minus(limit)),
          billable: toMoney(withinLimit(subtotal, { of: limit, billed }).billable),
        },
        fix: [],
      }));
    },
  },
];
