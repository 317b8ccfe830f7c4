import { randomUUID, timingSafeEqual } from 'node:crypto';
import { Fault } from '@invoicepatch/sdk';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Principal, Role } from '../platform/nest/principal.ts';
import { hashToken, newToken } from './token.ts';

type ApiKeyRole = Exclude<Role, 'owner'>;

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: ApiKeyRole;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
}

export interface NewApiKey {
  readonly tenantId: string;
  readonly name: string;
  readonly role: ApiKeyRole;
  readonly createdBy: string | undefined;
  /** Epoch milliseconds. */
  readonly expiresAt: number | undefined;
}

interface Row {
  readonly id: string;
  readonly tenant_id: string;
  readonly name: string;
  readonly role: ApiKeyRole;
  readonly secret_hash: Buffer;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly expires_at: Date | null;
}

const usedEveryMs = 60_000;
const form = /^ipk_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;

function toApiKey(row: Row): ApiKey {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}

/** Keys for scripts: `ipk_<id>.<secret>`, of which only the secret's hash is kept. */
export class ApiKeys {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async create({ tenantId, name, role, createdBy, expiresAt }: NewApiKey): Promise<ApiKey & { readonly key: string }> {
    const now = this.#clock.now();
    if (expiresAt !== undefined && expiresAt <= now) {
      throw new Fault(
        'invalid',
        'api-key.expired',
        'The key would have expired before it exists: choose a later time.',
      );
    }
    const [id, secret] = [randomUUID(), newToken()];
    const [row] = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<Row>(
        `INSERT INTO api_keys (id, tenant_id, name, role, secret_hash, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *`,
        [
          id,
          tenantId,
          name,
          role,
          hashToken(secret),
          createdBy ?? null,
          new Date(now),
          expiresAt === undefined ? null : new Date(expiresAt),
        ],
      ),
    );
    if (row === undefined) throw new Fault('bug', 'engine.unexpected', 'A new API key was not written.');
    return { ...toApiKey(row), key: `ipk_${id}.${secret}` };
  }

  async list(tenantId: string): Promise<readonly ApiKey[]> {
    const rows = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<Row>('SELECT * FROM api_keys WHERE revoked_at IS NULL ORDER BY created_at DESC, id LIMIT 200'),
    );
    return rows.map(toApiKey);
  }

  async revoke(tenantId: string, id: string): Promise<void> {
    const rows = await this.#database.inTenant(tenantId, (sql) =>
      sql.query('UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING id', [
        id,
        new Date(this.#clock.now()),
      ]),
    );
    if (rows.length === 0) throw new Fault('missing', 'api-key.not-found', 'There is no API key with this id.');
  }

  async find(key: string): Promise<Principal | undefined> {
    const [, id, secret] = form.exec(key) ?? [];
    if (id === undefined || secret === undefined) return undefined;
    const now = this.#clock.now();
    return this.#database.asSystem(async (sql) => {
      const [row] = await sql.query<Row>(
        'SELECT * FROM api_keys WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)',
        [id, new Date(now)],
      );
      if (row === undefined || !timingSafeEqual(row.secret_hash, hashToken(secret))) return undefined;
      if ((row.last_used_at?.getTime() ?? 0) < now - usedEveryMs) {
        await sql.query('UPDATE api_keys SET last_used_at = $2 WHERE id = $1', [id, new Date(now)]);
      }
      return { tenantId: row.tenant_id, role: row.role, by: { kind: 'api-key', keyId: id } };
    });
  }
}
