import { Fault } from '@invoicepatch/sdk';
import type { Database } from '../platform/database/database.ts';
import { Remembered } from '../platform/database/remembered.ts';
import type { Sealed, SecretBox, SecretPlace } from '../platform/secrets/secret-box.ts';

/** A trigger's address, as a delivery finds it. */
export interface HookTarget {
  readonly id: string;
  readonly tenantId: string;
  readonly flowId: string;
  readonly nodeId: string;
  readonly sealed: Sealed | undefined;
}

interface HookRow {
  readonly tenant_id: string;
  readonly flow_id: string;
  readonly node_id: string;
  readonly sealed_secret: Buffer | null;
  readonly key_version: number | null;
}

function placeOf(tenantId: string, rowId: string): SecretPlace {
  return { tenantId, table: 'hooks', column: 'sealed_secret', rowId };
}

/** The addresses of triggers and their secrets. */
export class HookBook {
  readonly #database: Database;
  readonly #box: SecretBox;
  readonly #known: Remembered<HookTarget>;

  constructor(database: Database, box: SecretBox) {
    this.#database = database;
    this.#box = box;
    this.#known = new Remembered(database.changes, 'hook');
  }

  /** Across tenants: the id is all that a sender has. */
  async find(id: string): Promise<HookTarget | undefined> {
    if (!/^[A-Za-z0-9_-]{22,64}$/.test(id)) return undefined;
    return this.#known.get(id, () => this.#read(id));
  }

  async #read(id: string): Promise<HookTarget | undefined> {
    const [row] = await this.#database.asSystem((sql) =>
      sql.query<HookRow>('SELECT tenant_id, flow_id, node_id, sealed_secret, key_version FROM hooks WHERE id = $1', [
        id,
      ]),
    );
    if (row === undefined) return undefined;
    const sealed =
      row.sealed_secret === null || row.key_version === null
        ? undefined
        : { bytes: row.sealed_secret, keyVersion: row.key_version };
    return { id, tenantId: row.tenant_id, flowId: row.flow_id, nodeId: row.node_id, sealed };
  }

  async openSecret(hook: HookTarget): Promise<string | undefined> {
    return hook.sealed === undefined ? undefined : this.#box.open(placeOf(hook.tenantId, hook.id), hook.sealed);
  }

  /** The secret of a node of a flow; `undefined` when none was set. */
  async findSecret(
    tenantId: string,
    { flowId, nodeId }: { readonly flowId: string; readonly nodeId: string },
  ): Promise<string | undefined> {
    const [row] = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<{ readonly id: string }>('SELECT id FROM hooks WHERE flow_id = $1 AND node_id = $2', [flowId, nodeId]),
    );
    const hook = row === undefined ? undefined : await this.find(row.id);
    return hook === undefined ? undefined : this.openSecret(hook);
  }

  /** `null` takes the secret away. */
  async setSecret(
    { tenantId, flowId, nodeId }: { readonly tenantId: string; readonly flowId: string; readonly nodeId: string },
    secret: string | null,
  ): Promise<void> {
    const [hook] = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<{ readonly id: string }>('SELECT id FROM hooks WHERE flow_id = $1 AND node_id = $2', [flowId, nodeId]),
    );
    if (hook === undefined) {
      const message = `This flow has no address for a trigger called ${nodeId}. Publish the flow with that trigger first.`;
      throw new Fault('missing', 'flow.no-hook', message, { details: { flowId, nodeId } });
    }
    const sealed = secret === null ? undefined : await this.#box.seal(placeOf(tenantId, hook.id), secret);
    await this.#database.inTenant(tenantId, (sql) =>
      sql.query('UPDATE hooks SET sealed_secret = $2, key_version = $3 WHERE id = $1', [
        hook.id,
        sealed?.bytes ?? null,
        sealed?.keyVersion ?? null,
      ]),
    );
    this.#database.changes.tell('hook', hook.id);
  }
}
