import type {
  Json,
  Simulator,
  SimulatorAnswer,
  SimulatorHost,
  SimulatorRequest,
  SimulatorStore,
} from '@invoicepatch/sdk';
import { createCompany } from './company.ts';
import { checkFields } from './fields/field-check.ts';
import { changeInvoice, createInvoice, deleteInvoice, type InvoiceChange, voidInvoice } from './invoices/invoices.ts';
import { countRequest } from './limits.ts';
import { changeCustomer, changeItem, createCustomer, createItem } from './named-objects.ts';
import { type EntityName, findEntityName, getObject, textOf } from './objects.ts';
import { answerQuery } from './queries/query-answer.ts';
import { onceForEachId } from './replays.ts';
import {
  isJsonObject,
  type JsonObject,
  Refusal,
  required,
  toAnswer,
  toFaultBody,
  toTime,
  unknownProperty,
  unsupported,
} from './replies.ts';
import { answerConsent, answerRevoke, answerToken, checkAccess, signInRefused } from './tokens.ts';

interface Visit {
  readonly store: SimulatorStore;
  readonly request: SimulatorRequest;
  readonly host: SimulatorHost;
}

type Act = (change: InvoiceChange) => Promise<JsonObject>;

/** What a write does, by entity and by the `operation` of its query: none means to create or to change. */
const writes: Readonly<Record<string, Act>> = {
  'Customer create': createCustomer,
  'Customer update': changeCustomer,
  'Item create': createItem,
  'Item update': changeItem,
  'Invoice create': createInvoice,
  'Invoice update': changeInvoice,
  'Invoice delete': deleteInvoice,
  'Invoice void': voidInvoice,
};

function readBody(request: SimulatorRequest): JsonObject {
  let body: Json;
  try {
    body = JSON.parse(request.body);
  } catch {
    throw unknownProperty('failed to parse json object; a property');
  }
  if (!isJsonObject(body)) throw unknownProperty('failed to parse json object; a property');
  return body;
}

function checkRequest({ request, host }: Visit, entity: EntityName, body: JsonObject): void {
  if (!/\bjson\b/i.test(request.headers['content-type'] ?? '')) {
    host.complain({
      where: 'request',
      problem: `${request.path}: QuickBooks takes JSON only with the content type application/json.`,
    });
  }
  const problems = checkFields(entity, body, 'request');
  for (const { place, problem } of problems)
    host.complain({ where: 'request', problem: `${entity}.${place} ${problem}` });
  const [first] = problems;
  if (first !== undefined) throw unknownProperty(first.place);
}

async function write(visit: Visit, entity: EntityName): Promise<JsonObject> {
  const { store, request, host } = visit;
  const body = readBody(request);
  checkRequest(visit, entity, body);
  const operation = request.query['operation'] ?? (textOf(body['Id']) === undefined ? 'create' : 'update');
  const act = writes[`${entity} ${operation}`];
  if (act === undefined) throw unsupported(`${operation} on ${entity}`);
  const duplicateNumbers = request.query['include'] === 'allowduplicatedocnum';
  const now = host.now();
  const complain = (problem: string): void => host.complain({ where: 'request', problem });
  return onceForEachId(visit, async () => ({
    [entity]: await act({ store, body, now, duplicateNumbers, complain }),
    time: toTime(now),
  }));
}

async function ask({ store, request, host }: Visit): Promise<JsonObject> {
  const text = request.method === 'POST' ? request.body : request.query['query'];
  if (text === undefined || text.trim() === '') throw required('query');
  return { QueryResponse: await answerQuery(store, text), time: toTime(host.now()) };
}

/** Carries out one request below `/v3/company/<realm>`. */
async function serve(visit: Visit, path: readonly string[]): Promise<JsonObject> {
  const { store, request, host } = visit;
  const [name = '', id, ...rest] = path;
  if (name === 'query' && id === undefined) return ask(visit);
  const entity = findEntityName(name);
  if (entity === undefined || rest.length > 0) throw unsupported(`${request.method} ${name}`);
  if (request.method === 'POST' && id === undefined) return write(visit, entity);
  if (request.method !== 'GET' || id === undefined) throw unsupported(`${request.method} ${name}`);
  // A company has one CompanyInfo, which clients ask for by their own id of the company.
  const found = await getObject(store, entity, entity === 'CompanyInfo' ? '1' : id);
  return { [entity]: found, time: toTime(host.now()) };
}

function complainAboutAnswer(host: SimulatorHost, body: Json): void {
  for (const { place, problem } of checkFields('IntuitResponse', body, 'answer')) {
    host.complain({ where: 'answer', problem: `${place} ${problem}` });
  }
}

function refuse({ request, host }: Visit | Omit<Visit, 'store'>, thrown: unknown): SimulatorAnswer {
  if (!(thrown instanceof Refusal)) throw thrown;
  if (thrown.error.code === '500')
    host.complain({ where: 'request', problem: `${request.method} ${request.path}: ${thrown.error.detail}` });
  const body = toFaultBody(thrown, toTime(host.now()));
  complainAboutAnswer(host, body);
  return toAnswer(thrown.status, body, thrown.headers);
}

async function visitCompany(visit: Visit, path: readonly string[]): Promise<SimulatorAnswer> {
  try {
    await checkAccess(visit.store, visit.request, visit.host.now());
    await countRequest(visit.store, visit.host.now());
    const body = await serve(visit, path);
    complainAboutAnswer(visit.host, body);
    return toAnswer(200, body);
  } catch (thrown) {
    return refuse(visit, thrown);
  }
}

const companyPath = /^\/v3\/company\/([^/]+)\/(.+?)\/?$/;

async function answerApi(request: SimulatorRequest, host: SimulatorHost): Promise<SimulatorAnswer> {
  const [, companyId, path] = companyPath.exec(request.path) ?? [];
  if (companyId === undefined || path === undefined)
    return toAnswer(404, { message: `Nothing is at ${request.path}.` });
  const answer = await host.company(decodeURIComponent(companyId), (store) =>
    visitCompany({ store, request, host }, path.split('/')),
  );
  const { status, headers, body } =
    answer ?? refuse({ request, host }, signInRefused('Token invalid for this company'));
  return { status, headers: { ...headers, intuit_tid: host.token() }, body };
}

export const quickBooksSimulator: Simulator = {
  create: createCompany,
  handle: async (request, host) => {
    switch (`${request.method} ${request.path}`) {
      case 'POST /oauth2/v1/tokens/bearer':
        return answerToken(request, host);
      case 'GET /connect/oauth2':
        return answerConsent(request, host);
      case 'POST /v2/oauth2/tokens/revoke':
        return answerRevoke(request, host);
      default:
        return answerApi(request, host);
    }
  },
};
