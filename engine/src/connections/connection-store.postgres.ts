import { randomUUID } from 'node:crypto';
import { Fault, type Json } from '@invoicepatch/sdk';
import type { Database, Sql } from '../platform/database/database.ts';
import { findErrorCode } from '../platform/error-code.ts';
import type { Sealed, SecretBox, SecretPlace } from '../platform/secrets/secret-box.ts';
import { fromSecretText, type Secrets, toSecretText } from './secrets.ts';

export type Environment = 'production' | 'sandbox' | 'simulator';
export type Health = 'unknown' | 'good' | 'refused' | 'unreachable';
export type Settings = Readonly<Record<string, Json>>;

export interface StoredConnection {
  readonly id: string;
  readonly tenantId: string;
  readonly auth: string;
  readonly name: string;
  readonly environment: Environment;
  readonly settings: Settings;
  readonly sealed: Sealed;
  readonly health: Health;
  readonly healthNote: string;
  readonly checkedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface NewConnection {
  readonly tenantId: string;
  readonly auth: string;
  readonly name: string;
  readonly environment: Environment;
  readonly settings: Settings;
  readonly secrets: Secrets;
  readonly createdBy: string | undefined;
}

export interface ConnectionChange {
  readonly name: string;
  readonly settings: Settings;
  /** Makes the new secrets of the old ones; `undefined` keeps what is sealed. */
  readonly secrets: ((kept: Secrets) => Secrets) | undefined;
}

interface Row {
  readonly id: string;
  readonly tenant_id: string;
  readonly auth: string;
  readonly name: string;
  readonly environment: Environment;
  readonly settings: Settings;
  readonly sealed_secrets: Buffer;
  readonly key_version: number;
  readonly health: Health;
  readonly health_note: string;
  readonly checked_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

function toConnection(row: Row): StoredConnection {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    auth: row.auth,
    name: row.name,
    environment: row.environment,
    settings: row.settings,
    sealed: { bytes: row.sealed_secrets, keyVersion: row.key_version },
    health: row.health,
    healthNote: row.health_note,
    checkedAt: row.checked_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

const uniqueViolation = '23505';

function placeOf(tenantId: string, id: string): SecretPlace {
  return { tenantId, table: 'connections', column: 'sealed_secrets', rowId: id };
}

function nameTaken(name: string): Fault {
  return new Fault(
    'conflict',
    'connection.name-taken',
    `A connection with the name ${name} is there already. Choose another name.`,
  );
}

async function refuseTakenName(sql: Sql, name: string, except: string | undefined): Promise<void> {
  const taken = await sql.query('SELECT 1 FROM connections WHERE name = $1 AND id IS DISTINCT FROM $2', [
    name,
    except ?? null,
  ]);
  if (taken.length > 0) throw nameTaken(name);
}

/** Connections as rows; their secrets go in and come out sealed. */
export class ConnectionStore {
  readonly #database: Database;
  readonly #box: SecretBox;

  constructor(database: Database, box: SecretBox) {
    this.#database = database;
    this.#box = box;
  }

  async add({
    tenantId,
    auth,
    name,
    environment,
    settings,
    secrets,
    createdBy,
  }: NewConnection): Promise<StoredConnection> {
    const id = randomUUID();
    const sealed = await this.#box.seal(placeOf(tenantId, id), toSecretText(secrets));
    const rows = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<Row>(
        `INSERT INTO connections (id, tenant_id, auth, name, environment, settings, sealed_secrets, key_version, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant_id, name) DO NOTHING RETURNING *`,
        [
          id,
          tenantId,
          auth,
          name,
          environment,
          JSON.stringify(settings),
          sealed.bytes,
          sealed.keyVersion,
          createdBy ?? null,
        ],
      ),
    );
    const [row] = rows;
    if (row === undefined) throw nameTaken(name);
    return toConnection(row);
  }

  /** By name, after the one given. */
  async list(
    tenantId: string,
    after: { readonly name: string; readonly id: string } | undefined,
    limit: number,
  ): Promise<readonly StoredConnection[]> {
    const rows = await this.#database.inTenant(tenantId, (sql) =>
      after === undefined
        ? sql.query<Row>('SELECT * FROM connections ORDER BY name, id LIMIT $1', [limit])
        : sql.query<Row>('SELECT * FROM connections WHERE (name, id) > ($2, $3) ORDER BY name, id LIMIT $1', [
            limit,
            after.name,
            after.id,
          ]),
    );
    return rows.map(toConnection);
  }

  async get(tenantId: string, id: string): Promise<StoredConnection> {
    return this.#database.inTenant(tenantId, (sql) => getRow(sql, id));
  }

  /** Under the same lock as a renewal, so that neither overwrites what the other has just written. */
  async change(
    { tenantId, id }: StoredConnection,
    { name, settings, secrets }: ConnectionChange,
  ): Promise<StoredConnection> {
    const work = this.#database.inTenant(tenantId, async (sql) => {
      await sql.query('SELECT 1 FROM connections WHERE id = $1 FOR UPDATE', [id]);
      const before = await getRow(sql, id);
      await refuseTakenName(sql, name, id);
      await sql.query('UPDATE connections SET name = $2, settings = $3, updated_at = now() WHERE id = $1', [
        id,
        name,
        JSON.stringify(settings),
      ]);
      if (secrets !== undefined) await this.#reseal(sql, before, secrets(await this.openSecrets(before)));
      // What was found out about other settings or secrets says nothing about these.
      if (secrets !== undefined || JSON.stringify(settings) !== JSON.stringify(before.settings)) {
        await sql.query(
          "UPDATE connections SET health = 'unknown', health_note = '', checked_at = NULL WHERE id = $1",
          [id],
        );
      }
      return getRow(sql, id);
    });
    return work.catch((failure: unknown) => {
      // Somebody else took the name after it was found free.
      throw findErrorCode(failure) === uniqueViolation ? nameTaken(name) : failure;
    });
  }

  /** Before anything is made for a connection that could not be added. */
  async refuseTakenName(tenantId: string, name: string): Promise<void> {
    await this.#database.inTenant(tenantId, (sql) => refuseTakenName(sql, name, undefined));
  }

  async remove(tenantId: string, id: string): Promise<void> {
    await this.#database.inTenant(tenantId, (sql) => sql.query('DELETE FROM connections WHERE id = $1', [id]));
  }

  async setHealth(
    tenantId: string,
    id: string,
    { health, note, at }: { readonly health: Health; readonly note: string; readonly at: number },
  ): Promise<void> {
    await this.#database.inTenant(tenantId, (sql) =>
      sql.query('UPDATE connections SET health = $2, health_note = $3, checked_at = $4 WHERE id = $1', [
        id,
        health,
        note,
        new Date(at),
      ]),
    );
  }

  async openSecrets({ tenantId, id, sealed }: StoredConnection): Promise<Secrets> {
    return fromSecretText(await this.#box.open(placeOf(tenantId, id), sealed));
  }

  /**
   * Renews secrets alone: nobody else renews those of this connection meanwhile, in any process. What `renew` returns is
   * committed before this resolves; when it throws, the old secrets stay.
   */
  async renewSecrets(tenantId: string, id: string, renew: (secrets: Secrets) => Promise<Secrets>): Promise<Secrets> {
    return this.#database.inTenant(tenantId, async (sql) => {
      await sql.query('SELECT 1 FROM connections WHERE id = $1 FOR UPDATE', [id]);
      const connection = await getRow(sql, id);
      const before = await this.openSecrets(connection);
      const after = await renew(before);
      if (after !== before) await this.#reseal(sql, connection, after);
      return after;
    });
  }

  async #reseal(sql: Sql, { tenantId, id }: StoredConnection, secrets: Secrets): Promise<void> {
    const sealed = await this.#box.seal(placeOf(tenantId, id), toSecretText(secrets));
    await sql.query('UPDATE connections SET sealed_secrets = $2, key_version = $3 WHERE id = $1', [
      id,
      sealed.bytes,
      sealed.keyVersion,
    ]);
  }
}

async function getRow(sql: Sql, id: string): Promise<StoredConnection> {
  const [row] = await sql.query<Row>('SELECT * FROM connections WHERE id = $1', [id]);
  if (row === undefined) throw new Fault('missing', 'connection.not-found', 'There is no connection with this id.');
  return toConnection(row);
}
