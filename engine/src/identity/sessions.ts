import { randomUUID } from 'node:crypto';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Principal, Role } from '../platform/nest/principal.ts';
import { hashToken, newToken } from './token.ts';

export interface SessionLimits {
  /** Ends a session that nobody uses, in milliseconds. */
  readonly idleMs: number;
  /** Ends every session, in milliseconds after log-in. */
  readonly absoluteMs: number;
}

export const usualLimits: SessionLimits = { idleMs: 30 * 60_000, absoluteMs: 12 * 3_600_000 };

/** A session's last use is written at most this often. */
const seenEveryMs = 60_000;

interface Row {
  readonly id: string;
  readonly tenant_id: string;
  readonly user_id: string;
  readonly role: Role;
  readonly last_seen_at: Date;
}

/** Who is logged in. Tokens are stored hashed; the role is read anew at every request. */
export class Sessions {
  readonly limits: SessionLimits;
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock, limits: SessionLimits) {
    this.#database = database;
    this.#clock = clock;
    this.limits = limits;
  }

  /** Starts a session and returns its token, which is nowhere else. */
  async start(tenantId: string, userId: string): Promise<string> {
    const token = newToken();
    const now = this.#clock.now();
    const dates = [new Date(now), new Date(now + this.limits.absoluteMs)];
    await this.#database.inTenant(tenantId, async (sql) => {
      await sql.query('DELETE FROM sessions WHERE user_id = $1 AND expires_at < $2', [userId, dates[0]]);
      await sql.query(
        `INSERT INTO sessions (id, tenant_id, user_id, token_hash, created_at, last_seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $5, $6)`,
        [randomUUID(), tenantId, userId, hashToken(token), ...dates],
      );
    });
    return token;
  }

  async find(token: string): Promise<Principal | undefined> {
    const now = this.#clock.now();
    return this.#database.asSystem(async (sql) => {
      const [row] = await sql.query<Row>(
        `SELECT s.id, s.tenant_id, s.user_id, s.last_seen_at, m.role
         FROM sessions s JOIN memberships m ON m.tenant_id = s.tenant_id AND m.user_id = s.user_id
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.last_seen_at > $3`,
        [hashToken(token), new Date(now), new Date(now - this.limits.idleMs)],
      );
      if (row === undefined) return undefined;
      if (row.last_seen_at.getTime() < now - seenEveryMs) {
        await sql.query('UPDATE sessions SET last_seen_at = $2 WHERE id = $1', [row.id, new Date(now)]);
      }
      return { tenantId: row.tenant_id, role: row.role, by: { kind: 'user', userId: row.user_id } };
    });
  }

  async end(token: string): Promise<void> {
    await this.#database.asSystem((sql) => sql.query('DELETE FROM sessions WHERE token_hash = $1', [hashToken(token)]));
  }

  /** Ends what a person has open in one tenant. */
  async endAll(tenantId: string, userId: string): Promise<void> {
    await this.#database.inTenant(tenantId, (sql) => sql.query('DELETE FROM sessions WHERE user_id = $1', [userId]));
  }
}
