import { createRequire } from 'node:module';
import quickBooks from '@invoicepatch/connectors/quickbooks-online';
import { type MemorySimulatorHost, memorySimulatorHost } from '@invoicepatch/sdk/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type SimulatorServer, serveSimulator } from '../../support/servers/simulator-server.ts';

/** The clients that others wrote for the real service, unchanged but for its address. */
const require = createRequire(import.meta.url);
const QuickBooks = require('node-quickbooks');
const OAuthClient = require('intuit-oauth');

type Fields = { readonly [name: string]: unknown };

/** What is at a path such as `QueryResponse.Item.0.Id`. */
function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((inner, name) => (inner as Fields | undefined)?.[name], value);
}

let host: MemorySimulatorHost;
let server: SimulatorServer;
let secrets: Readonly<Record<string, string>>;

beforeAll(async () => {
  if (quickBooks.simulator === undefined) throw new Error('QuickBooks Online has no simulator.');
  host = memorySimulatorHost();
  ({ secrets } = await host.open(quickBooks.simulator, { id: '4620816365291234560', name: 'Northern Build' }));
  server = await serveSimulator(quickBooks.simulator, host);
});

afterAll(() => server.close());

function newOAuthClient() {
  OAuthClient.tokenEndpoint = `${server.url}/oauth2/v1/tokens/bearer`;
  OAuthClient.environment = { sandbox: `${server.url}/`, production: `${server.url}/` };
  return new OAuthClient({
    clientId: secrets['clientId'],
    clientSecret: secrets['clientSecret'],
    environment: 'sandbox',
    redirectUri: 'https://engine.example/callback',
  });
}

/** Intuit's own client signs in; the token that comes with the answer is the next one to refresh with. */
async function signIn(): Promise<string> {
  const client = newOAuthClient();
  const answer = await client.refreshUsingToken(secrets['refreshToken']);
  const token = answer.getToken();
  secrets = { ...secrets, refreshToken: token.refresh_token };
  return token.access_token;
}

async function openQuickBooks() {
  QuickBooks.V3_ENDPOINT_BASE_URL = `${server.url}/v3/company/`;
  const client = new QuickBooks(
    secrets['clientId'],
    secrets['clientSecret'],
    await signIn(),
    false,
    '4620816365291234560',
    true,
    false,
    75,
    '2.0',
    secrets['refreshToken'],
  );
  return (method: string, ...values: readonly unknown[]) => {
    host.pass(1_000);
    return new Promise<Fields>((resolve, reject) => {
      client[method](...values, (error: unknown, body: Fields) => {
        if (error === null || error === undefined) resolve(body);
        else
          reject(
            Object.assign(new Error('QuickBooks refused the request.'), { body: at(error, 'response.data') ?? error }),
          );
      });
    });
  };
}

test('Intuit’s OAuth client refreshes, reads, and is told when its token is old', async () => {
  const client = newOAuthClient();
  const old = secrets['refreshToken'];
  const token = (await client.refreshUsingToken(old)).getToken();
  secrets = { ...secrets, refreshToken: token.refresh_token };

  const info = await client.makeApiCall({
    url: `${server.url}/v3/company/4620816365291234560/companyinfo/4620816365291234560`,
  });

  expect(token).toMatchObject({ token_type: 'bearer', expires_in: 3_600 });
  expect(info.json.CompanyInfo.Country).toBe('CA');
  await expect(newOAuthClient().refreshUsingToken(old)).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('node-quickbooks keeps customers and invoices, and finds them again', async () => {
  const call = await openQuickBooks();
  const customer = await call('createCustomer', { DisplayName: "O'Brien Towers" });
  const taxes = await call('findTaxCodes', { Name: 'GST/QST QC' });
  const items = await call('findItems', [{ field: 'Name', value: 'Labour%', operator: 'LIKE' }]);
  const line = {
    Amount: 100,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: {
      ItemRef: { value: at(items, 'QueryResponse.Item.0.Id') },
      TaxCodeRef: { value: at(taxes, 'QueryResponse.TaxCode.0.Id') },
    },
  };
  const created = await call('createInvoice', {
    CustomerRef: { value: customer['Id'] },
    Line: [line],
    requestId: 'foreign-1',
  });

  const again = await call('createInvoice', {
    CustomerRef: { value: customer['Id'] },
    Line: [line],
    requestId: 'foreign-1',
  });
  const read = await call('getInvoice', created['Id']);
  const found = await call('findCustomers', { DisplayName: "O'Brien Towers" });
  const changed = await call('updateInvoice', { ...read, PrivateNote: 'TS-1', sparse: true });
  const voided = await call('voidInvoice', { Id: read['Id'], SyncToken: changed['SyncToken'] });

  expect(created).toMatchObject({ TotalAmt: 114.98, DocNumber: '1001' });
  expect(again['Id']).toBe(created['Id']);
  expect(at(found, 'QueryResponse.Customer.0.Id')).toBe(customer['Id']);
  expect(changed).toMatchObject({ PrivateNote: 'TS-1', SyncToken: '1', TotalAmt: 114.98 });
  expect(voided).toMatchObject({ Invoice: { TotalAmt: 0, Balance: 0 } });
  expect(host.complaints).toEqual([]);
});

test('node-quickbooks is told why it is refused', async () => {
  const call = await openQuickBooks();
  const refusal = (code: string) => ({ body: { Fault: { Error: [{ code }] } } });
  const line = { Amount: 100, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} };
  const customer = await call('createCustomer', { DisplayName: 'Plain Towers' });

  await expect(call('createInvoice', { CustomerRef: { value: customer['Id'] }, Line: [line] })).rejects.toMatchObject(
    refusal('6000'),
  );
  await expect(call('createCustomer', { DisplayName: 'plain towers' })).rejects.toMatchObject(refusal('6240'));
  await expect(call('getInvoice', '999')).rejects.toMatchObject(refusal('610'));
});
