import type { Json, SimulatorStore } from '@invoicepatch/sdk';
import { isJsonObject, type JsonObject, notFound, required, stale, toTime, unknownReference } from './replies.ts';

const entityNames = ['Customer', 'Item', 'Invoice', 'TaxCode', 'TaxRate', 'Term', 'CompanyInfo'] as const;
export type EntityName = (typeof entityNames)[number];

/** Paths and queries write the names in any case. */
export function findEntityName(text: string): EntityName | undefined {
  return entityNames.find((name) => name.toLowerCase() === text.toLowerCase());
}

export async function listObjects(store: SimulatorStore, entity: EntityName): Promise<readonly JsonObject[]> {
  return (await store.list(entity)).filter(isJsonObject);
}

export async function findObject(
  store: SimulatorStore,
  entity: EntityName,
  id: string,
): Promise<JsonObject | undefined> {
  const value = await store.get(entity, id);
  return isJsonObject(value) ? value : undefined;
}

export async function getObject(store: SimulatorStore, entity: EntityName, id: string): Promise<JsonObject> {
  const found = await findObject(store, entity, id);
  if (found === undefined) throw notFound();
  return found;
}

/** Text of a plain field, as QuickBooks reads it: a number is its digits. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The id that a reference points to. */
export function referredId(value: Json | undefined): string | undefined {
  return isJsonObject(value) ? textOf(value['value']) : undefined;
}

/** What a reference points to; refuses one that points nowhere or to something inactive. */
export async function getReferred(store: SimulatorStore, entity: EntityName, id: string): Promise<JsonObject> {
  const found = await findObject(store, entity, id);
  const group = entity === 'Customer' ? 'Names' : `${entity}s`;
  if (found === undefined || found['Active'] === false) throw unknownReference(group, id);
  return found;
}

/** A new object with its id, first token and times. */
export async function keepNew(
  store: SimulatorStore,
  entity: EntityName,
  value: { readonly body: JsonObject; readonly now: number },
): Promise<JsonObject> {
  const id = String(await store.next(entity));
  const time = toTime(value.now);
  const kept = {
    ...value.body,
    Id: id,
    SyncToken: '0',
    domain: 'QBO',
    sparse: false,
    MetaData: { CreateTime: time, LastUpdatedTime: time },
  };
  await store.put(entity, id, kept);
  return kept;
}

/** The object that a change names, when the change knows its newest state. */
export async function getForChange(store: SimulatorStore, entity: EntityName, body: JsonObject): Promise<JsonObject> {
  const id = textOf(body['Id']);
  const token = textOf(body['SyncToken']);
  if (id === undefined) throw required('Id');
  if (token === undefined) throw required('SyncToken');
  const old = await getObject(store, entity, id);
  if (old['SyncToken'] !== token) throw stale();
  return old;
}

/** A sparse change keeps what it does not mention; a full one keeps only what no client may write. A null clears a field. */
export function toChanged(old: JsonObject, body: JsonObject, readOnly: readonly string[]): JsonObject {
  const kept =
    body['sparse'] === true ? old : Object.fromEntries(Object.entries(old).filter(([name]) => readOnly.includes(name)));
  const changed: Record<string, Json> = { ...kept, ...body };
  for (const name of readOnly) {
    const value = old[name];
    if (value === undefined) delete changed[name];
    else changed[name] = value;
  }
  return withoutNulls(changed);
}

export function withoutNulls(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

export async function keepChanged(
  store: SimulatorStore,
  entity: EntityName,
  change: { readonly old: JsonObject; readonly changed: JsonObject; readonly now: number },
): Promise<JsonObject> {
  const { old, changed, now } = change;
  const id = String(old['Id']);
  const kept = {
    ...changed,
    Id: id,
    SyncToken: String(Number(old['SyncToken']) + 1),
    domain: 'QBO',
    sparse: false,
    MetaData: { ...(isJsonObject(old['MetaData']) ? old['MetaData'] : {}), LastUpdatedTime: toTime(now) },
  };
  await store.put(entity, id, kept);
  return kept;
}
