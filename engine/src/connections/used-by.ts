import type { Database } from '../platform/database/database.ts';

export interface Use {
  readonly flowId: string;
  readonly name: string;
}

interface Row {
  readonly connection: string;
  readonly flow_id: string;
  readonly name: string;
}

/** Which flows name a connection, in the draft or in the published version, at any depth. */
export async function listUses(
  database: Database,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Use[]>> {
  const rows = await database.inTenant(tenantId, (sql) =>
    sql.query<Row>(
      `SELECT DISTINCT used.value #>> '{}' AS connection, f.id AS flow_id, f.name
       FROM flows f
       LEFT JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version
       CROSS JOIN LATERAL (
         SELECT jsonb_path_query(f.draft, '$.**.nodes[*].connection') AS value
         UNION ALL SELECT jsonb_path_query(v.document, '$.**.nodes[*].connection')
       ) used
       WHERE used.value #>> '{}' = ANY($1)
       ORDER BY f.name, f.id`,
      [ids],
    ),
  );
  const uses = new Map<string, Use[]>();
  for (const row of rows) {
    const known = uses.get(row.connection) ?? [];
    uses.set(row.connection, [...known, { flowId: row.flow_id, name: row.name }]);
  }
  return uses;
}
