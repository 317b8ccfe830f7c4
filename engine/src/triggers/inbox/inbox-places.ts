import { type FlowDocument, flowDocument } from '@invoicepatch/sdk';
import type { Database } from '../../platform/database/database.ts';

/** A published flow that takes files. */
export interface InboxPlace {
  readonly tenantId: string;
  readonly tenantSlug: string;
  readonly flowId: string;
  readonly document: FlowDocument;
}

interface Row {
  readonly tenant_id: string;
  readonly slug: string;
  readonly flow_id: string;
  readonly document: unknown;
}

const selectPlaces = `
SELECT f.tenant_id, t.slug, f.id AS flow_id, v.document
FROM flows f JOIN tenants t ON t.id = f.tenant_id JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version
WHERE jsonb_path_query_array(v.document, '$.nodes[*].type') ?| $1::text[] ORDER BY t.slug, f.id`;

/** Over all tenants: a folder has no other owner than its path. */
export async function listInboxPlaces(
  database: Database,
  fileTriggers: readonly string[],
): Promise<readonly InboxPlace[]> {
  const rows = await database.asSystem((sql) => sql.query<Row>(selectPlaces, [fileTriggers]));
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    tenantSlug: row.slug,
    flowId: row.flow_id,
    document: flowDocument.parse(row.document),
  }));
}
