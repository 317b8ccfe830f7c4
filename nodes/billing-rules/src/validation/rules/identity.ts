import { daysBetween } from '../../calendar/day.ts';
import { normalizeInvoiceNumber } from '../context.ts';
import { hitWhen, type Rule } from '../rule.ts';

export const identityRules: readonly Rule[] = [
  {
    id: 'V01',
    name: 'invoice_number_missing',
    severity: 'error',
    title: { en: 'No invoice number', fr: 'Numéro de facture manquant' },
    text: {
      en: 'The invoice has no number. Ask the vendor for one.',
      fr: 'La facture n’a pas de numéro. Demandez-en un au fournisseur.',
    },
    find: ({ document }) => hitWhen((document.invoice.number ?? '').trim() === '', { place: 'invoice.number' }),
  },
  {
    id: 'V02',
    name: 'duplicate_exact',
    severity: 'block',
    title: { en: 'Duplicate invoice', fr: 'Facture en double' },
    text: {
      en: 'Invoice {number} was received before: {earlier} of {date}, {total:money}.',
      fr: 'La facture {number} a déjà été reçue : {earlier} du {date}, {total:money}.',
    },
    find: ({ document, history }) => {
      const number = normalizeInvoiceNumber(document.invoice.number);
      const earlier = history.find((past) => number !== '' && normalizeInvoiceNumber(past.number) === number);
      if (earlier === undefined) return [];
      const { number: its = '', date, total } = earlier;
      return [
        { place: 'invoice.number', values: { number: document.invoice.number ?? '', earlier: its, date, total } },
      ];
    },
  },
  {
    id: 'V03',
    name: 'date_in_future',
    severity: 'error',
    title: { en: 'Date in the future', fr: 'Date future' },
    text: {
      en: 'The invoice is dated {date}, after the day it was received, {received}.',
      fr: 'La facture est datée du {date}, après le jour de sa réception, le {received}.',
    },
    find: ({ document: { invoice, received } }) =>
      hitWhen(invoice.date > received, { place: 'invoice.date', values: { date: invoice.date, received } }),
  },
  {
    id: 'V04',
    name: 'stale_dated',
    severity: 'warn',
    title: { en: 'Old invoice', fr: 'Facture ancienne' },
    text: {
      en: 'The invoice is {days} days old; {limit} are usual at most.',
      fr: 'La facture date de {days} jours; la limite usuelle est de {limit}.',
    },
    find: ({ document: { invoice, received }, limits }) => {
      const days = daysBetween(invoice.date, received);
      return hitWhen(days > limits.max_age_days, {
        place: 'invoice.date',
        values: { days, limit: limits.max_age_days },
      });
    },
  },
  {
    id: 'V05',
    name: 'vendor_not_approved',
    severity: 'block',
    title: { en: 'Vendor not approved', fr: 'Fournisseur non approuvé' },
    text: {
      en: '{name} is not an approved vendor: the status is "{status}".',
      fr: '{name} n’est pas un fournisseur approuvé : son état est « {status} ».',
    },
    find: ({ document: { vendor } }) =>
      hitWhen(vendor.status !== 'approved', {
        place: 'vendor.status',
        values: { name: vendor.name ?? vendor.id ?? '', status: vendor.status ?? '' },
      }),
  },
];
