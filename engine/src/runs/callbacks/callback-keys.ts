import { randomBytes } from 'node:crypto';
import type { RunFacts } from '../../execution/memory.ts';
import type { Database } from '../../platform/database/database.ts';
import type { SecretBox, SecretPlace } from '../../platform/secrets/secret-box.ts';

interface KeyRow {
  readonly sealed: Buffer;
  readonly key_version: number;
}

/** What the addresses of each tenant's waiting steps are made of. */
export class CallbackKeys {
  readonly #database: Database;
  readonly #box: SecretBox;
  readonly #url: () => string;
  readonly #kept = new Map<string, Promise<string>>();

  /** `url` is where all the addresses begin, without a trailing slash. */
  constructor(database: Database, box: SecretBox, url: () => string) {
    this.#database = database;
    this.#box = box;
    this.#url = url;
  }

  async of(tenantId: string): Promise<NonNullable<RunFacts['callbacks']>> {
    return { url: this.#url(), secret: await this.secret(tenantId) };
  }

  secret(tenantId: string): Promise<string> {
    const kept = this.#kept.get(tenantId) ?? this.#load(tenantId);
    this.#kept.set(tenantId, kept);
    kept.catch(() => this.#kept.delete(tenantId));
    return kept;
  }

  async #load(tenantId: string): Promise<string> {
    const place: SecretPlace = { tenantId, table: 'callback_keys', column: 'sealed', rowId: tenantId };
    const found = (await this.#find(tenantId)) ?? (await this.#make(tenantId, place));
    return this.#box.open(place, { bytes: found.sealed, keyVersion: found.key_version });
  }

  async #find(tenantId: string): Promise<KeyRow | undefined> {
    const [row] = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<KeyRow>('SELECT sealed, key_version FROM callback_keys WHERE tenant_id = $1', [tenantId]),
    );
    return row;
  }

  /** Of two that make one at the same time, the first counts for both. */
  async #make(tenantId: string, place: SecretPlace): Promise<KeyRow> {
    const sealed = await this.#box.seal(place, randomBytes(32).toString('base64url'));
    await this.#database.inTenant(tenantId, (sql) =>
      sql.query(
        'INSERT INTO callback_keys (tenant_id, sealed, key_version) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [tenantId, sealed.bytes, sealed.keyVersion],
      ),
    );
    return (await this.#find(tenantId)) ?? { sealed: Buffer.from(sealed.bytes), key_version: sealed.keyVersion };
  }
}
