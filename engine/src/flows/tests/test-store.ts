import { randomUUID } from 'node:crypto';
import { Fault } from '@invoicepatch/sdk';
import type { Database, Sql } from '../../platform/database/database.ts';
import { findErrorCode } from '../../platform/error-code.ts';
import { flowNotFound } from '../flow.ts';
import { mostTests, type StoredTest, type TestCase, testCase } from './test-case.ts';

interface TestRow {
  readonly id: string;
  readonly name: string;
  readonly spec: string;
  readonly updated_at: Date;
}

export interface FlowPlace {
  readonly tenantId: string;
  readonly flowId: string;
}

const uniqueViolation = '23505';

/** The tests of flows. What a test holds is kept as the text that it came as: the order of fields is part of a payload. */
export class TestStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** In the order in which they were made. A fault `flow.not-found` when there is no such flow. */
  list({ tenantId, flowId }: FlowPlace): Promise<readonly StoredTest[]> {
    return this.#database.inTenant(tenantId, async (sql) => {
      await refuseUnknown(sql, flowId);
      const rows = await sql.query<TestRow>(
        'SELECT id, name, spec, updated_at FROM flow_tests WHERE flow_id = $1 ORDER BY created_at, id',
        [flowId],
      );
      return rows.map(toTest);
    });
  }

  async add(place: FlowPlace, tests: readonly TestCase[]): Promise<readonly StoredTest[]> {
    const { tenantId, flowId } = place;
    return unlessTaken(
      this.#database.inTenant(tenantId, async (sql) => {
        await refuseUnknown(sql, flowId);
        const [{ count } = { count: 0 }] = await sql.query<{ readonly count: number }>(
          'SELECT count(*)::integer AS count FROM flow_tests WHERE flow_id = $1',
          [flowId],
        );
        if (count + tests.length > mostTests) throw tooMany();
        const added: StoredTest[] = [];
        for (const test of tests) added.push(await insert(sql, place, test));
        return added;
      }),
    );
  }

  async change({ tenantId, flowId }: FlowPlace, id: string, test: TestCase): Promise<StoredTest> {
    const { name, ...spec } = test;
    const rows = await unlessTaken(
      this.#database.inTenant(tenantId, (sql) =>
        sql.query<TestRow>(
          'UPDATE flow_tests SET name = $3, spec = $4, updated_at = now() WHERE flow_id = $1 AND id = $2 RETURNING id, name, spec, updated_at',
          [flowId, id, name, JSON.stringify(spec)],
        ),
      ),
    );
    return toTest(only(rows, id));
  }

  async remove({ tenantId, flowId }: FlowPlace, id: string): Promise<void> {
    const rows = await this.#database.inTenant(tenantId, (sql) =>
      sql.query<TestRow>('DELETE FROM flow_tests WHERE flow_id = $1 AND id = $2 RETURNING id', [flowId, id]),
    );
    only(rows, id);
  }
}

async function insert(sql: Sql, { tenantId, flowId }: FlowPlace, { name, ...spec }: TestCase): Promise<StoredTest> {
  const [row] = await sql.query<TestRow>(
    `INSERT INTO flow_tests (id, tenant_id, flow_id, name, spec, created_at) VALUES ($1, $2, $3, $4, $5, clock_timestamp())
     RETURNING id, name, spec, updated_at`,
    [randomUUID(), tenantId, flowId, name, JSON.stringify(spec)],
  );
  if (row === undefined) throw new Fault('bug', 'engine.unexpected', 'A test was not kept.');
  return toTest(row);
}

async function refuseUnknown(sql: Sql, flowId: string): Promise<void> {
  const [flow] = await sql.query('SELECT id FROM flows WHERE id = $1', [flowId]);
  if (flow === undefined) throw flowNotFound(flowId);
}

function toTest({ id, name, spec, updated_at }: TestRow): StoredTest {
  return { ...testCase.parse({ name, ...JSON.parse(spec) }), id, updatedAt: updated_at.toISOString() };
}

function only(rows: readonly TestRow[], id: string): TestRow {
  const [row] = rows;
  if (row !== undefined) return row;
  throw new Fault('missing', 'flow.test-not-found', 'This flow has no test with this id.', { details: { id } });
}

async function unlessTaken<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (findErrorCode(cause) !== uniqueViolation) throw cause;
    const message = 'Another test of this flow has this name. Choose another one.';
    throw new Fault('conflict', 'flow.test-name-taken', message, { cause });
  }
}

function tooMany(): Fault {
  const message = `A flow has ${mostTests} tests at most. Remove one first.`;
  return new Fault('conflict', 'flow.too-many-tests', message, { details: { limit: mostTests } });
}
