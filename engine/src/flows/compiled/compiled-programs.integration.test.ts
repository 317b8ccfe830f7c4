import { randomUUID } from 'node:crypto';
import { flowDocument } from '@invoicepatch/sdk';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open-database.ts';
import { ProcessSandbox } from '../../sandbox/sandbox.process.ts';
import { CompiledPrograms } from './compiled-programs.ts';

let home: TestDatabase;
let database: Database;
let sandbox: ProcessSandbox;

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 2 });
  sandbox = new ProcessSandbox();
});

afterAll(async () => {
  await sandbox.close();
  await database.close();
  await home.drop();
});

async function publishVersion() {
  const [tenantId, flowId] = [randomUUID(), randomUUID()];
  const document = JSON.stringify(flowDocument.parse({ format: 1, nodes: [], edges: [] }));
  await database.asSystem(async (sql) => {
    await sql.query("INSERT INTO tenants (id, name, slug) VALUES ($1, 'Acme', $2)", [tenantId, tenantId]);
    await sql.query("INSERT INTO flows (id, tenant_id, name, draft) VALUES ($1, $2, 'Hours', $3)", [
      flowId,
      tenantId,
      document,
    ]);
    await sql.query(
      "INSERT INTO flow_versions (tenant_id, flow_id, version, document, content_hash) VALUES ($1, $2, 1, $3, '')",
      [tenantId, flowId, document],
    );
  });
  return { tenantId, flowId, version: 1 };
}

const mapping = { language: 'jsonata', source: '{ "total": $sum(lines.amount) }' } as const;

test('what was compiled once is read with its version, and not compiled again', async () => {
  const key = await publishVersion();
  const programs = new CompiledPrograms(database, sandbox);
  const first = await programs.open(key);
  const made = await first.get(mapping);
  await programs.save(key, first);

  const again = await programs.open(key);

  expect(await again.get(mapping)).toEqual(made);
  expect(again.isChanged).toBe(false);
});

test.each([
  [
    'code that is not what its hash says',
    'UPDATE compiled_programs SET programs = replace(programs, \'"total"\', \'"wrong"\')',
  ],
  ['code that another compiler made', "UPDATE compiled_programs SET compiler = 'another'"],
])('%s is compiled again', async (_, spoil) => {
  const key = await publishVersion();
  const programs = new CompiledPrograms(database, sandbox);
  const first = await programs.open(key);
  const made = await first.get(mapping);
  await programs.save(key, first);
  await database.asSystem((sql) =>
    sql.query(spoil.replace('"total"', '\\"total\\"').replace('"wrong"', '\\"wrong\\"')),
  );

  const again = await programs.open(key);

  expect(await again.get(mapping)).toEqual(made);
  expect(again.isChanged).toBe(true);
});

test('a rule, and what cannot be compiled, has no code', async () => {
  const programs = await new CompiledPrograms(database, sandbox).open(await publishVersion());

  expect(await programs.get({ language: 'json-logic', source: '{"var":"a"}' })).toBeUndefined();
  expect(await programs.get({ language: 'jsonata', source: '$eval("1")' })).toBeUndefined();
  expect(programs.isChanged).toBe(false);
});
