import { randomBytes } from 'node:crypto';
import type { FlowDocument, FlowNode, Trigger } from '@invoicepatch/sdk';
import { z } from '@invoicepatch/sdk';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import { contentHash, toStoredJson } from './content-hash.ts';
import { draftChanged, type Flow, flowNotFound } from './flow.ts';
import { getFlow } from './flow-store.ts';
import { parseCron } from './schedule/cron.ts';
import { nextSlot, type Schedule } from './schedule/slots.ts';

export interface Publication {
  readonly tenantId: string;
  /** As it was checked; nothing else gets published. */
  readonly flow: Flow;
  /** `null` when a script published it. */
  readonly publishedBy: string | null;
  readonly now: number;
}

interface PlacedTrigger {
  readonly node: FlowNode;
  readonly type: Trigger;
}

const insertVersion = `
INSERT INTO flow_versions (tenant_id, flow_id, version, document, content_hash, published_by) VALUES ($1, $2, $3, $4, $5, $6)`;

const keepLimits = `
INSERT INTO flow_limits (flow_id, tenant_id, runs_at_once) VALUES ($1, $2, $3)
ON CONFLICT (flow_id) DO UPDATE SET runs_at_once = excluded.runs_at_once`;

const insertHook = `
INSERT INTO hooks (id, tenant_id, flow_id, node_id) VALUES ($1, $2, $3, $4) ON CONFLICT (flow_id, node_id) DO NOTHING`;

// A poll goes on where it stopped, unless another kind of trigger stood there, whose cursor it can't read; a schedule begins anew when it is another schedule than before.
const insertPoll = `
INSERT INTO poll_cursors (tenant_id, flow_id, node_id, next_at, node_type) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (flow_id, node_id) DO UPDATE SET node_type = excluded.node_type, note = '',
  cursor = CASE WHEN poll_cursors.node_type IS NULL THEN poll_cursors.cursor END,
  next_at = CASE WHEN poll_cursors.node_type IS NULL THEN poll_cursors.next_at ELSE excluded.next_at END
WHERE poll_cursors.node_type IS DISTINCT FROM excluded.node_type`;
const insertSchedule = `
INSERT INTO poll_cursors (tenant_id, flow_id, node_id, next_at, cursor, node_type) VALUES ($1, $2, $3, $4, $5, 'core.schedule@1')
ON CONFLICT (flow_id, node_id) DO UPDATE SET next_at = excluded.next_at, node_type = excluded.node_type, cursor = excluded.cursor, note = ''
WHERE poll_cursors.cursor IS DISTINCT FROM excluded.cursor`;

const scheduleConfig = z.object({ cron: z.string(), timeZone: z.string() });

/** The schedule of a `core.schedule` node's configuration; `undefined` when it can't be read. */
export function findSchedule(config: unknown): Schedule | undefined {
  const parsed = scheduleConfig.safeParse(config);
  const cron = parsed.success ? parseCron(parsed.data.cron) : undefined;
  return parsed.success && cron?.ok === true ? { cron: cron.cron, timeZone: parsed.data.timeZone } : undefined;
}

export function listTriggers(document: FlowDocument, catalog: Catalog): readonly PlacedTrigger[] {
  return document.nodes.flatMap((node) => {
    const type = catalog.find(node.type);
    return type?.kind === 'trigger' ? [{ node, type }] : [];
  });
}

/** Nodes that wait for a signed request: each keeps a secret, as a trigger does. */
function listSignedWaits(nodes: readonly FlowNode[], catalog: Catalog): readonly FlowNode[] {
  return nodes.flatMap((node) => {
    const type = catalog.find(node.type);
    const isSigned = type?.kind === 'control' && type.verify !== undefined && node.config?.['signature'] !== undefined;
    return [...(isSigned ? [node] : []), ...listSignedWaits(node.body?.nodes ?? [], catalog)];
  });
}

/** Makes a checked draft the version that runs. */
export class Publisher {
  readonly #database: Database;
  readonly #catalog: Catalog;

  constructor(database: Database, catalog: Catalog) {
    this.#database = database;
    this.#catalog = catalog;
  }

  /** A draft that says what the newest version says gets no new version. */
  async publish(publication: Publication): Promise<Flow> {
    const { tenantId, flow } = publication;
    const published = await this.#database.inTenant(tenantId, async (sql) => {
      const version = await placeVersion(sql, publication);
      await sql.query(
        'UPDATE flows SET published_version = $2, published_revision = draft_revision, updated_at = now() WHERE id = $1',
        [flow.id, version],
      );
      await this.#placeTriggers(sql, publication);
      return getFlow(sql, flow.id);
    });
    this.#database.changes.tell('flow', flow.id);
    return published;
  }

  async #placeTriggers(sql: Sql, { tenantId, flow, now }: Publication): Promise<void> {
    const triggers = listTriggers(flow.draft, this.#catalog);
    await placeSubscriptions(sql, { tenantId, flow, triggers });
    await sql.query(keepLimits, [flow.id, tenantId, flow.draft.settings?.runsAtOnce ?? null]);
    const timed = triggers.filter(({ type }) => type.start === 'poll' || type.start === 'schedule');
    await sql.query('DELETE FROM poll_cursors WHERE flow_id = $1 AND node_id <> ALL ($2::text[])', [
      flow.id,
      timed.map(({ node }) => node.id),
    ]);
    for (const node of listSignedWaits(flow.draft.nodes, this.#catalog)) {
      await sql.query(insertHook, [randomBytes(24).toString('base64url'), tenantId, flow.id, node.id]);
    }
    for (const { node, type } of triggers) {
      const place = [tenantId, flow.id, node.id];
      if (type.start === 'webhook' || type.start === 'file') {
        await sql.query(insertHook, [randomBytes(24).toString('base64url'), ...place]);
      }
      if (type.start === 'poll') await sql.query(insertPoll, [...place, new Date(now), node.type]);
      if (type.start === 'schedule') await placeSchedule(sql, { place, config: node.config, now });
    }
  }
}

const eventConfig = z.object({ events: z.array(z.string()), flowId: z.string().optional() });

/** What happens in here and starts this flow. */
async function placeSubscriptions(
  sql: Sql,
  {
    tenantId,
    flow,
    triggers,
  }: Pick<Publication, 'tenantId' | 'flow'> & { readonly triggers: readonly PlacedTrigger[] },
): Promise<void> {
  await sql.query('DELETE FROM event_subscriptions WHERE flow_id = $1', [flow.id]);
  for (const { node, type } of triggers) {
    if (type.start !== 'platform') continue;
    const { events, flowId = null } = eventConfig.parse(node.config);
    await sql.query(
      `INSERT INTO event_subscriptions (tenant_id, flow_id, node_id, kind, of_flow) SELECT $1, $2, $3, unnest($4::text[]), $5
       ON CONFLICT DO NOTHING`,
      [tenantId, flow.id, node.id, events, flowId],
    );
  }
}

async function placeSchedule(
  sql: Sql,
  { place, config, now }: { readonly place: readonly string[]; readonly config: unknown; readonly now: number },
): Promise<void> {
  const schedule = findSchedule(config);
  const slot = schedule === undefined ? undefined : nextSlot(schedule, now);
  if (slot === undefined) return;
  await sql.query(insertSchedule, [...place, new Date(slot), JSON.stringify(scheduleConfig.parse(config))]);
}

async function placeVersion(sql: Sql, { tenantId, flow, publishedBy }: Publication): Promise<number> {
  const [locked] = await sql.query<{ readonly draft_revision: number }>(
    'SELECT draft_revision FROM flows WHERE id = $1 FOR UPDATE',
    [flow.id],
  );
  if (locked === undefined) throw flowNotFound(flow.id);
  if (locked.draft_revision !== flow.revision) throw draftChanged();
  const [newest] = await sql.query<{ readonly version: number; readonly content_hash: string }>(
    'SELECT version, content_hash FROM flow_versions WHERE flow_id = $1 ORDER BY version DESC LIMIT 1',
    [flow.id],
  );
  const hash = contentHash(flow.draft);
  if (newest?.content_hash === hash) return newest.version;
  const version = (newest?.version ?? 0) + 1;
  await sql.query(insertVersion, [tenantId, flow.id, version, toStoredJson(flow.draft), hash, publishedBy]);
  return version;
}
