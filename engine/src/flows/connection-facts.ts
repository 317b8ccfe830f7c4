import type { Database } from '../platform/database/database.ts';
import type { ConnectionFacts } from './check/check-connection.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The systems that the tenant's own of these connections lead to; of anything else, nothing. */
export async function readConnectionFacts(
  database: Database,
  tenantId: string,
  named: readonly string[],
): Promise<ConnectionFacts> {
  const ids = [...new Set(named)].filter((id) => uuid.test(id));
  if (ids.length === 0) return new Map();
  const rows = await database.inTenant(tenantId, (sql) =>
    sql.query<{ readonly id: string; readonly auth: string }>(
      'SELECT id, auth FROM connections WHERE id = ANY ($1::uuid[])',
      [ids],
    ),
  );
  return new Map(rows.map(({ id, auth }) => [id, { auth }]));
}

/** By system: the tenant's connection to it, where there is exactly one. */
export async function findOnlyConnections(database: Database, tenantId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await database.inTenant(tenantId, (sql) =>
    sql.query<{ readonly auth: string; readonly id: string }>(
      'SELECT auth, min(id::text) AS id FROM connections GROUP BY auth HAVING count(*) = 1',
    ),
  );
  return new Map(rows.map(({ auth, id }) => [auth, id]));
}
