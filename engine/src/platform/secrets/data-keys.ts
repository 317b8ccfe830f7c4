import { randomBytes } from 'node:crypto';
import { Fault } from '@invoicepatch/sdk';
import type { Clock } from '../clock/clock.ts';
import type { Database, Sql } from '../database/database.ts';
import type { MasterKey } from './master-key.ts';

export interface DataKey {
  readonly version: number;
  readonly key: Buffer;
}

interface Row {
  readonly version: number;
  readonly wrapped: Buffer;
  readonly master_key_id: string;
}

/** Keys stay in memory this long, so that a key service that is away for a moment stops nobody. */
const cachedMs = 300_000;

const newest = 'SELECT version, wrapped, master_key_id FROM data_keys ORDER BY version DESC LIMIT 1';
const byVersion = 'SELECT version, wrapped, master_key_id FROM data_keys WHERE version = $1';

/** Each tenant's own key, wrapped by the master key. */
export class DataKeys {
  readonly #database: Database;
  readonly #master: MasterKey;
  readonly #clock: Clock;
  readonly #cache = new Map<string, { readonly key: DataKey; readonly untilMs: number }>();

  constructor(database: Database, master: MasterKey, clock: Clock) {
    this.#database = database;
    this.#master = master;
    this.#clock = clock;
  }

  /** The key that new secrets are sealed with; made when the tenant has none. */
  async getNewest(tenantId: string): Promise<DataKey> {
    return this.#cached(`${tenantId} newest`, async () => {
      const fresh = await this.#master.wrap(randomBytes(32), contextOf(tenantId, 1));
      const row = await this.#database.inTenant(
        tenantId,
        async (sql) => (await first(sql, newest)) ?? this.#add(sql, tenantId, fresh),
      );
      return this.#unwrap(tenantId, row);
    });
  }

  async getVersion(tenantId: string, version: number): Promise<DataKey> {
    return this.#cached(`${tenantId} ${version}`, async () => {
      const row = await this.#database.inTenant(tenantId, (sql) => first(sql, byVersion, [version]));
      if (row === undefined)
        throw new Fault('bug', 'engine.unexpected', `The data key ${version} of a tenant is gone.`);
      return this.#unwrap(tenantId, row);
    });
  }

  async #cached(name: string, load: () => Promise<DataKey>): Promise<DataKey> {
    const now = this.#clock.now();
    const known = this.#cache.get(name);
    if (known !== undefined && known.untilMs > now) return known.key;
    const key = await load();
    this.#cache.set(name, { key, untilMs: now + cachedMs });
    return key;
  }

  async #add(sql: Sql, tenantId: string, wrapped: Buffer): Promise<Row | undefined> {
    await sql.query(
      'INSERT INTO data_keys (tenant_id, version, wrapped, master_key_id) VALUES ($1, 1, $2, $3) ON CONFLICT DO NOTHING',
      [tenantId, wrapped, this.#master.fingerprint],
    );
    return first(sql, newest);
  }

  async #unwrap(tenantId: string, row: Row | undefined): Promise<DataKey> {
    if (row === undefined) throw new Fault('bug', 'engine.unexpected', 'A data key was not written.');
    try {
      return { version: row.version, key: await this.#master.unwrap(row.wrapped, contextOf(tenantId, row.version)) };
    } catch (cause) {
      throw new Fault(
        'unavailable',
        'secrets.locked',
        `Secrets cannot be opened: they were sealed under the master key ${row.master_key_id}, and this engine holds ${this.#master.fingerprint}. Put the right key back and start again.`,
        { cause },
      );
    }
  }
}

function contextOf(tenantId: string, version: number): string {
  return `invoicepatch.data-key ${tenantId} ${version}`;
}

async function first(sql: Sql, text: string, values: readonly unknown[] = []): Promise<Row | undefined> {
  return (await sql.query<Row>(text, values))[0];
}

/** At start, before anything is sealed under a second key: says which key is wanted. */
export async function refuseWrongMasterKey(database: Database, master: MasterKey): Promise<void> {
  const [other] = await database.asSystem((sql) =>
    sql.query<Row & { readonly tenant_id: string }>(
      'SELECT tenant_id, version, wrapped, master_key_id FROM data_keys ORDER BY (master_key_id = $1), created_at LIMIT 1',
      [master.fingerprint],
    ),
  );
  if (other === undefined) return;
  const opens = await master.unwrap(other.wrapped, contextOf(other.tenant_id, other.version)).then(
    () => true,
    () => false,
  );
  if (opens) return;
  throw new Fault(
    'denied',
    'config.wrong-master-key',
    `This is not the master key of this database: its secrets were sealed under the key with the fingerprint ${other.master_key_id}, and the key given has ${master.fingerprint}. Put the right key file or MASTER_KEY back.`,
  );
}
