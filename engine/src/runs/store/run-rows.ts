import type { JournalEntry } from '../../execution/fact.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Run } from '../run.ts';
import { unpackFacts } from './packed.ts';
import { type RunRow, toRun } from './run-row.ts';

const shared = 'id, tenant_id, flow_id, version, status, accepted_at, started_at, again_of, node_id';

/** What a list shows of a run, wherever it lies: one that is open has no end yet. Text for a FROM, with the same columns in both. */
export const openColumns = `${shared}, NULL::timestamptz AS finished_at, NULL::jsonb AS fault, NULL::text AS fault_step`;
export const finishedColumns = `${shared}, finished_at, fault, fault_step`;

/** A run by its id; looked for among the open ones first, since a run goes from there to the finished ones. */
export async function findRun(sql: Sql, runId: string): Promise<Run | undefined> {
  type Row = RunRow & { readonly payload: Buffer };
  const open = () => sql.query<Row>(`SELECT ${openColumns}, payload FROM open_runs WHERE id = $1`, [runId]);
  const finished = () => sql.query<Row>(`SELECT ${finishedColumns}, payload FROM runs WHERE id = $1`, [runId]);
  const row = (await open())[0] ?? (await finished())[0];
  return row === undefined ? undefined : toRun(row, row.payload);
}

interface FactsRow {
  readonly facts: Buffer;
  readonly earlier: readonly Buffer[] | null;
}

function selectFacts(runs: string, facts: string): string {
  return `SELECT facts, CASE WHEN parts > 0 THEN (SELECT array_agg(f.facts ORDER BY f.part) FROM ${facts} f WHERE f.run_id = r.id) END AS earlier
    FROM ${runs} r WHERE id = $1`;
}

const openFacts = selectFacts('open_runs', 'open_facts');
const finishedFacts = selectFacts('runs', 'run_facts');

/** The facts of a run, numbered from one. */
export async function readJournal(sql: Sql, runId: string): Promise<readonly JournalEntry[]> {
  const open = () => sql.query<FactsRow>(openFacts, [runId]);
  const finished = () => sql.query<FactsRow>(finishedFacts, [runId]);
  const row = (await open())[0] ?? (await finished())[0];
  return row === undefined ? [] : unpackFacts([...(row.earlier ?? []), row.facts]);
}
