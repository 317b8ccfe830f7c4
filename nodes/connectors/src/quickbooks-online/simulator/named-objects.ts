import type { SimulatorStore } from '@invoicepatch/sdk';
import { getForChange, keepChanged, keepNew, textOf, toChanged, withoutNulls } from './objects.ts';
import { duplicateName, type JsonObject, required } from './replies.ts';

export interface Change {
  readonly store: SimulatorStore;
  readonly body: JsonObject;
  readonly now: number;
}

/** Entities that are told apart by a name which no other may have, in any case of its letters. */
interface Kind {
  readonly entity: 'Customer' | 'Item';
  readonly nameField: 'DisplayName' | 'Name';
  /** What QuickBooks fills in. */
  complete(body: JsonObject, name: string): JsonObject;
  readonly readOnly: readonly string[];
}

const customers: Kind = {
  entity: 'Customer',
  nameField: 'DisplayName',
  complete: (body, name) => ({
    Active: true,
    Taxable: true,
    Job: false,
    BillWithParent: false,
    PrintOnCheckName: name,
    Balance: 0,
    BalanceWithJobs: 0,
    CurrencyRef: { value: 'CAD', name: 'Canadian Dollar' },
    PreferredDeliveryMethod: 'None',
    IsProject: false,
    ...body,
    DisplayName: name,
    FullyQualifiedName: name,
  }),
  readOnly: ['Balance', 'BalanceWithJobs', 'MetaData', 'CurrencyRef'],
};

const items: Kind = {
  entity: 'Item',
  nameField: 'Name',
  complete: (body, name) => ({
    Active: true,
    Type: 'Service',
    TrackQtyOnHand: false,
    Taxable: true,
    UnitPrice: 0,
    ...body,
    Name: name,
    FullyQualifiedName: name,
  }),
  readOnly: ['MetaData'],
};

function toName({ entity, nameField }: Kind, body: JsonObject): string {
  const given = textOf(body[nameField]);
  if (given !== undefined) return given.trim();
  const parts = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix'].flatMap(
    (field) => textOf(body[field]) ?? [],
  );
  if (entity === 'Item' || parts.length === 0) throw required(nameField);
  return parts.join(' ');
}

const indexOf = ({ entity }: Kind): string => `${entity}-names`;
const toKey = (name: string): string => name.toLowerCase();

async function claimName(
  store: SimulatorStore,
  kind: Kind,
  claim: { readonly name: string; readonly id: string | undefined },
): Promise<void> {
  const owner = await store.get(indexOf(kind), toKey(claim.name));
  if (owner !== undefined && owner !== claim.id) throw duplicateName(String(owner));
}

async function create({ store, body, now }: Change, kind: Kind): Promise<JsonObject> {
  const name = toName(kind, body);
  if (kind.entity === 'Item' && body['IncomeAccountRef'] === undefined) throw required('IncomeAccountRef');
  await claimName(store, kind, { name, id: undefined });
  const kept = await keepNew(store, kind.entity, { body: kind.complete(withoutNulls(body), name), now });
  await store.put(indexOf(kind), toKey(name), kept['Id'] ?? '');
  return kept;
}

async function change({ store, body, now }: Change, kind: Kind): Promise<JsonObject> {
  const old = await getForChange(store, kind.entity, body);
  const mixed = toChanged(old, body, kind.readOnly);
  const name = toName(kind, mixed);
  await claimName(store, kind, { name, id: String(old['Id']) });
  const kept = await keepChanged(store, kind.entity, { old, changed: kind.complete(mixed, name), now });
  await store.delete(indexOf(kind), toKey(String(old[kind.nameField])));
  await store.put(indexOf(kind), toKey(name), String(old['Id']));
  return kept;
}

export const createCustomer = (request: Change): Promise<JsonObject> => create(request, customers);
export const changeCustomer = (request: Change): Promise<JsonObject> => change(request, customers);
export const createItem = (request: Change): Promise<JsonObject> => create(request, items);
export const changeItem = (request: Change): Promise<JsonObject> => change(request, items);
