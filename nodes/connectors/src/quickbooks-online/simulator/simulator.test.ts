import type { Json } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { openBooks } from '../testing/open-books.ts';
import { at, customerOf, type Fields, send, toRows } from '../testing/raw-requests.ts';

function saleOf(customer: Fields, more: Fields = {}): Json {
  const detail = { TaxCodeRef: { value: '1' } };
  return {
    CustomerRef: { value: customer['Id'] ?? null },
    Line: [{ Amount: 100, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: detail }],
    ...more,
  };
}

test('answers in the shape of the real service', async () => {
  const books = await openBooks();

  const { status, headers, body } = await send(books, 'invoice', saleOf(await customerOf(books)), { requestid: 'r1' });

  expect(status).toBe(200);
  expect(headers).toMatchObject({
    intuit_tid: expect.any(String),
    'content-type': expect.stringContaining('application/json'),
  });
  expect(body).toMatchObject({
    time: expect.stringMatching(/^2026-11-22T/),
    Invoice: {
      Id: '1',
      SyncToken: '0',
      domain: 'QBO',
      DocNumber: '1001',
      TxnDate: '2026-11-22',
      DueDate: '2026-12-22',
      TotalAmt: 113,
      Balance: 113,
      CustomerRef: { value: '1', name: 'Capital Towers Inc.' },
      TxnTaxDetail: {
        TotalTax: 13,
        TaxLine: [
          {
            Amount: 13,
            DetailType: 'TaxLineDetail',
            TaxLineDetail: { TaxRateRef: { value: '1' }, TaxPercent: 13, NetAmountTaxable: 100 },
          },
        ],
      },
    },
  });
  expect(toRows(at(body, 'Invoice.Line')).map((line) => line['DetailType'])).toEqual([
    'SalesItemLineDetail',
    'SubTotalLineDetail',
  ]);
  expect(books.host.complaints).toEqual([]);
});

test.each([
  [
    'a line without a tax code',
    { Line: [{ Amount: 1, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }] },
    '6000',
    /GST\/HST rate/,
  ],
  ['no customer', { CustomerRef: null }, '2020', /CustomerRef/],
  ['no lines', { Line: [] }, '2020', /Line/],
  [
    'an unknown item',
    {
      Line: [
        {
          Amount: 1,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: '99' }, TaxCodeRef: { value: '1' } },
        },
      ],
    },
    '2500',
    /Items element id 99/,
  ],
  ['a misspelt field', { Line: [{ Amont: 1, DetailType: 'SalesItemLineDetail' }] }, '2010', /Line\[0\]\.Amont/],
  ['a text for a truth', { AllowOnlinePayment: 'yes' }, '2010', /AllowOnlinePayment/],
  ['a number that is too long', { DocNumber: 'x'.repeat(22) }, '2050', /Max:21/],
])('refuses %s', async (_what, more, code, detail) => {
  const books = await openBooks();

  const { status, body } = await send(books, 'invoice', saleOf(await customerOf(books), more));

  expect(status).toBe(400);
  expect(body['Fault']).toEqual({
    type: 'ValidationFault',
    Error: [{ Message: expect.any(String), Detail: expect.stringMatching(detail), code, element: expect.any(String) }],
  });
  expect(
    at(
      (await send(books, 'query', undefined, { query: 'select count(*) from Invoice' })).body,
      'QueryResponse.totalCount',
    ),
  ).toBe(0);
});

test('complains loudly about a field that QuickBooks does not have', async () => {
  const books = await openBooks();

  await send(books, 'customer', { DisplayName: 'A', DisplayNam: 'B', PrimaryEmailAddr: { Adress: 'c' } });

  expect(books.host.complaints).toEqual([
    { where: 'request', problem: 'Customer.DisplayNam is no field of Customer' },
    { where: 'request', problem: 'Customer.PrimaryEmailAddr.Adress is no field of EmailAddress' },
  ]);
});

test('complains about its own answer when that breaks the schema', async () => {
  const books = await openBooks();
  await books.host.company('1', (store) => store.put('Customer', '1', { Id: 1, DisplayName: 'A', Balance: '0.00' }));

  await send(books, 'customer/1');

  expect(books.host.complaints).toEqual([
    { where: 'answer', problem: 'Customer.Id is no id' },
    { where: 'answer', problem: 'Customer.Balance is no decimal' },
  ]);
});

test('gives the first answer again for a requestid, even when the object is gone', async () => {
  const books = await openBooks();
  const sale = saleOf(await customerOf(books));
  const first = await send(books, 'invoice', sale, { requestid: 'r1' });
  await send(books, 'invoice', { Id: '1', SyncToken: '0' }, { operation: 'delete' });

  const again = await send(books, 'invoice', sale, { requestid: 'r1' });

  expect(again.body).toEqual(first.body);
  expect(at((await send(books, 'invoice/1')).body, 'Fault.Error.0.code')).toBe('610');
  expect(at((await send(books, 'invoice', sale, { requestid: 'r2' })).body, 'Invoice.Id')).toBe('2');
});

test('complains when a requestid is used for something else', async () => {
  const books = await openBooks();
  await send(books, 'customer', { DisplayName: 'A' }, { requestid: 'r1' });

  const other = await send(books, 'customer', { DisplayName: 'B' }, { requestid: 'r1' });

  expect(at(other.body, 'Customer.DisplayName')).toBe('A');
  expect(books.host.complaints).toEqual([{ where: 'request', problem: expect.stringContaining('r1') }]);
});

test('keeps a refused request open for another try under the same requestid', async () => {
  const books = await openBooks();
  const customer = await customerOf(books);
  await send(books, 'invoice', saleOf(customer, { Line: [] }), { requestid: 'r1' });

  expect((await send(books, 'invoice', saleOf(customer), { requestid: 'r1' })).status).toBe(200);
});

test('refuses a change that has not seen the newest state', async () => {
  const books = await openBooks();
  const customer = await customerOf(books);

  const changed = await send(books, 'customer', {
    Id: customer['Id'] ?? null,
    SyncToken: '0',
    sparse: true,
    CompanyName: 'Towers',
  });
  const late = await send(books, 'customer', {
    Id: customer['Id'] ?? null,
    SyncToken: '0',
    sparse: true,
    CompanyName: 'Late',
  });

  expect(changed.body['Customer']).toMatchObject({
    SyncToken: '1',
    DisplayName: 'Capital Towers Inc.',
    CompanyName: 'Towers',
  });
  expect(at(late.body, 'Fault.Error.0.code')).toBe('5010');
});

test('keeps names apart in any case of their letters', async () => {
  const books = await openBooks();
  const customer = await customerOf(books);

  expect(at((await send(books, 'customer', { DisplayName: 'CAPITAL towers inc.' })).body, 'Fault.Error.0.code')).toBe(
    '6240',
  );

  await send(books, 'customer', { Id: customer['Id'] ?? null, SyncToken: '0', sparse: true, DisplayName: 'Renamed' });
  expect((await send(books, 'customer', { DisplayName: 'Capital Towers Inc.' })).status).toBe(200);
});

test('adds an invoice up again when it changes, and to nothing when it is voided', async () => {
  const books = await openBooks();
  const customer = await customerOf(books);
  const balance = async () => at((await send(books, `customer/${customer['Id']}`)).body, 'Customer.Balance');
  const { body: first } = await send(books, 'invoice', saleOf(customer));

  const { body: changed } = await send(books, 'invoice', {
    ...(first['Invoice'] as Fields),
    TxnTaxDetail: null,
    Line: [{ ...(at(first, 'Invoice.Line.0') as Fields), Amount: 200 }],
  });
  expect(changed['Invoice']).toMatchObject({ TotalAmt: 226, DocNumber: '1001', SyncToken: '1' });
  expect(await balance()).toBe(226);

  const { body: voided } = await send(books, 'invoice', { Id: '1', SyncToken: '1' }, { operation: 'void' });
  expect(voided['Invoice']).toMatchObject({ TotalAmt: 0, Balance: 0, PrivateNote: 'Voided', SyncToken: '2' });
  expect(await balance()).toBe(0);

  const { body: deleted } = await send(books, 'invoice', { Id: '1', SyncToken: '2' }, { operation: 'delete' });
  expect(deleted['Invoice']).toEqual({ Id: '1', domain: 'QBO', status: 'Deleted' });
  expect(books.host.complaints).toEqual([]);
});

test('computes the tax itself, and complains about another one', async () => {
  const books = await openBooks();

  const { body } = await send(books, 'invoice', saleOf(await customerOf(books), { TxnTaxDetail: { TotalTax: 12 } }));

  expect(body).toMatchObject({ Invoice: { TotalAmt: 113 } });
  expect(books.host.complaints).toEqual([
    { where: 'request', problem: expect.stringContaining('TotalTax is 12, but the tax codes of the lines give 13') },
  ]);
});

test('counts invoice numbers past those that are taken', async () => {
  const books = await openBooks();
  const customer = await customerOf(books);
  await send(books, 'invoice', saleOf(customer, { DocNumber: '1001' }));

  expect(at((await send(books, 'invoice', saleOf(customer))).body, 'Invoice.DocNumber')).toBe('1002');
  expect(at((await send(books, 'invoice', saleOf(customer, { DocNumber: '1001' }))).body, 'Fault.Error.0.code')).toBe(
    '6140',
  );
  expect(
    (await send(books, 'invoice', saleOf(customer, { DocNumber: '1001' }), { include: 'allowduplicatedocnum' })).status,
  ).toBe(200);
});

test('refuses what QuickBooks has no operation for', async () => {
  const books = await openBooks();

  expect(at((await send(books, 'taxcode', { Name: 'Mine' })).body, 'Fault.Error.0.code')).toBe('500');
  expect(at((await send(books, 'unicorn/1')).body, 'Fault.Error.0.code')).toBe('500');
  expect(books.host.complaints).toHaveLength(2);
});

test('tells about the company under whatever id it is asked', async () => {
  const books = await openBooks();

  expect((await send(books, 'companyinfo/1')).body['CompanyInfo']).toMatchObject({
    CompanyName: 'Northern Build (simulated)',
    Country: 'CA',
  });
});
