import { defineAction, z } from '@invoicepatch/sdk';
import { quickBooks } from '../auth.ts';
import { type Books, quote, select, toMinorVersion } from '../books.ts';
import { invoiceAnswer, invoiceFacts, invoiceRow, toInvoiceFacts } from './invoice-answer.ts';
import { type InvoiceDraft, invoiceDraft, toInvoice } from './invoice-draft.ts';

/** QuickBooks cannot search by private note, so the day's invoices of the customer are read and compared here. */
async function findByReference(books: Books, draft: InvoiceDraft) {
  const query = `select * from Invoice where CustomerRef = ${quote(draft.customerId)} and TxnDate = ${quote(draft.txnDate)}`;
  const invoices = await select(books, query, { row: invoiceRow, limit: 10_000 });
  return invoices.find((invoice) => invoice.PrivateNote === draft.privateNote);
}

export const createInvoice = defineAction({
  id: 'quickbooks-online.create-invoice',
  version: 1,
  title: 'Create an invoice',
  summary: 'Adds an invoice to the connected company, with a tax code on each line.',
  fr: {
    title: 'Créer une facture',
    summary: 'Ajoute une facture à l’entreprise connectée, avec un code de taxe sur chaque ligne.',
  },
  keywords: ['facture', 'invoice', 'bill', 'facturation', 'HST', 'GST', 'TVH', 'TPS', 'TVQ'],
  effect: { kind: 'write', repeat: 'key' },
  auth: quickBooks,
  input: invoiceDraft,
  output: z.strictObject(invoiceFacts),
  run: async ({ input, http, key, settings }) => {
    const answer = await http.post('invoice', toInvoice(input), {
      query: { requestid: key, minorversion: toMinorVersion(settings) },
    });
    return toInvoiceFacts(answer.as(invoiceAnswer).Invoice);
  },
  lookup: async ({ input, ...books }) => {
    const found = await findByReference(books, input);
    return found === undefined ? undefined : toInvoiceFacts(found);
  },
});
