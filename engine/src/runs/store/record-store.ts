import type { Json, Records } from '@invoicepatch/sdk';
import type { Database } from '../../platform/database/database.ts';

export interface RecordRow {
  readonly collection: string;
  readonly key: string;
  readonly value: Json;
  readonly updatedAt: string;
}

/** A tenant's records, bound to the tenant. */
export function openRecords(database: Database, tenantId: string): Records {
  return {
    put: async (collection, key, value) => {
      await database.inTenant(tenantId, (sql) =>
        sql.query(
          `INSERT INTO records (tenant_id, collection, key, value) VALUES ($1, $2, $3, $4)
           ON CONFLICT (tenant_id, collection, key) DO UPDATE SET value = excluded.value, updated_at = now()`,
          [tenantId, collection, key, JSON.stringify(value)],
        ),
      );
    },
    find: async (collection, key) => {
      const [row] = await database.inTenant(tenantId, (sql) =>
        sql.query<{ value: Json }>('SELECT value FROM records WHERE collection = $1 AND key = $2', [collection, key]),
      );
      return row?.value;
    },
  };
}

export interface RecordQuery {
  readonly tenantId: string;
  readonly collection: string | undefined;
  readonly after: { readonly collection: string; readonly key: string } | undefined;
  readonly limit: number;
}

export async function listRecords(database: Database, query: RecordQuery): Promise<readonly RecordRow[]> {
  const rows = await database.inTenant(query.tenantId, (sql) =>
    sql.query<{ collection: string; key: string; value: Json; updated_at: Date }>(
      `SELECT collection, key, value, updated_at FROM records
       WHERE ($1::text IS NULL OR collection = $1) AND ($2::text IS NULL OR (collection, key) > ($2, $3))
       ORDER BY collection, key LIMIT $4`,
      [query.collection ?? null, query.after?.collection ?? null, query.after?.key ?? null, query.limit],
    ),
  );
  return rows.map(({ updated_at, ...row }) => ({ ...row, updatedAt: updated_at.toISOString() }));
}
