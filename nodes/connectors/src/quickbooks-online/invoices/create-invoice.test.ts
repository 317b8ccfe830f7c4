import { fakeHttp, runAction } from '@invoicepatch/sdk/testing';
import { expect, test } from '@jest/globals';
import { createInvoice } from './create-invoice.ts';

const input = {
  customerId: '58',
  txnDate: '2026-11-22',
  privateNote: 'TS-1045',
  lines: [
    {
      description: 'Labour',
      amount: '1234567890.10',
      quantity: '7.25',
      unitPrice: '0.07',
      itemId: '1',
      taxCodeId: '2',
      serviceDate: '2026-11-20',
    },
    { amount: '-19.99', taxCodeId: '2' },
  ],
};
const answer = {
  Invoice: {
    Id: '145',
    SyncToken: '0',
    DocNumber: '1045',
    TxnDate: '2026-11-22',
    CustomerRef: { value: '58' },
    TotalAmt: 1130.1,
    TxnTaxDetail: { TotalTax: 130 },
    Line: [],
  },
};

test('sends the invoice under the key of the effect, with amounts to the digit', async () => {
  const http = fakeHttp({ 'POST invoice': answer });

  const invoice = await runAction(createInvoice, { input, http, key: 'k1' });

  expect(invoice).toEqual({ id: '145', docNumber: '1045', totalAmount: '1130.10', totalTax: '130.00', syncToken: '0' });
  const [sent] = http.sent;
  expect(sent?.query).toEqual({ requestid: 'k1', minorversion: 75 });
  const body = JSON.stringify(sent?.body);
  expect(body).toContain('"Amount":1234567890.1,');
  expect(body).toContain('"UnitPrice":0.07,"Qty":7.25');
  expect(body).toContain('"Amount":-19.99,');
  expect(JSON.parse(body)).toMatchObject({
    GlobalTaxCalculation: 'TaxExcluded',
    CustomerRef: { value: '58' },
    PrivateNote: 'TS-1045',
    Line: [{ SalesItemLineDetail: { TaxCodeRef: { value: '2' } } }, {}],
  });
});

test.each([
  ['a number with binary noise', { ...input, lines: [{ amount: 0.1 + 0.2, taxCodeId: '2' }] }],
  ['three decimals', { ...input, lines: [{ amount: '1.005', taxCodeId: '2' }] }],
  ['a comma', { ...input, lines: [{ amount: '1,50', taxCodeId: '2' }] }],
  ['a line without a tax code', { ...input, lines: [{ amount: '1.00' }] }],
  ['a blank tax code', { ...input, lines: [{ amount: '1.00', taxCodeId: ' ' }] }],
  ['a date that is none', { ...input, txnDate: '2026-02-30' }],
  ['no lines', { ...input, lines: [] }],
])('refuses %s before anything is sent', (_what, wrong) => {
  expect(createInvoice.input.safeParse(wrong).success).toBe(false);
});

test('finds by our reference what an earlier attempt left behind', async () => {
  const other = { ...answer.Invoice, Id: '144', PrivateNote: 'TS-1044' };
  const ours = { ...answer.Invoice, PrivateNote: 'TS-1045' };
  const http = fakeHttp({ 'GET query': { QueryResponse: { Invoice: [other, ours] } } });
  const context = {
    config: {},
    input: createInvoice.input.parse(input),
    http,
    key: 'k1',
    settings: {},
    now: 0,
    signal: new AbortController().signal,
  };

  const found = await createInvoice.lookup?.({ ...context, workbooks: {} as never, records: {} as never });

  expect(found).toMatchObject({ id: '145' });
  expect(http.sent[0]?.query?.['query']).toBe(
    "select * from Invoice where CustomerRef = '58' and TxnDate = '2026-11-22' startposition 1 maxresults 1000",
  );
});
