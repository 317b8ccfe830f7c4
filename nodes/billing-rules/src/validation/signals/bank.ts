import { daysBetween } from '../../calendar/day.ts';
import { hitWhen, type Rule } from '../rule.ts';

export const bankSignals: readonly Rule[] = [
  {
    id: 'F10',
    name: 'bank_changed',
    severity: 'block',
    title: { en: 'Bank account changed', fr: 'Compte bancaire modifié' },
    text: {
      en: 'The vendor’s bank account changed on {changed}, {days} days before the invoice came, and nobody has called back to confirm it.',
      fr: 'Le compte bancaire du fournisseur a changé le {changed}, {days} jours avant l’arrivée de la facture, et personne n’a rappelé pour le confirmer.',
    },
    find: ({ document: { vendor, received }, limits }) => {
      const changed = vendor.bank?.changed_on;
      if (changed === undefined || vendor.bank?.verified === true) return [];
      const days = daysBetween(changed, received);
      return hitWhen(days >= 0 && days <= limits.bank_days, { place: 'vendor.bank', values: { changed, days } });
    },
  },
  {
    id: 'F11',
    name: 'bank_of_employee',
    severity: 'block',
    title: { en: 'Paid on an employee’s account', fr: 'Payé sur le compte d’un employé' },
    text: {
      en: '{name} would be paid on an account that an employee is paid on. Do not pay before it is explained.',
      fr: '{name} serait payé sur un compte où un employé est payé. Ne payez pas avant d’avoir une explication.',
    },
    find: ({ document: { vendor, employee_banks: employees } }) => {
      const fingerprint = vendor.bank?.fingerprint;
      const fires = fingerprint !== undefined && employees.includes(fingerprint);
      return hitWhen(fires, { place: 'vendor.bank', values: { name: vendor.name ?? vendor.id ?? '' } });
    },
  },
];
