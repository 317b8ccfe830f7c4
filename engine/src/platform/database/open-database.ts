import { migrations } from '@invoicepatch/migrations';
import { DataSource } from 'typeorm';
import { PostgresDatabase } from './database.postgres.ts';
import type { Database } from './database.ts';

export interface DatabaseOptions {
  /** A user that owns the schema and may create roles. */
  readonly url: string;
  /** Most connections that this process holds. */
  readonly poolSize: number;
}

function source({ url, poolSize }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    extra: { connectionTimeoutMillis: 10_000, statement_timeout: 60_000 },
  });
}

/** Connects and brings the schema up to date. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const data = source(options);
  await data.initialize();
  try {
    await migrate(data);
  } catch (failure) {
    await data.destroy();
    throw failure;
  }
  return new PostgresDatabase(data);
}

/** Two engines that start together migrate one after the other. */
async function migrate(data: DataSource): Promise<void> {
  const lock = data.createQueryRunner();
  try {
    await lock.query("SELECT pg_advisory_lock(hashtext('invoicepatch.migrations'))");
    await data.runMigrations({ transaction: 'each' });
  } finally {
    await lock.query("SELECT pg_advisory_unlock(hashtext('invoicepatch.migrations'))").catch(() => undefined);
    await lock.release();
  }
}
