import { defineConnector } from '@invoicepatch/sdk';
import { quickBooks } from './auth.ts';
import { findOrCreateCustomer } from './customers/find-or-create-customer.ts';
import { createInvoice } from './invoices/create-invoice.ts';
import { readInvoice } from './invoices/read-invoice.ts';
import { findItems } from './items/find-items.ts';
import { query } from './queries/query.ts';
import { quickBooksSimulator } from './simulator/simulator.ts';
import { findTaxCodes } from './taxes/find-tax-codes.ts';

export default defineConnector({
  id: 'quickbooks-online',
  title: 'QuickBooks Online',
  mark: { initials: 'QB', colour: '#2CA01C' },
  auth: quickBooks,
  nodes: [createInvoice, findOrCreateCustomer, findTaxCodes, findItems, readInvoice, query],
  simulator: quickBooksSimulator,
});
