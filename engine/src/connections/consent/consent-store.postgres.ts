import { randomUUID } from 'node:crypto';
import { Fault, z } from '@invoicepatch/sdk';
import type { Database, Sql } from '../../platform/database/database.ts';
import type { SecretBox, SecretPlace } from '../../platform/secrets/secret-box.ts';
import type { Environment, Settings } from '../connection-store.postgres.ts';
import type { ConsentOutcome, ConsentSecrets, ConsentStatus, StoredConsent } from './consent.ts';

const secretsText = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  verifier: z.string(),
  granted: z.record(z.string(), z.string()).optional(),
});

interface Row {
  readonly id: string;
  readonly tenant_id: string;
  readonly connection_id: string | null;
  readonly auth: string;
  readonly name: string;
  readonly environment: Environment;
  readonly settings: Settings;
  readonly redirect_uri: string;
  readonly status: ConsentStatus;
  readonly outcome: ConsentOutcome;
  readonly created_by: string | null;
  readonly sealed_secrets: Buffer;
  readonly key_version: number;
}

export interface NewConsent extends Omit<StoredConsent, 'id' | 'status' | 'outcome'> {
  readonly stateHash: Buffer;
  readonly sessionHash: Buffer;
  readonly secrets: ConsentSecrets;
  readonly now: number;
  readonly expiresAt: number;
}

export interface OpenedConsent {
  readonly consent: StoredConsent;
  readonly secrets: ConsentSecrets;
}

interface StateClaim {
  readonly stateHash: Buffer;
  readonly sessionHash: Buffer;
  readonly now: number;
}

export interface ConsentMove {
  readonly from: ConsentStatus;
  readonly to: ConsentStatus;
  readonly outcome: ConsentOutcome;
  /** `undefined` forgets them: a consent that is over keeps no secret. */
  readonly secrets?: ConsentSecrets;
}

const insert = `
INSERT INTO consents (id, tenant_id, state_hash, session_hash, connection_id, auth, name, environment, settings, redirect_uri,
  sealed_secrets, key_version, created_by, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING *`;
const select = 'SELECT * FROM consents WHERE id = $1 AND expires_at > $2';
/** A state is used once: whoever comes second finds none. */
const claim = `
UPDATE consents SET status = 'asking'
WHERE state_hash = $1 AND session_hash = $2 AND status = 'open' AND expires_at > $3 RETURNING *`;

function placeOf(tenantId: string, id: string): SecretPlace {
  return { tenantId, table: 'consents', column: 'sealed_secrets', rowId: id };
}

function toConsent(row: Row): StoredConsent {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    connectionId: row.connection_id ?? undefined,
    auth: row.auth,
    name: row.name,
    environment: row.environment,
    settings: row.settings,
    redirectUri: row.redirect_uri,
    status: row.status,
    outcome: row.outcome,
    createdBy: row.created_by ?? undefined,
  };
}

/** Consents under way, as rows; what must stay secret is sealed. */
export class ConsentStore {
  readonly #database: Database;
  readonly #box: SecretBox;

  constructor(database: Database, box: SecretBox) {
    this.#database = database;
    this.#box = box;
  }

  async add(consent: NewConsent): Promise<StoredConsent> {
    const id = randomUUID();
    const { tenantId, secrets } = consent;
    const sealed = await this.#box.seal(placeOf(tenantId, id), JSON.stringify(secrets));
    const rows = await this.#database.inTenant(tenantId, async (sql) => {
      await sql.query('DELETE FROM consents WHERE expires_at < $1', [new Date(consent.now)]);
      return sql.query<Row>(insert, [
        id,
        tenantId,
        consent.stateHash,
        consent.sessionHash,
        consent.connectionId ?? null,
        consent.auth,
        consent.name,
        consent.environment,
        JSON.stringify(consent.settings),
        consent.redirectUri,
        sealed.bytes,
        sealed.keyVersion,
        consent.createdBy ?? null,
        new Date(consent.expiresAt),
      ]);
    });
    return toConsent(first(rows));
  }

  /** Takes the consent that this state stands for, when it was begun in this very session and is still open. */
  claim(tenantId: string, { stateHash, sessionHash, now }: StateClaim): Promise<OpenedConsent | undefined> {
    return this.#opened(tenantId, (sql) => sql.query<Row>(claim, [stateHash, sessionHash, new Date(now)]));
  }

  async get(tenantId: string, id: string, now: number): Promise<StoredConsent> {
    const [row] = await this.#database.inTenant(tenantId, (sql) => sql.query<Row>(select, [id, new Date(now)]));
    if (row !== undefined) return toConsent(row);
    throw new Fault('missing', 'consent.not-found', 'There is no such consent, or its time is over. Connect again.');
  }

  openSecrets({ tenantId, id }: StoredConsent, now: number): Promise<OpenedConsent | undefined> {
    return this.#opened(tenantId, (sql) => sql.query<Row>(select, [id, new Date(now)]));
  }

  /** `false` when it was no longer in the state that it is moved from. */
  async move({ tenantId, id }: StoredConsent, { from, to, outcome, secrets }: ConsentMove): Promise<boolean> {
    const kept = secrets ?? { clientId: '', clientSecret: '', verifier: '' };
    const sealed = await this.#box.seal(placeOf(tenantId, id), JSON.stringify(kept));
    const rows = await this.#database.inTenant(tenantId, (sql) =>
      sql.query(
        `UPDATE consents SET status = $3, outcome = $4, sealed_secrets = $5, key_version = $6
         WHERE id = $1 AND status = $2 RETURNING id`,
        [id, from, to, JSON.stringify(outcome), sealed.bytes, sealed.keyVersion],
      ),
    );
    return rows.length > 0;
  }

  async #opened(tenantId: string, ask: (sql: Sql) => Promise<Row[]>): Promise<OpenedConsent | undefined> {
    const [row] = await this.#database.inTenant(tenantId, ask);
    if (row === undefined) return undefined;
    const sealed = { bytes: row.sealed_secrets, keyVersion: row.key_version };
    const text = await this.#box.open(placeOf(tenantId, row.id), sealed);
    const { granted, ...secrets } = secretsText.parse(JSON.parse(text));
    return { consent: toConsent(row), secrets: granted === undefined ? secrets : { ...secrets, granted } };
  }
}

function first(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Fault('bug', 'engine.unexpected', 'A new consent is not there.');
  return row;
}
