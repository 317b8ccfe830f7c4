import { z } from '@invoicepatch/sdk';
import { toAmountText, wireNumber } from '../amounts.ts';
import { reference } from '../books.ts';

export const invoiceRow = z.object({
  Id: z.string(),
  SyncToken: z.string(),
  DocNumber: z.string().optional(),
  TxnDate: z.string(),
  DueDate: z.string().optional(),
  PrivateNote: z.string().optional(),
  CustomerRef: reference,
  CurrencyRef: reference.optional(),
  TotalAmt: wireNumber,
  Balance: wireNumber.optional(),
  InvoiceLink: z.string().optional(),
  TxnTaxDetail: z.object({ TotalTax: wireNumber.optional() }).optional(),
  Line: z
    .array(
      z.object({
        Id: z.string().optional(),
        Description: z.string().optional(),
        Amount: wireNumber.optional(),
        DetailType: z.string(),
        SalesItemLineDetail: z
          .object({
            ItemRef: reference.optional(),
            TaxCodeRef: reference.optional(),
            Qty: wireNumber.optional(),
            UnitPrice: wireNumber.optional(),
            ServiceDate: z.string().optional(),
          })
          .optional(),
      }),
    )
    .default([]),
});

export const invoiceAnswer = z.object({ Invoice: invoiceRow });

export type InvoiceRow = z.output<typeof invoiceRow>;

/** What every action on an invoice tells about it. */
export const invoiceFacts = {
  id: z.string().meta({ title: 'Invoice id', fr: 'Numéro interne de la facture', examples: ['145'] }),
  docNumber: z
    .string()
    .optional()
    .meta({ title: 'Invoice number', fr: 'Numéro de facture', examples: ['1045'] }),
  totalAmount: z.string().meta({ title: 'Total', fr: 'Total', examples: ['1130.00'] }),
  totalTax: z.string().meta({ title: 'Tax', fr: 'Taxes', examples: ['130.00'] }),
  syncToken: z.string().meta({ title: 'Sync token', fr: 'Jeton de synchronisation', examples: ['0'] }),
  link: z
    .string()
    .optional()
    .meta({
      title: 'Link for the customer',
      fr: 'Lien pour le client',
      examples: ['https://connect.intuit.com/portal/app/CommerceNetwork/view/x'],
    }),
};

export function toInvoiceFacts(invoice: InvoiceRow) {
  return {
    id: invoice.Id,
    ...(invoice.DocNumber === undefined ? {} : { docNumber: invoice.DocNumber }),
    totalAmount: toAmountText(invoice.TotalAmt),
    totalTax: toAmountText(invoice.TxnTaxDetail?.TotalTax ?? 0),
    syncToken: invoice.SyncToken,
    ...(invoice.InvoiceLink === undefined ? {} : { link: invoice.InvoiceLink }),
  };
}
