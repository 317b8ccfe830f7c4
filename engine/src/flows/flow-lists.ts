import { type FlowDocument, flowDocument } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../platform/database/database.ts';
import { type FlowState, flowNotFound, type Revisions, toFlowState } from './flow.ts';
import { versionNotFound } from './published-flows.postgres.ts';

export interface FlowQuery {
  readonly tenantId: string;
  readonly search: string | undefined;
  readonly after: { readonly updatedAt: string; readonly id: string } | undefined;
  readonly limit: number;
}

export interface FlowSummary {
  readonly id: string;
  readonly name: string;
  readonly state: FlowState;
  readonly version: number | null;
  readonly updatedAt: string;
  /** Type of the first trigger of the draft. */
  readonly trigger: string | null;
  readonly lastRun: { readonly id: string; readonly status: string; readonly acceptedAt: string } | null;
}

export interface VersionSummary {
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: { readonly id: string; readonly name: string } | null;
}

interface ListedRow extends Revisions {
  readonly id: string;
  readonly name: string;
  readonly updated_at: Date;
  readonly position: string;
  readonly types: readonly string[];
  readonly run_id: string | null;
  readonly run_status: string;
  readonly run_accepted_at: Date;
}

interface VersionRow {
  readonly version: number;
  readonly published_at: Date;
  readonly user_id: string | null;
  readonly user_name: string;
}

const listFlows = `
SELECT f.id, f.name, f.draft_revision, f.published_version, f.published_revision, f.updated_at, f.updated_at::text AS position,
  jsonb_path_query_array(f.draft, '$.nodes[*].type') AS types, r.id AS run_id, r.status AS run_status, r.accepted_at AS run_accepted_at
FROM flows f LEFT JOIN LATERAL (
  (SELECT id, status, accepted_at FROM open_runs WHERE tenant_id = f.tenant_id AND flow_id = f.id ORDER BY accepted_at DESC LIMIT 1)
  UNION ALL
  (SELECT id, status, accepted_at FROM runs WHERE flow_id = f.id ORDER BY accepted_at DESC LIMIT 1)
  ORDER BY accepted_at DESC, id DESC LIMIT 1) r ON true
WHERE f.tenant_id = $5 AND ($1::text IS NULL OR f.name ILIKE $1)
  AND ($2::timestamptz IS NULL OR f.updated_at < $2 OR (f.updated_at = $2 AND f.id > $3::uuid))
ORDER BY f.updated_at DESC, f.id LIMIT $4`;

const listVersions = `
SELECT v.version, v.published_at, u.id AS user_id, u.name AS user_name
FROM flow_versions v LEFT JOIN users u ON u.id = v.published_by
WHERE v.flow_id = $1 AND ($2::integer IS NULL OR v.version < $2) ORDER BY v.version DESC LIMIT $3`;

function toPattern(search: string | undefined): string | null {
  return search === undefined || search === '' ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

function toVersion(row: VersionRow): VersionSummary {
  const publishedBy = row.user_id === null ? null : { id: row.user_id, name: row.user_name };
  return { version: row.version, publishedAt: row.published_at.toISOString(), publishedBy };
}

/** Reads of flows for screens. */
export class FlowLists {
  readonly #database: Database;
  readonly #catalog: Catalog;

  constructor(database: Database, catalog: Catalog) {
    this.#database = database;
    this.#catalog = catalog;
  }

  /** Last changed first. */
  async list({
    tenantId,
    search,
    after,
    limit,
  }: FlowQuery): Promise<readonly (FlowSummary & { readonly position: string })[]> {
    const values = [toPattern(search), after?.updatedAt ?? null, after?.id ?? null, limit, tenantId];
    const rows = await this.#database.inTenant(tenantId, (sql) => sql.query<ListedRow>(listFlows, values));
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      state: toFlowState(row),
      version: row.published_version,
      updatedAt: row.updated_at.toISOString(),
      trigger: row.types.find((type) => this.#catalog.find(type)?.kind === 'trigger') ?? null,
      lastRun:
        row.run_id === null
          ? null
          : { id: row.run_id, status: row.run_status, acceptedAt: row.run_accepted_at.toISOString() },
      position: row.position,
    }));
  }

  /** Newest first. */
  async listVersions(
    flow: { readonly tenantId: string; readonly id: string },
    page: { readonly before: number | undefined; readonly limit: number },
  ) {
    return this.#database.inTenant(flow.tenantId, async (sql) => {
      const [found] = await sql.query('SELECT id FROM flows WHERE id = $1', [flow.id]);
      if (found === undefined) throw flowNotFound(flow.id);
      const rows = await sql.query<VersionRow>(listVersions, [flow.id, page.before ?? null, page.limit]);
      return rows.map(toVersion);
    });
  }

  async getVersion(tenantId: string, id: string, version: number) {
    const [row] = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<{ readonly document: unknown; readonly published_at: Date }>(
        'SELECT document, published_at FROM flow_versions WHERE flow_id = $1 AND version = $2',
        [id, version],
      ),
    );
    if (row === undefined) throw versionNotFound(id, version);
    const document: FlowDocument = flowDocument.parse(row.document);
    return { version, document, publishedAt: row.published_at.toISOString() };
  }
}
