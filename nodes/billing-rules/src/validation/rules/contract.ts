import { addDays } from '../../calendar/day.ts';
import { hitWhen, type Rule } from '../rule.ts';

export const contractRules: readonly Rule[] = [
  {
    id: 'V33',
    name: 'clearance_expired',
    severity: 'block',
    title: { en: 'Clearance missing or expired', fr: 'Décharge manquante ou expirée' },
    text: {
      en: 'The workers’ compensation clearance was good until {to}; the invoice came on {received}. The payer may be liable for premiums.',
      fr: 'Le certificat de décharge valait jusqu’au {to}; la facture est arrivée le {received}. Le payeur peut répondre des primes.',
    },
    find: ({ document: { vendor, received } }) => {
      const to = vendor.clearance_valid_to;
      return hitWhen(to === undefined || to < received, {
        place: 'vendor.clearance_valid_to',
        values: { to: to ?? '–', received },
      });
    },
  },
  {
    id: 'V34',
    name: 'insurance_expired',
    severity: 'warn',
    title: { en: 'Insurance missing or expired', fr: 'Assurance manquante ou expirée' },
    text: {
      en: 'The insurance on file was good until {to}; the invoice came on {received}.',
      fr: 'L’assurance au dossier valait jusqu’au {to}; la facture est arrivée le {received}.',
    },
    find: ({ document: { vendor, received } }) => {
      const to = vendor.insurance_valid_to;
      return hitWhen(to === undefined || to < received, {
        place: 'vendor.insurance_valid_to',
        values: { to: to ?? '–', received },
      });
    },
  },
  {
    id: 'V36',
    name: 'currency',
    severity: 'error',
    title: { en: 'Another currency', fr: 'Autre monnaie' },
    text: {
      en: 'The invoice is in {stated}, the contract in {expected}.',
      fr: 'La facture est en {stated}, le contrat en {expected}.',
    },
    find: ({ document: { invoice, contract } }) =>
      hitWhen(invoice.currency !== contract.currency, {
        place: 'invoice.currency',
        values: { stated: invoice.currency ?? '–', expected: contract.currency ?? '–' },
      }),
  },
  {
    id: 'V37',
    name: 'due_date',
    severity: 'warn',
    title: { en: 'Due date differs from the terms', fr: 'Échéance différente des modalités' },
    text: {
      en: '{terms} days after {date} is {expected}; the invoice says {stated}.',
      fr: '{terms} jours après le {date} tombent le {expected}; la facture indique {stated}.',
    },
    proposal: { en: 'Set the due date to {expected}.', fr: 'Porter l’échéance au {expected}.' },
    find: ({ document: { invoice, contract } }) => {
      const terms = contract.terms_days;
      if (terms === undefined) return [];
      const expected = addDays(invoice.date, terms);
      return hitWhen(invoice.due !== expected, {
        place: 'invoice.due',
        values: { terms, date: invoice.date, expected, stated: invoice.due ?? '–' },
        fix: [{ path: 'invoice.due', from: invoice.due ?? null, to: expected }],
      });
    },
  },
];
