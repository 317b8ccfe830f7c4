import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-postgres.ts';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open-database.ts';
import { RunLists, type RunQuery } from './run-lists.ts';

const day = 86_400_000;
const tenantId = randomUUID();
const flowId = randomUUID();
const now = Date.now();
/** Newest first: how many days ago each was accepted. */
const ages = [0, 1, 1.5, 5, 12, 40, 41, 70];
let home: TestDatabase;
let database: Database;
let lists: RunLists;
const ids: string[] = [];

function idAt(atMs: number): string {
  const time = Math.trunc(atMs).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

beforeAll(async () => {
  home = await createTestDatabase();
  database = await openDatabase({ url: home.url, poolSize: 4 });
  lists = new RunLists(database);
  await database.asSystem(async (sql) => {
    await sql.query("INSERT INTO tenants (id, slug, name) VALUES ($1, 'maple', 'Maple')", [tenantId]);
    await sql.query("INSERT INTO flows (id, tenant_id, name, draft) VALUES ($1, $2, 'Hours', '{}')", [
      flowId,
      tenantId,
    ]);
    await sql.query('SELECT make_run_days(current_date - 75, 80)');
    for (const [index, age] of ages.entries()) {
      const at = now - age * day;
      ids.push(idAt(at));
      const isOpen = index === 1 || index === 4;
      const [table, status] = isOpen ? ['open_runs', 'needs-person'] : ['runs', index === 7 ? 'failed' : 'succeeded'];
      await sql.query(
        `INSERT INTO ${table} (id, tenant_id, flow_id, version, node_id, status, accepted_at, payload) VALUES ($1, $2, $3, 1, 'start', $4, $5, '')`,
        [ids[index], tenantId, flowId, status, new Date(at)],
      );
    }
  });
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

function list(query: Partial<RunQuery>) {
  return lists.list({ tenantId, flowId: undefined, status: undefined, after: undefined, limit: 50, ...query });
}

test.each([1, 2, 3, 5, 50])(
  'pages of %i hold every run once, open or over, newest first, however old',
  async (limit) => {
    const seen: string[] = [];
    let after: RunQuery['after'];
    for (;;) {
      const page = await list({ after, limit });
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (last === undefined || page.length < limit) break;
      after = { acceptedAt: last.position, id: last.id };
    }

    expect(seen).toEqual(ids);
  },
);

test('filters reach as far back as runs go', async () => {
  expect((await list({ status: 'failed' })).map(({ id }) => id)).toEqual([ids[7]]);
  expect((await list({ status: 'needs-person', limit: 3 })).map(({ id }) => id)).toEqual([ids[1], ids[4]]);
  expect((await list({ ids: [String(ids[6]), String(ids[0])] })).map(({ id }) => id)).toEqual([ids[0], ids[6]]);
  expect(await list({ tenantId: randomUUID() })).toEqual([]);
});
