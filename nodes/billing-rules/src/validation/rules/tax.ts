import { toMoney } from '../../money/decimal.ts';
import { checkNumber } from '../../registration/numbers.ts';
import { expectedTaxes, expectedTaxSet, hasExpectedSet, ratesAreKnown } from '../expected-taxes.ts';
import type { Hit } from '../finding.ts';
import { hitWhen, type Rule } from '../rule.ts';

/** From these totals on, with tax, a credit for the tax needs more on the invoice (since 2021-04-20). */
const numberFrom = '100.00';
const contentFrom = '500.00';

export const taxRules: readonly Rule[] = [
  {
    id: 'V13',
    name: 'tax_number_missing',
    severity: 'error',
    title: { en: 'Tax number missing', fr: 'Numéro d’inscription manquant' },
    text: {
      en: 'The invoice charges {taxes:money} of tax on a total of {total:money} without the vendor’s {kind} number.',
      fr: 'La facture demande {taxes:money} de taxes sur un total de {total:money} sans le numéro de {kindFr} du fournisseur.',
    },
    find: ({ document: { invoice, contract }, taxTotal, total }) => {
      if (!taxTotal.gt(0) || total.lt(numberFrom)) return [];
      const values = { taxes: toMoney(taxTotal), total: toMoney(total) };
      const gst: Hit = { place: 'invoice.gst_number', values: { ...values, kind: 'GST/HST', kindFr: 'TPS/TVH' } };
      const qst: Hit = { place: 'invoice.qst_number', values: { ...values, kind: 'QST', kindFr: 'TVQ' } };
      return [
        ...hitWhen(invoice.gst_number === undefined, gst),
        ...hitWhen(contract.site_province === 'QC' && invoice.qst_number === undefined, qst),
      ];
    },
  },
  {
    id: 'V14',
    name: 'tax_number_invalid',
    severity: 'error',
    title: { en: 'Tax number invalid', fr: 'Numéro d’inscription non valide' },
    text: {
      en: '{number} is no valid {kind} number ({why}). Confirm it in the registry.',
      fr: '{number} n’est pas un numéro de {kindFr} valide ({whyFr}). Confirmez-le au registre.',
    },
    find: ({ document: { invoice } }) => [
      ...ofNumber(invoice.gst_number, { kind: 'gst', en: 'GST/HST', fr: 'TPS/TVH' }),
      ...ofNumber(invoice.qst_number, { kind: 'qst', en: 'QST', fr: 'TVQ' }),
    ],
  },
  {
    id: 'V15',
    name: 'tax_by_non_registrant',
    severity: 'block',
    title: { en: 'Tax charged without registration', fr: 'Taxe demandée sans inscription' },
    text: {
      en: 'The vendor is not registered and charges {taxes:money} of tax. Who is not registered must not.',
      fr: 'Le fournisseur n’est pas inscrit et demande {taxes:money} de taxes. Un non-inscrit n’en a pas le droit.',
    },
    find: ({ document: { vendor }, taxTotal }) =>
      hitWhen(vendor.gst_registered === false && taxTotal.gt(0), {
        place: 'invoice.taxes',
        values: { taxes: toMoney(taxTotal) },
      }),
  },
  {
    id: 'V16',
    name: 'tax_of_wrong_province',
    severity: 'error',
    title: { en: 'Taxes of another province', fr: 'Taxes d’une autre province' },
    text: {
      en: 'The invoice charges {charged}; work in {province} on {date} carries {expected}.',
      fr: 'La facture demande {charged}; des travaux en {province} le {date} portent {expected}.',
    },
    proposal: { en: 'Replace the taxes by {expected}.', fr: 'Remplacer les taxes par {expected}.' },
    find: (context) => {
      const { vendor, invoice, contract } = context.document;
      if (vendor.gst_registered === false || !ratesAreKnown(invoice.date) || hasExpectedSet(context)) return [];
      const names = (list: readonly { readonly tax: string }[]) => list.map(({ tax }) => tax).join(' + ') || '–';
      const to = expectedTaxes(context).map(({ tax, amount }) => ({ tax, amount }));
      const values = { province: contract.site_province, date: invoice.date };
      return [
        {
          place: 'invoice.taxes',
          values: { charged: names(invoice.taxes), expected: names(expectedTaxSet(context)), ...values },
          fix: [{ path: 'invoice.taxes', from: invoice.taxes, to }],
        },
      ];
    },
  },
  {
    id: 'V17',
    name: 'invoice_content_500',
    severity: 'warn',
    title: { en: 'Incomplete for a tax credit', fr: 'Incomplète pour un crédit de taxe' },
    text: {
      en: 'From $500.00 on an invoice names buyer, payment terms and what each line is for. Missing: {field}.',
      fr: 'À partir de 500,00 $ une facture indique l’acheteur, les modalités de paiement et l’objet de chaque ligne. Il manque : {field}.',
    },
    find: ({ document: { invoice }, lines, total }) => {
      if (total.lt(contentFrom)) return [];
      const missing = [
        ...(invoice.buyer === undefined ? ['invoice.buyer'] : []),
        ...(invoice.terms === undefined ? ['invoice.terms'] : []),
        ...lines.flatMap(({ line, place }) => (line.description === undefined ? [`${place}.description`] : [])),
      ];
      return missing.map((field) => ({ place: field, values: { field } }));
    },
  },
];

const why = {
  bad_format: { en: 'wrong form', fr: 'forme erronée' },
  bad_reference: { en: 'the account ends in 0000', fr: 'le compte se termine par 0000' },
  bad_check_digit: { en: 'the check digit fails', fr: 'le chiffre de contrôle échoue' },
} as const;

interface NumberWords {
  readonly kind: 'gst' | 'qst';
  readonly en: string;
  readonly fr: string;
}

function ofNumber(number: string | undefined, { kind, en, fr }: NumberWords): readonly Hit[] {
  const verdict = number === undefined ? 'valid' : checkNumber(kind, number);
  if (number === undefined || verdict === 'valid') return [];
  const values = { number, kind: en, kindFr: fr, why: why[verdict].en, whyFr: why[verdict].fr };
  return [{ place: `invoice.${kind}_number`, values }];
}
