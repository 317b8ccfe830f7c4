import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';

let home: TestDatabase;
let database: Database;
const [maple, birch] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 4 });
  await database.asSystem(async (sql) => {
    await sql.query("INSERT INTO tenants (id, slug, name) VALUES ($1, 'maple', 'Maple'), ($2, 'birch', 'Birch')", [
      maple,
      birch,
    ]);
    await sql.query("INSERT INTO records (tenant_id, collection, key, value) VALUES ($1, 'c', 'k', '1')", [birch]);
  });
});

afterAll(async () => {
  await database.close();
  await home.drop();
});

test('a tenant sees its own rows only', async () => {
  const seenByMaple = await database.inTenant(maple, (sql) => sql.query('SELECT * FROM records'));
  const seenByBirch = await database.inTenant(birch, (sql) => sql.query('SELECT * FROM records'));

  expect(seenByMaple).toHaveLength(0);
  expect(seenByBirch).toHaveLength(1);
});

test('a tenant cannot write a row of another', async () => {
  const theft = database.inTenant(maple, (sql) =>
    sql.query("INSERT INTO records (tenant_id, collection, key, value) VALUES ($1, 'c', 'x', '1')", [birch]),
  );

  await expect(theft).rejects.toThrow(/row-level security/);
});

test('a failed transaction leaves nothing behind', async () => {
  const failing = database.inTenant(maple, async (sql) => {
    await sql.query("INSERT INTO records (tenant_id, collection, key, value) VALUES ($1, 'c', 'gone', '1')", [maple]);
    throw new Error('no');
  });

  await expect(failing).rejects.toThrow('no');
  expect(await database.inTenant(maple, (sql) => sql.query('SELECT * FROM records'))).toHaveLength(0);
});

test('every table with rows forces row security', async () => {
  const open = await database.asSystem((sql) =>
    sql.query(
      `SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND relkind IN ('r', 'p') AND relname <> 'migrations' AND NOT (relrowsecurity AND relforcerowsecurity)`,
    ),
  );

  expect(open).toEqual([]);
});

test('the roles of the product own nothing', async () => {
  const owned = await database.asSystem((sql) =>
    sql.query("SELECT tablename FROM pg_tables WHERE tableowner IN ('invoicepatch_tenant', 'invoicepatch_system')"),
  );

  expect(owned).toEqual([]);
});
