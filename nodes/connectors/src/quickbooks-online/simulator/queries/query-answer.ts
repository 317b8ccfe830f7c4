import type { Json, SimulatorStore } from '@invoicepatch/sdk';
import { compare, parseDecimal } from '../../decimal.ts';
import { type EntityName, findEntityName, listObjects } from '../objects.ts';
import { isJsonObject, type JsonObject, Refusal } from '../replies.ts';
import { type Condition, parseQuery, type Query } from './query-language.ts';

type Sort = 'text' | 'decimal' | 'id' | 'boolean' | 'reference';

const everywhere = { Id: 'id', 'MetaData.CreateTime': 'text', 'MetaData.LastUpdatedTime': 'text' } as const;
const list = { ...everywhere, Name: 'text', Active: 'boolean' } as const;

/** The fields that a query may filter and order by; all others QuickBooks refuses. */
const queryable: Readonly<Record<EntityName, Readonly<Record<string, Sort>>>> = {
  Customer: {
    ...everywhere,
    Active: 'boolean',
    DisplayName: 'text',
    GivenName: 'text',
    MiddleName: 'text',
    FamilyName: 'text',
    CompanyName: 'text',
    FullyQualifiedName: 'text',
    PrintOnCheckName: 'text',
    Balance: 'decimal',
    ParentRef: 'reference',
  },
  Item: { ...list, FullyQualifiedName: 'text', Type: 'text', Sku: 'text', UnitPrice: 'decimal' },
  Invoice: {
    ...everywhere,
    DocNumber: 'text',
    TxnDate: 'text',
    DueDate: 'text',
    CustomerRef: 'reference',
    Balance: 'decimal',
    TotalAmt: 'decimal',
  },
  TaxCode: list,
  TaxRate: list,
  Term: list,
  CompanyInfo: { ...everywhere, CompanyName: 'text' },
};

function invalidQuery(detail: string): Refusal {
  return new Refusal({ message: 'Invalid query', detail: `QueryValidationError: ${detail}`, code: '4001' });
}

function sortOf(entity: EntityName, field: string): Sort {
  const sort = queryable[entity][field];
  if (sort === undefined) throw invalidQuery(`property '${field}' is not queryable`);
  return sort;
}

function read(value: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((inner, name) => {
    return isJsonObject(inner) ? inner[name] : undefined;
  }, value);
}

/** The value as the query's text compares with it. */
function toComparable(row: JsonObject, field: string, sort: Sort): string | undefined {
  const value = read(row, sort === 'reference' ? `${field}.value` : field);
  return value === undefined || value === null ? undefined : String(value);
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compareValues(left: string, right: string, sort: Sort): number {
  const [a, b] = sort === 'decimal' || sort === 'id' ? [parseDecimal(left), parseDecimal(right)] : [];
  return a === undefined || b === undefined ? compareTexts(left, right) : compare(a, b);
}

function isLike(value: string, pattern: string): boolean {
  const parts = pattern.toLowerCase().split('%');
  const text = value.toLowerCase();
  const last = parts.at(-1) ?? '';
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = index === 0 ? (text.startsWith(part) ? 0 : -1) : text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return parts.length === 1 ? text === last : text.endsWith(last);
}

function holds({ operator, values, field }: Condition, row: JsonObject, sort: Sort): boolean {
  const value = toComparable(row, field, sort);
  const [wanted = ''] = values;
  if (value === undefined) return false;
  switch (operator) {
    case 'in':
      return values.some((each) => compareValues(value, each, sort) === 0);
    case 'like':
      return isLike(value, wanted);
    case '=':
      return compareValues(value, wanted, sort) === 0;
    case '<':
      return compareValues(value, wanted, sort) < 0;
    case '>':
      return compareValues(value, wanted, sort) > 0;
    case '<=':
      return compareValues(value, wanted, sort) <= 0;
    case '>=':
      return compareValues(value, wanted, sort) >= 0;
  }
}

function orderRows(rows: readonly JsonObject[], entity: EntityName, order: Query['order']): readonly JsonObject[] {
  const sorts = order.map(({ field, descending }) => ({
    field,
    direction: descending ? -1 : 1,
    sort: sortOf(entity, field),
  }));
  return [...rows].sort((left, right) => {
    for (const { field, direction, sort } of sorts) {
      const difference = compareValues(
        toComparable(left, field, sort) ?? '',
        toComparable(right, field, sort) ?? '',
        sort,
      );
      if (difference !== 0) return difference * direction;
    }
    return 0;
  });
}

function project(row: JsonObject, fields: readonly string[] | undefined): JsonObject {
  if (fields === undefined) return row;
  const chosen = new Set(fields.map((field) => field.split('.')[0]));
  return {
    ...Object.fromEntries(Object.entries(row).filter(([name]) => chosen.has(name))),
    domain: 'QBO',
    sparse: true,
  };
}

/** Lists hide what is inactive unless the query says which state it wants. */
function isShown(row: JsonObject, query: Query): boolean {
  return row['Active'] !== false || query.conditions.some(({ field }) => field === 'Active');
}

/** Answers a query with the body of a `QueryResponse`. */
export async function answerQuery(store: SimulatorStore, text: string): Promise<JsonObject> {
  const query = parseQuery(text);
  const entity = findEntityName(query.entity);
  if (entity === undefined) throw invalidQuery(`Metadata not found for Entity: ${query.entity}`);
  const conditions = query.conditions.map((condition) => ({ condition, sort: sortOf(entity, condition.field) }));
  const found = (await listObjects(store, entity)).filter(
    (row) => isShown(row, query) && conditions.every(({ condition, sort }) => holds(condition, row, sort)),
  );
  if (query.count) return { totalCount: found.length };
  const rows = orderRows(found, entity, query.order).slice(query.start - 1, query.start - 1 + query.limit);
  if (rows.length === 0) return {};
  return {
    [entity]: rows.map((row) => project(row, query.fields)),
    startPosition: query.start,
    maxResults: rows.length,
  };
}
