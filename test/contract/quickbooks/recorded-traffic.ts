import quickBooks from '@invoicepatch/connectors/quickbooks-online';
import type { Action, Http, Json, Simulator, SimulatorAnswer, SimulatorRequest } from '@invoicepatch/sdk';
import { memorySimulatorHost, runAction, simulatorHttp } from '@invoicepatch/sdk/testing';

export interface Traffic {
  readonly requests: readonly { readonly entity: string; readonly body: Json }[];
  readonly answers: readonly Json[];
  readonly complaints: readonly unknown[];
}

interface Recording {
  readonly requests: { entity: string; body: Json }[];
  readonly answers: Json[];
}

const rootNames: Readonly<Record<string, string>> = { customer: 'Customer', item: 'Item', invoice: 'Invoice' };

function recorded(simulator: Simulator, tape: Recording): Simulator {
  const record = (request: SimulatorRequest, answer: SimulatorAnswer): SimulatorAnswer => {
    const entity = rootNames[request.path.split('/').at(-1) ?? ''];
    if (request.method === 'POST' && entity !== undefined)
      tape.requests.push({ entity, body: JSON.parse(request.body) });
    if (request.path.startsWith('/v3/')) tape.answers.push(structuredClone(answer.body));
    return answer;
  };
  return { ...simulator, handle: async (request, host) => record(request, await simulator.handle(request, host)) };
}

function findSimulator(): Simulator {
  if (quickBooks.simulator === undefined) throw new Error('QuickBooks Online has no simulator.');
  return quickBooks.simulator;
}

function findAction(id: string): Action {
  const node = quickBooks.nodes.find((each) => each.id === `quickbooks-online.${id}`);
  if (node?.kind !== 'action') throw new Error(`QuickBooks Online has no action ${id}.`);
  return node;
}

async function signIn(
  simulator: Simulator,
  tape: Recording,
): Promise<{ http: Http; pass: (ms: number) => void; complaints: readonly unknown[] }> {
  const host = memorySimulatorHost();
  const { secrets } = await host.open(simulator, { id: '1', name: 'Northern Build' });
  const form = {
    grant_type: 'refresh_token',
    refresh_token: secrets['refreshToken'] ?? '',
    client_id: secrets['clientId'] ?? '',
    client_secret: secrets['clientSecret'] ?? '',
  };
  const answer = await simulator.handle(
    {
      method: 'POST',
      path: '/oauth2/v1/tokens/bearer',
      query: {},
      headers: {},
      body: new URLSearchParams(form).toString(),
    },
    host,
  );
  const token = (answer.body as { readonly access_token: string }).access_token;
  const http = simulatorHttp({
    simulator: recorded(simulator, tape),
    host,
    path: '/v3/company/1/',
    headers: { authorization: `Bearer ${token}` },
  });
  return { http, pass: host.pass, complaints: host.complaints };
}

/** A day at a simulated company: everything the connector can do, changes and refusals, word for word. */
export async function recordTraffic(): Promise<Traffic> {
  const tape: Recording = { requests: [], answers: [] };
  const { http, pass, complaints } = await signIn(findSimulator(), tape);
  let tries = 0;
  const act = async (id: string, input: unknown): Promise<{ readonly [name: string]: never }> => {
    pass(2_000);
    return (await runAction(findAction(id), { input, http, key: `key-${++tries}` })) as {
      readonly [name: string]: never;
    };
  };
  const send = async (path: string, body?: Json, query: Readonly<Record<string, string>> = {}): Promise<void> => {
    pass(2_000);
    await http.send({ method: body === undefined ? 'GET' : 'POST', path, body, query });
  };
  const customer = await act('find-or-create-customer', {
    displayName: 'Tours d’Aylmer & Fils <Québec>',
    companyName: 'Tours d’Aylmer',
    email: 'pay@tours.example',
    phone: '819-555-0100',
    currency: 'CAD',
    address: {
      line1: '1, rue Principale',
      line2: 'Bureau 2',
      city: 'Gatineau',
      province: 'QC',
      postalCode: 'J8X 1A1',
      country: 'Canada',
    },
  });
  const line = {
    description: 'Labour & travel',
    amount: '181.25',
    quantity: '7.25',
    unitPrice: '25',
    itemId: '1',
    taxCodeId: '3',
    serviceDate: '2026-11-20',
  };
  const draft = {
    customerId: customer['id'],
    txnDate: '2026-11-22',
    dueDate: '2026-12-22',
    docNumber: 'A-7',
    privateNote: 'TS-7',
    currency: 'CAD',
    lines: [line, { amount: '-0.05', taxCodeId: '12' }],
  };
  const invoice = await act('create-invoice', draft);
  await act('create-invoice', { ...draft, docNumber: undefined, taxCalculation: 'NotApplicable' });
  await act('read-invoice', { id: invoice['id'] });
  await act('find-tax-codes', { includeInactive: true });
  await act('find-items', {});
  await act('query', { query: "select * from Invoice where TxnDate >= '2026-01-01' orderby DocNumber desc" });
  await act('query', { query: 'select count(*) from Customer' });
  for (const path of ['companyinfo/1', 'term/1', 'taxcode/3', 'taxrate/3', 'item/1', 'customer/1']) await send(path);
  await send('item', {
    Name: 'Parking',
    Type: 'Service',
    UnitPrice: 12.5,
    IncomeAccountRef: { value: '1', name: 'Services' },
  });
  await send('customer', { Id: '1', SyncToken: '0', sparse: true, Notes: 'pays late', Active: false });
  await send('customer', { Id: '1', SyncToken: '0', sparse: true, Notes: 'stale' });
  await send('customer', { DisplayName: 'tours d’aylmer & fils <québec>' });
  await send('invoice', { CustomerRef: { value: '9' }, Line: [] });
  await send('invoice', { Id: '1', SyncToken: '0' }, { operation: 'void' });
  await send('invoice', { Id: '1', SyncToken: '1' }, { operation: 'delete' });
  await send('invoice/1');
  await send('query', undefined, { query: 'select' });
  pass(3_600_000);
  await send('companyinfo/1');
  return { ...tape, complaints };
}
