import { Fault } from '@invoicepatch/sdk';
import { fakeHttp, runAction } from '@invoicepatch/sdk/testing';
import { expect, test } from '@jest/globals';
import { findOrCreateCustomer } from './find-or-create-customer.ts';

const towers = { Id: '58', DisplayName: 'Capital Towers Inc.', SyncToken: '0', Active: true };
const found = { QueryResponse: { Customer: [towers], startPosition: 1, maxResults: 1 }, time: '2026-11-22T12:00:00Z' };
const nothing = { QueryResponse: {} };

test('takes the customer that has the name already', async () => {
  const http = fakeHttp({ 'GET query': found });

  const customer = await runAction(findOrCreateCustomer, { input: { displayName: 'Capital Towers Inc.' }, http });

  expect(customer).toEqual({ id: '58', displayName: 'Capital Towers Inc.', syncToken: '0', created: false });
  expect(http.sent).toHaveLength(1);
});

test('creates the customer under the key of the effect', async () => {
  const http = fakeHttp({ 'GET query': nothing, 'POST customer': { Customer: towers } });

  const customer = await runAction(findOrCreateCustomer, {
    input: {
      displayName: 'Capital Towers Inc.',
      email: 'pay@towers.example',
      address: { city: 'Ottawa', province: 'ON' },
    },
    http,
    key: 'k1',
    settings: { realmId: '1', minorVersion: 76 },
  });

  expect(customer.created).toBe(true);
  expect(http.sent[1]).toMatchObject({
    query: { requestid: 'k1', minorversion: 76 },
    body: {
      DisplayName: 'Capital Towers Inc.',
      PrimaryEmailAddr: { Address: 'pay@towers.example' },
      BillAddr: { City: 'Ottawa', CountrySubDivisionCode: 'ON' },
    },
  });
});

test('keeps quotes and backslashes of a name inside the query', async () => {
  const http = fakeHttp({ 'GET query': found });

  await runAction(findOrCreateCustomer, { input: { displayName: "O'Brien \\' or Active = true" }, http });

  expect(http.sent[0]?.query?.['query']).toContain("DisplayName = 'O\\'Brien \\\\\\' or Active = true' and");
});

test('takes the customer that another run added in the meantime', async () => {
  const answers = [nothing, found];
  const taken = new Fault('conflict', 'quickbooks.duplicate-name', 'The name is taken.');
  const http = fakeHttp({ 'GET query': () => answers.shift(), 'POST customer': taken });

  const customer = await runAction(findOrCreateCustomer, { input: { displayName: 'Capital Towers Inc.' }, http });

  expect(customer).toMatchObject({ id: '58', created: false });
});

test('says so when a vendor or an inactive customer has the name', async () => {
  const taken = new Fault('conflict', 'quickbooks.duplicate-name', 'The name is taken.');
  const byVendor = fakeHttp({ 'GET query': nothing, 'POST customer': taken });
  const inactive = fakeHttp({ 'GET query': { QueryResponse: { Customer: [{ ...towers, Active: false }] } } });
  const input = { displayName: 'Capital Towers Inc.' };

  await expect(runAction(findOrCreateCustomer, { input, http: byVendor })).rejects.toBe(taken);
  await expect(runAction(findOrCreateCustomer, { input, http: inactive })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'quickbooks.customer-inactive',
  });
});
