import { Fault, flowDocument } from '@invoicepatch/sdk';
import type { Database } from '../platform/database/database.ts';
import { Remembered } from '../platform/database/remembered.ts';
import { flowNotFound } from './flow.ts';
import type { FlowVersion, PublishedFlows } from './published-flows.ts';

/** Versions kept in memory; they never change, so only their number is bounded. */
const keptVersions = 500;

export function versionNotFound(id: string, version: number): Fault {
  return new Fault('missing', 'flow.version-not-found', `This flow has no version ${version}.`, {
    details: { id, version },
  });
}

interface NewestVersion {
  readonly tenantId: string;
  readonly version: number;
}

/** Reads versions, each from Postgres once. */
export class PostgresPublishedFlows implements PublishedFlows {
  readonly #database: Database;
  readonly #kept = new Map<string, FlowVersion>();
  readonly #newest: Remembered<NewestVersion>;

  constructor(database: Database) {
    this.#database = database;
    this.#newest = new Remembered(database.changes, 'flow');
  }

  async getNewest(tenantId: string, flowId: string): Promise<FlowVersion> {
    const newest = await this.#newest.get(flowId, () => this.#findNewest(tenantId, flowId));
    // A flow is remembered under its id alone: to another tenant it doesn't exist.
    if (newest.tenantId !== tenantId) throw flowNotFound(flowId);
    return this.getVersion(tenantId, flowId, newest.version);
  }

  async #findNewest(tenantId: string, flowId: string): Promise<NewestVersion> {
    const [row] = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<{ readonly published_version: number | null }>('SELECT published_version FROM flows WHERE id = $1', [
        flowId,
      ]),
    );
    if (row === undefined) throw flowNotFound(flowId);
    if (row.published_version !== null) return { tenantId, version: row.published_version };
    const message = 'This flow has not been published yet. Publish it, then start it.';
    throw new Fault('conflict', 'flow.not-published', message, { details: { id: flowId } });
  }

  async getVersion(tenantId: string, flowId: string, version: number): Promise<FlowVersion> {
    const key = `${tenantId} ${flowId} ${version}`;
    const kept = this.#kept.get(key) ?? (await this.#read(tenantId, flowId, version));
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > keptVersions && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }

  async #read(tenantId: string, flowId: string, version: number): Promise<FlowVersion> {
    const [row] = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<{ readonly document: unknown }>(
        'SELECT document FROM flow_versions WHERE flow_id = $1 AND version = $2',
        [flowId, version],
      ),
    );
    if (row === undefined) throw versionNotFound(flowId, version);
    return { flowId, version, document: flowDocument.parse(row.document) };
  }
}
