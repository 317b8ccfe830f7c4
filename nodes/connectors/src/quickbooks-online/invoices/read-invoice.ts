import { defineAction, z } from '@invoicepatch/sdk';
import { toAmountText, toRateText } from '../amounts.ts';
import { quickBooks } from '../auth.ts';
import { toMinorVersion } from '../books.ts';
import { type InvoiceRow, invoiceAnswer, invoiceFacts, toInvoiceFacts } from './invoice-answer.ts';

const line = z.strictObject({
  description: z
    .string()
    .optional()
    .meta({ title: 'Description', fr: 'Description', examples: ['Labour – Regular'] }),
  amount: z.string().meta({ title: 'Amount', fr: 'Montant', examples: ['1000.00'] }),
  quantity: z
    .string()
    .optional()
    .meta({ title: 'Quantity', fr: 'Quantité', examples: ['40'] }),
  unitPrice: z
    .string()
    .optional()
    .meta({ title: 'Unit price', fr: 'Prix unitaire', examples: ['25'] }),
  itemId: z
    .string()
    .optional()
    .meta({ title: 'Item id', fr: 'Numéro de l’article', examples: ['1'] }),
  taxCodeId: z
    .string()
    .optional()
    .meta({ title: 'Tax code id', fr: 'Numéro du code de taxe', examples: ['2'] }),
  serviceDate: z
    .string()
    .optional()
    .meta({ title: 'Date of service', fr: 'Date du service', examples: ['2026-11-20'] }),
});

function toLine(row: InvoiceRow['Line'][number]): z.output<typeof line> {
  const detail = row.SalesItemLineDetail;
  return {
    ...(row.Description === undefined ? {} : { description: row.Description }),
    amount: toAmountText(row.Amount ?? 0),
    ...(detail?.Qty === undefined ? {} : { quantity: toRateText(detail.Qty) }),
    ...(detail?.UnitPrice === undefined ? {} : { unitPrice: toRateText(detail.UnitPrice) }),
    ...(detail?.ItemRef === undefined ? {} : { itemId: detail.ItemRef.value }),
    ...(detail?.TaxCodeRef === undefined ? {} : { taxCodeId: detail.TaxCodeRef.value }),
    ...(detail?.ServiceDate === undefined ? {} : { serviceDate: detail.ServiceDate }),
  };
}

export const readInvoice = defineAction({
  id: 'quickbooks-online.read-invoice',
  version: 1,
  title: 'Read an invoice',
  summary: 'Reads one invoice with its lines, its total and what is still open.',
  fr: {
    title: 'Lire une facture',
    summary: 'Lit une facture avec ses lignes, son total et son solde.',
  },
  keywords: ['facture', 'invoice', 'balance', 'solde'],
  effect: { kind: 'read' },
  auth: quickBooks,
  input: z.strictObject({
    id: z
      .string()
      .regex(
        /^[A-Za-z0-9-]{1,64}$/,
        'Write the id that QuickBooks gave the invoice, such as 145; it is not the invoice number.',
      )
      .meta({ title: 'Invoice id', fr: 'Numéro interne de la facture', examples: ['145'] }),
  }),
  output: z.strictObject({
    ...invoiceFacts,
    customerId: z.string().meta({ title: 'Customer id', fr: 'Numéro du client', examples: ['58'] }),
    txnDate: z.string().meta({ title: 'Invoice date', fr: 'Date de la facture', examples: ['2026-11-22'] }),
    dueDate: z
      .string()
      .optional()
      .meta({ title: 'Due date', fr: 'Date d’échéance', examples: ['2026-12-22'] }),
    balance: z.string().meta({ title: 'Still open', fr: 'Solde', examples: ['1130.00'] }),
    currency: z
      .string()
      .optional()
      .meta({ title: 'Currency', fr: 'Devise', examples: ['CAD'] }),
    privateNote: z
      .string()
      .optional()
      .meta({ title: 'Our reference (private note)', fr: 'Notre référence (note interne)', examples: ['TS-1045'] }),
    lines: z.array(line).meta({ title: 'Lines', fr: 'Lignes', examples: [[{ amount: '1000.00', taxCodeId: '2' }]] }),
  }),
  run: async ({ input, http, settings }) => {
    const answer = await http.get(`invoice/${input.id}`, { query: { minorversion: toMinorVersion(settings) } });
    const invoice = answer.as(invoiceAnswer).Invoice;
    return {
      ...toInvoiceFacts(invoice),
      customerId: invoice.CustomerRef.value,
      txnDate: invoice.TxnDate,
      ...(invoice.DueDate === undefined ? {} : { dueDate: invoice.DueDate }),
      balance: toAmountText(invoice.Balance ?? 0),
      ...(invoice.CurrencyRef === undefined ? {} : { currency: invoice.CurrencyRef.value }),
      ...(invoice.PrivateNote === undefined ? {} : { privateNote: invoice.PrivateNote }),
      // QuickBooks adds a subtotal line of its own to what was sent.
      lines: invoice.Line.filter((row) => row.DetailType !== 'SubTotalLineDetail').map(toLine),
    };
  },
});
