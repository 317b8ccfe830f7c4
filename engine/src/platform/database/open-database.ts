import { migrations } from '@invoicepatch/migrations';
import pg from 'pg';
import { findErrorCode } from '../error-code.ts';
import { PostgresChanges } from './changes.postgres.ts';
import { PostgresDatabase } from './database.postgres.ts';
import type { Database } from './database.ts';

export interface DatabaseOptions {
  /** A user that owns the schema and may create roles. */
  readonly url: string;
  /** Most connections that this process holds. */
  readonly poolSize: number;
}

const undefinedTable = '42P01';

function openPool({ url, poolSize }: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 10_000,
    statement_timeout: 60_000,
  });
  // A connection that breaks is replaced; whoever used it learns from the query.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

async function listApplied(pool: pg.Pool): Promise<ReadonlySet<string>> {
  try {
    const { rows } = await pool.query('SELECT name FROM migrations');
    return new Set(rows.map(({ name }) => String(name)));
  } catch (failure) {
    if (findErrorCode(failure) === undefinedTable) return new Set();
    throw failure;
  }
}

/** The tool for migrations takes as much memory as the rest of the engine's libraries, so it is loaded only for work. */
async function migrate(pool: pg.Pool, url: string): Promise<void> {
  const applied = await listApplied(pool);
  if (migrations.every(({ name }) => applied.has(name))) return;
  const { applyMigrations } = await import('./apply-migrations.ts');
  await applyMigrations(url);
}

/** Connects and brings the schema up to date. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const pool = openPool(options);
  try {
    await migrate(pool, options.url);
  } catch (failure) {
    await pool.end();
    throw failure;
  }
  return new PostgresDatabase(pool, new PostgresChanges(options.url));
}
