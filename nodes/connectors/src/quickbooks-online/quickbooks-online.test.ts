import { runAction } from '@invoicepatch/sdk/testing';
import { expect, test } from '@jest/globals';
import { quickBooks } from './auth.ts';
import { findOrCreateCustomer } from './customers/find-or-create-customer.ts';
import { createInvoice } from './invoices/create-invoice.ts';
import { readInvoice } from './invoices/read-invoice.ts';
import { findItems } from './items/find-items.ts';
import { query } from './queries/query.ts';
import { findTaxCodes } from './taxes/find-tax-codes.ts';
import { type OpenBooks, openBooks } from './testing/open-books.ts';

async function taxCode(books: OpenBooks, name: string): Promise<string> {
  const { taxCodes } = await runAction(findTaxCodes, { input: { name }, ...books });
  return taxCodes[0]?.id ?? 'none';
}

async function newInvoice(books: OpenBooks, lines: readonly (readonly [amount: string, code: string])[], key = 'k1') {
  const customer = await runAction(findOrCreateCustomer, {
    input: { displayName: "Tours d'Aylmer \\ Sons" },
    ...books,
    key: `c-${key}`,
  });
  const input = {
    customerId: customer.id,
    txnDate: '2026-11-22',
    privateNote: `TS-${key}`,
    lines: lines.map(([amount, taxCodeId]) => ({ amount, taxCodeId })),
  };
  return { input, invoice: await runAction(createInvoice, { input, ...books, key }) };
}

test('lists the tax codes of a Canadian company with their rates', async () => {
  const books = await openBooks();

  const { taxCodes } = await runAction(findTaxCodes, { input: {}, ...books });

  expect(Object.fromEntries(taxCodes.map(({ name, percent }) => [name, percent]))).toEqual({
    'HST ON': '13',
    GST: '5',
    'GST/QST QC': '14.975',
    'HST NS': '14',
    'HST NB': '15',
    'HST NL': '15',
    'HST PE': '15',
    'GST/PST BC': '12',
    'GST/PST SK': '11',
    'GST/RST MB': '12',
    'Zero-rated': '0',
    Exempt: '0',
  });
  expect(taxCodes[2]?.rates.map(({ name, percent }) => [name, percent])).toEqual([
    ['GST', '5'],
    ['QST', '9.975'],
  ]);
  expect(books.host.complaints).toEqual([]);
});

test('proves a connection with its probe', async () => {
  const books = await openBooks();

  const answer = await books.http.send({ method: 'GET', path: quickBooks.probe ?? 'none' });

  expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('Northern Build (simulated)') });
});

test('goes to Intuit’s addresses, or to the stand-in’s', () => {
  const place = {
    settings: { realmId: '46208', minorVersion: 75 },
    simulatorUrl: 'http://127.0.0.1:3000/simulators/quickbooks-online',
  };
  const apis = quickBooks.environments.map((environment) => [environment.id, environment.urls(place).api]);

  expect(apis).toEqual([
    ['production', 'https://quickbooks.api.intuit.com/v3/company/46208/'],
    ['sandbox', 'https://sandbox-quickbooks.api.intuit.com/v3/company/46208/'],
    ['simulator', 'http://127.0.0.1:3000/simulators/quickbooks-online/v3/company/46208/'],
  ]);
});

test('finds the items of the company', async () => {
  const books = await openBooks();

  const { items } = await runAction(findItems, { input: { name: 'Labour – Overtime' }, ...books });

  expect(items).toEqual([
    {
      id: '2',
      name: 'Labour – Overtime',
      description: 'Overtime hours',
      type: 'Service',
      unitPrice: '127.5',
      active: true,
    },
  ]);
});

test('creates an invoice once, however often the same effect is tried', async () => {
  const books = await openBooks();
  const lines = [['1000.00', await taxCode(books, 'HST ON')]] as const;

  const { input, invoice } = await newInvoice(books, lines);
  const again = await runAction(createInvoice, { input, ...books, key: 'k1' });
  const { total } = await runAction(query, { input: { query: 'select count(*) from Invoice' }, ...books });

  expect(invoice).toMatchObject({ totalAmount: '1130.00', totalTax: '130.00', docNumber: '1001' });
  expect(again).toEqual(invoice);
  expect(total).toBe(1);
  expect(books.host.complaints).toEqual([]);
});

test('finds an invoice by our reference', async () => {
  const books = await openBooks();
  const { input, invoice } = await newInvoice(books, [['10.00', await taxCode(books, 'GST')]]);
  const context = {
    config: {},
    ...books,
    key: 'k2',
    now: 0,
    signal: new AbortController().signal,
    workbooks: {} as never,
    records: {} as never,
  };

  const ours = await createInvoice.lookup?.({ ...context, input: createInvoice.input.parse(input) });
  const unknown = await createInvoice.lookup?.({
    ...context,
    input: createInvoice.input.parse({ ...input, privateNote: 'TS-9' }),
  });

  expect(ours).toEqual(invoice);
  expect(unknown).toBeUndefined();
});

test('adds both Quebec taxes, each rounded once', async () => {
  const books = await openBooks();
  const code = await taxCode(books, 'GST/QST QC');

  const { invoice } = await newInvoice(books, [
    ['1000.10', code],
    ['33.33', code],
  ]);

  expect(invoice).toMatchObject({ totalTax: '154.75', totalAmount: '1188.18' });
});

test('rounds HST on three half-cent lines once', async () => {
  const books = await openBooks();
  const code = await taxCode(books, 'HST ON');

  const { invoice } = await newInvoice(books, [
    ['0.50', code],
    ['0.50', code],
    ['0.50', code],
  ]);

  expect(invoice).toMatchObject({ totalTax: '0.20', totalAmount: '1.70' });
});

test('reads an invoice back as it was sent', async () => {
  const books = await openBooks();
  const code = await taxCode(books, 'HST ON');
  const customer = await runAction(findOrCreateCustomer, { input: { displayName: 'Capital Towers Inc.' }, ...books });
  const line = {
    description: 'Labour',
    amount: '181.25',
    quantity: '7.25',
    unitPrice: '25',
    itemId: '1',
    taxCodeId: code,
    serviceDate: '2026-11-20',
  };
  const created = await runAction(createInvoice, {
    input: {
      customerId: customer.id,
      txnDate: '2026-11-22',
      dueDate: '2026-12-01',
      docNumber: 'A-7',
      privateNote: 'TS-7',
      lines: [line],
    },
    ...books,
    key: 'k7',
  });

  const read = await runAction(readInvoice, { input: { id: created.id }, ...books });

  expect(read).toEqual({
    ...created,
    docNumber: 'A-7',
    customerId: customer.id,
    txnDate: '2026-11-22',
    dueDate: '2026-12-01',
    balance: '204.81',
    currency: 'CAD',
    privateNote: 'TS-7',
    lines: [line],
  });
});

test('finds the customer again under its difficult name', async () => {
  const books = await openBooks();
  const input = { displayName: "Tours d'Aylmer \\ Sons" };

  const first = await runAction(findOrCreateCustomer, { input, ...books, key: 'k1' });
  const second = await runAction(findOrCreateCustomer, { input, ...books, key: 'k2' });

  expect([first.created, second.created]).toEqual([true, false]);
  expect(second.id).toBe(first.id);
});

test.each([
  [
    'an unknown tax code',
    { lines: [{ amount: '10.00', taxCodeId: '99' }] },
    'quickbooks.unknown-reference',
    /TaxCodes element id 99 not found/,
  ],
  ['an unknown customer', { customerId: '77' }, 'quickbooks.unknown-reference', /Names element id 77 not found/],
  [
    'an amount that is not quantity times price',
    { lines: [{ amount: '10.00', quantity: '3', unitPrice: '3', taxCodeId: '1' }] },
    'quickbooks.amount-mismatch',
    /Amount is not equal to UnitPrice/,
  ],
  ['a number that is taken', { docNumber: '1001' }, 'quickbooks.duplicate-number', /DocNumber=1001 is assigned/],
  ['a currency that the company does not use', { currency: 'USD' }, 'quickbooks.refused', /USD/],
])('explains why QuickBooks refuses %s', async (_what, wrong, code, message) => {
  const books = await openBooks();
  const { input } = await newInvoice(books, [['10.00', await taxCode(books, 'HST ON')]]);

  const attempt = runAction(createInvoice, { input: { ...input, ...wrong }, ...books, key: 'k2' });

  await expect(attempt).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test('waits when it was too quick, and goes on a second later', async () => {
  const books = await openBooks();
  const one = () => runAction(findItems, { input: {}, ...books });
  for (let count = 0; count < 10; count += 1) await one();

  await expect(one()).rejects.toMatchObject({ kind: 'unavailable', code: 'quickbooks.busy', retryAfterMs: 1_000 });

  books.host.pass(1_000);
  expect((await one()).items).toHaveLength(4);
});

test('says when the connection is no longer accepted', async () => {
  const books = await openBooks();
  books.host.pass(3_600_000);

  await expect(runAction(findItems, { input: {}, ...books })).rejects.toMatchObject({
    kind: 'denied',
    code: 'quickbooks.sign-in-refused',
    details: { intuitTid: expect.any(String) },
  });
});
