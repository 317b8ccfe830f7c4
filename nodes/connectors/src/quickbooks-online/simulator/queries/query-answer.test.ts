import { expect, test } from '@jest/globals';
import { openBooks } from '../../testing/open-books.ts';
import { at, customerOf, send, toRows } from '../../testing/raw-requests.ts';

test('filters, orders and pages', async () => {
  const books = await openBooks();
  for (const name of ['Beta', 'alpha', 'Gamma']) await customerOf(books, name);
  const ask = async (query: string) => (await send(books, 'query', undefined, { query })).body;
  const names = async (query: string) =>
    toRows(at(await ask(query), 'QueryResponse.Customer')).map((row) => row['DisplayName']);

  expect(await names("select * from customer where DisplayName like '%A' orderby DisplayName desc")).toEqual([
    'alpha',
    'Gamma',
    'Beta',
  ]);
  expect(await names("select * from Customer where Id > '1' startposition 2 maxresults 1")).toEqual(['Gamma']);
  expect(await names("select * from Customer where DisplayName in ('Beta', 'Delta') and Balance = 0.00")).toEqual([
    'Beta',
  ]);
  expect(await names("select * from Customer where DisplayName = 'nobody'")).toEqual([]);
  expect(at(await ask("select * from Invoice where PrivateNote = 'x'"), 'Fault.Error.0')).toMatchObject({
    code: '4001',
    Detail: expect.stringContaining('PrivateNote'),
  });
  expect(at(await ask('select * from Unicorn'), 'Fault.Error.0.code')).toBe('4001');
});

test('hides inactive customers from lists that do not ask for them', async () => {
  const books = await openBooks();
  const customer = await customerOf(books);
  await send(books, 'customer', { Id: customer['Id'] ?? null, SyncToken: '0', sparse: true, Active: false });
  const count = async (query: string) =>
    at((await send(books, 'query', undefined, { query })).body, 'QueryResponse.totalCount');

  expect(await count('select count(*) from Customer')).toBe(0);
  expect(await count('select count(*) from Customer where Active in (true, false)')).toBe(1);
});
