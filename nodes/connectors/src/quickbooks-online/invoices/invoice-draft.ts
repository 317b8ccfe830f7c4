import { z } from '@invoicepatch/sdk';
import { amountText, rateText, toWireNumber } from '../amounts.ts';

const day = z.iso.date();
const id = z.string().trim().min(1).max(64);

const draftLine = z.strictObject({
  description: z
    .string()
    .max(4_000)
    .optional()
    .meta({ title: 'Description', fr: 'Description', examples: ['Labour – Regular, week of 2026-11-16'] }),
  amount: amountText.meta({ title: 'Amount before tax', fr: 'Montant avant taxes', examples: ['1000.00'] }),
  quantity: rateText.optional().meta({ title: 'Quantity', fr: 'Quantité', examples: ['40'] }),
  unitPrice: rateText.optional().meta({ title: 'Unit price', fr: 'Prix unitaire', examples: ['25.00'] }),
  itemId: id.optional().meta({ title: 'Item id', fr: 'Numéro de l’article', examples: ['1'] }),
  taxCodeId: id.meta({ title: 'Tax code id', fr: 'Numéro du code de taxe', examples: ['2'] }),
  serviceDate: day.optional().meta({ title: 'Date of service', fr: 'Date du service', examples: ['2026-11-20'] }),
});

export const invoiceDraft = z.strictObject({
  customerId: id.meta({ title: 'Customer id', fr: 'Numéro du client', examples: ['58'] }),
  txnDate: day.meta({ title: 'Invoice date', fr: 'Date de la facture', examples: ['2026-11-22'] }),
  dueDate: day.optional().meta({ title: 'Due date', fr: 'Date d’échéance', examples: ['2026-12-22'] }),
  docNumber: z
    .string()
    .trim()
    .min(1)
    .max(21)
    .optional()
    .meta({ title: 'Invoice number', fr: 'Numéro de facture', examples: ['1045'] }),
  privateNote: z
    .string()
    .trim()
    .min(1)
    .max(4_000)
    .meta({ title: 'Our reference (private note)', fr: 'Notre référence (note interne)', examples: ['TS-1045'] }),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Write the currency as three capital letters, such as CAD.')
    .optional()
    .meta({ title: 'Currency', fr: 'Devise', examples: ['CAD'] }),
  taxCalculation: z
    .enum(['TaxExcluded', 'NotApplicable'])
    .default('TaxExcluded')
    .meta({
      title: 'Tax is added, or does not apply',
      fr: 'Les taxes s’ajoutent ou ne s’appliquent pas',
      examples: ['TaxExcluded'],
    }),
  lines: z
    .array(draftLine)
    .min(1)
    .max(500)
    .meta({
      title: 'Lines',
      fr: 'Lignes',
      examples: [[{ description: 'Labour – Regular', amount: '1000.00', taxCodeId: '2' }]],
    }),
});

export type InvoiceDraft = z.output<typeof invoiceDraft>;

const toReference = (value: string | undefined) => (value === undefined ? undefined : { value });
const toNumber = (text: string | undefined) => (text === undefined ? undefined : toWireNumber(text));

function toLine(line: InvoiceDraft['lines'][number]) {
  return {
    Description: line.description,
    Amount: toWireNumber(line.amount),
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: {
      ItemRef: toReference(line.itemId),
      UnitPrice: toNumber(line.unitPrice),
      Qty: toNumber(line.quantity),
      TaxCodeRef: { value: line.taxCodeId },
      ServiceDate: line.serviceDate,
    },
  };
}

/** `undefined` members vanish when the body becomes JSON. */
export function toInvoice(draft: InvoiceDraft) {
  return {
    DocNumber: draft.docNumber,
    TxnDate: draft.txnDate,
    CurrencyRef: toReference(draft.currency),
    PrivateNote: draft.privateNote,
    Line: draft.lines.map(toLine),
    CustomerRef: { value: draft.customerId },
    DueDate: draft.dueDate,
    GlobalTaxCalculation: draft.taxCalculation,
  };
}
