import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface FieldTables {
  readonly fieldTables: ReadonlyMap<string, ReadonlyMap<string, { readonly type: string; readonly list: boolean }>>;
  readonly enumerations: Readonly<Record<string, readonly string[]>>;
}

const file = join(
  import.meta.dirname,
  '../../../nodes/connectors/src/quickbooks-online/simulator/fields/field-table.ts',
);

/** The simulator's own tables, which no package exports: they are nobody's business but the simulator's and this test's. */
export function readFieldTables(): Promise<FieldTables> {
  return import(pathToFileURL(file).href);
}
