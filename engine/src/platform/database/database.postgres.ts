import { Fault } from '@invoicepatch/sdk';
import type pg from 'pg';
import { findErrorCode } from '../error-code.ts';
import type { Changes } from './changes.ts';
import type { Database, Sql } from './database.ts';
import { PostgresLine } from './line.postgres.ts';
import type { Line } from './line.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const unstorable: ReadonlySet<string> = new Set(['22021', '22P05']);

/** Postgres behind two roles that own nothing; row security decides what each transaction sees. */
export class PostgresDatabase implements Database {
  readonly #pool: pg.Pool;
  readonly #lines: Line[] = [];
  readonly changes: Changes;

  constructor(pool: pg.Pool, changes: Changes) {
    this.#pool = pool;
    this.changes = changes;
  }

  inTenant<Result>(tenantId: string, work: (sql: Sql) => Promise<Result>): Promise<Result> {
    // The id stands inside the text because SET takes no parameters, so nothing but a uuid gets there.
    if (!uuid.test(tenantId)) throw new Fault('bug', 'engine.unexpected', 'A tenant id is not a uuid.');
    return this.#transaction(`BEGIN; SET LOCAL ROLE invoicepatch_tenant; SET LOCAL app.tenant = '${tenantId}'`, work);
  }

  asSystem<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    return this.#transaction('BEGIN; SET LOCAL ROLE invoicepatch_system', work);
  }

  openLine(): Line {
    const line = new PostgresLine(this.#pool);
    this.#lines.push(line);
    return line;
  }

  async close(): Promise<void> {
    await this.changes.close();
    await Promise.all(this.#lines.splice(0).map((line) => line.close()));
    if (!this.#pool.ended) await this.#pool.end();
  }

  async #transaction<Result>(begin: string, work: (sql: Sql) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    let broken = false;
    try {
      await client.query(begin);
      const result = await work({
        query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
          rowsOf<Row>(await client.query(text, [...values])),
      });
      await client.query('COMMIT');
      return result;
    } catch (failure) {
      // The first failure is the one to tell; a connection that broke can't roll back and is thrown away.
      await client.query('ROLLBACK').catch(() => {
        broken = true;
      });
      throw toStorageFault(failure);
    } finally {
      client.release(broken);
    }
  }
}

/** Postgres keeps no NUL in a text; whoever sent one can correct it. */
function toStorageFault(failure: unknown): unknown {
  if (!unstorable.has(findErrorCode(failure) ?? '')) return failure;
  const message = 'A text holds the character U+0000, which cannot be kept. Remove it.';
  return new Fault('invalid', 'request.bad-text', message, { cause: failure });
}

function rowsOf<Row>(result: { readonly rows: readonly unknown[] }): Row[] {
  return result.rows as Row[];
}
