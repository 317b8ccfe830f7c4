import { type FlowDocument, flowDocument } from '@invoicepatch/sdk';
import type { Database, Sql } from '../platform/database/database.ts';
import { toStoredJson } from './content-hash.ts';
import { draftChanged, type Flow, flowNotFound, type Hook, type Revisions, toFlowState } from './flow.ts';

export interface NewFlow {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly draft: FlowDocument;
  readonly templateSlug: string | null;
  /** `null` when a script made it. */
  readonly createdBy: string | null;
}

export interface DraftChange {
  readonly tenantId: string;
  readonly id: string;
  readonly document: FlowDocument;
  /** What the change was made on; `undefined` overwrites whatever stands there. */
  readonly revision: number | undefined;
  readonly name: string | undefined;
}

interface FlowRow extends Revisions {
  readonly id: string;
  readonly name: string;
  readonly draft: unknown;
  readonly template_slug: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly hooks: readonly Hook[] | null;
}

// A hook whose node is no trigger of the newest version any more sleeps until the node comes back.
const selectFlow = `
SELECT f.id, f.name, f.draft, f.draft_revision, f.published_version, f.published_revision, f.template_slug, f.created_at, f.updated_at,
  (SELECT jsonb_agg(jsonb_build_object('id', h.id, 'nodeId', h.node_id, 'hasSecret', h.sealed_secret IS NOT NULL) ORDER BY h.node_id)
   FROM hooks h JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version
   WHERE h.flow_id = f.id AND v.document @> jsonb_build_object('nodes', jsonb_build_array(jsonb_build_object('id', h.node_id)))) AS hooks
FROM flows f WHERE f.id = $1`;

const insertFlow = `
INSERT INTO flows (id, tenant_id, name, draft, template_slug, created_by) VALUES ($1, $2, $3, $4, $5, $6)`;

const hasRuns = `
(SELECT id FROM open_runs WHERE tenant_id = $1 AND flow_id = $2 LIMIT 1)
UNION ALL (SELECT id FROM runs WHERE tenant_id = $1 AND flow_id = $2 LIMIT 1)`;

const updateDraft = `
UPDATE flows SET draft = $3, name = coalesce($4, name), draft_revision = draft_revision + 1, updated_at = now()
WHERE id = $1 AND ($2::integer IS NULL OR draft_revision = $2) RETURNING id`;

function toFlow(row: FlowRow): Flow {
  return {
    id: row.id,
    name: row.name,
    draft: flowDocument.parse(row.draft),
    revision: row.draft_revision,
    state: toFlowState(row),
    version: row.published_version,
    templateSlug: row.template_slug,
    hooks: row.hooks ?? [],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export async function getFlow(sql: Sql, id: string): Promise<Flow> {
  const [row] = await sql.query<FlowRow>(selectFlow, [id]);
  if (row === undefined) throw flowNotFound(id);
  return toFlow(row);
}

/** Flows and their drafts. */
export class FlowStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(flow: NewFlow): Promise<Flow> {
    const draft = toStoredJson(flow.draft);
    return this.#database.inTenant(flow.tenantId, async (sql) => {
      await sql.query(insertFlow, [flow.id, flow.tenantId, flow.name, draft, flow.templateSlug, flow.createdBy]);
      return getFlow(sql, flow.id);
    });
  }

  get(tenantId: string, id: string): Promise<Flow> {
    return this.#database.inTenant(tenantId, (sql) => getFlow(sql, id));
  }

  /** Only on top of the revision that the change was made on, where one is named. */
  async saveDraft({ tenantId, id, document, revision, name }: DraftChange): Promise<Flow> {
    const draft = toStoredJson(document);
    return this.#database.inTenant(tenantId, async (sql) => {
      const saved = await sql.query(updateDraft, [id, revision ?? null, draft, name ?? null]);
      const flow = await getFlow(sql, id);
      if (saved.length === 0) throw draftChanged();
      return flow;
    });
  }

  /** Only a flow that never ran: what ran stays accountable. */
  async remove(tenantId: string, id: string): Promise<'removed' | 'has-runs'> {
    // The tenant role may not delete versions, so the system role does it with the tenant named in each statement.
    const outcome = await this.#database.asSystem(async (sql) => {
      const [flow] = await sql.query('SELECT id FROM flows WHERE tenant_id = $1 AND id = $2 FOR UPDATE', [
        tenantId,
        id,
      ]);
      if (flow === undefined) throw flowNotFound(id);
      // Events are accepted without a look at this row: none is on its way while this lock is held.
      await sql.query('LOCK TABLE open_runs IN SHARE MODE');
      const [run] = await sql.query(hasRuns, [tenantId, id]);
      if (run !== undefined) return 'has-runs';
      await sql.query('DELETE FROM deliveries WHERE tenant_id = $1 AND flow_id = $2', [tenantId, id]);
      await sql.query('DELETE FROM flow_tests WHERE tenant_id = $1 AND flow_id = $2', [tenantId, id]);
      await sql.query('DELETE FROM hooks WHERE tenant_id = $1 AND flow_id = $2', [tenantId, id]);
      await sql.query('DELETE FROM poll_cursors WHERE tenant_id = $1 AND flow_id = $2', [tenantId, id]);
      await sql.query('DELETE FROM compiled_programs WHERE tenant_id = $1 AND flow_id = $2', [tenantId, id]);
      await sql.query('DELETE FROM flow_versions WHERE tenant_id = $1 AND flow_id = $2', [tenantId, id]);
      await sql.query('DELETE FROM flows WHERE tenant_id = $1 AND id = $2', [tenantId, id]);
      return 'removed' as const;
    });
    this.#database.changes.tell('flow', id);
    return outcome;
  }
}
