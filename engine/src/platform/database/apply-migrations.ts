import { migrations } from '@invoicepatch/migrations';
import { DataSource } from 'typeorm';

/** Two engines that start together migrate one after the other. */
async function migrateAlone(data: DataSource): Promise<void> {
  const lock = data.createQueryRunner();
  try {
    await lock.query("SELECT pg_advisory_lock(hashtext('invoicepatch.migrations'))");
    await data.runMigrations({ transaction: 'each' });
  } finally {
    await lock.query("SELECT pg_advisory_unlock(hashtext('invoicepatch.migrations'))").catch(() => undefined);
    await lock.release();
  }
}

/** Brings the schema up to date. */
export async function applyMigrations(url: string): Promise<void> {
  const data = new DataSource({
    type: 'postgres',
    url,
    poolSize: 2,
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    extra: { connectionTimeoutMillis: 10_000, statement_timeout: 60_000 },
  });
  await data.initialize();
  try {
    await migrateAlone(data);
  } finally {
    await data.destroy();
  }
}
