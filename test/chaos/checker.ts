import pg from 'pg';
import { unpackFacts } from '../../engine/src/runs/store/packed.ts';
import { type Delivery, expectedInvoices } from './deliveries.ts';
import type { Job, StoredInvoice, World } from './stage.ts';

interface JournalLine {
  readonly step: string;
  readonly fact: { readonly kind: string; readonly key?: string };
}

export async function ask<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** A step that was begun again after it was confirmed, confirmed twice, or sent under another key. */
export function findRepetitions(lines: readonly JournalLine[]): readonly string[] {
  const confirmed = new Set<string>();
  const keys = new Map<string, string>();
  return lines.flatMap(({ step, fact }) => {
    const wrongs: string[] = [];
    if (confirmed.has(step)) wrongs.push(`${step}: ${fact.kind} after it was confirmed`);
    if (fact.kind === 'confirmed') confirmed.add(step);
    const key = fact.kind === 'intended' ? fact.key : undefined;
    if (key !== undefined && (keys.get(step) ?? key) !== key) wrongs.push(`${step}: sent again under another key`);
    if (key !== undefined) keys.set(step, key);
    return wrongs;
  });
}

export async function checkJournal(databaseUrl: string, runId: string): Promise<readonly string[]> {
  const [row] = await ask<{ facts: Buffer }>(
    databaseUrl,
    'SELECT facts FROM runs WHERE id = $1 UNION ALL SELECT facts FROM open_runs WHERE id = $1',
    [runId],
  );
  return row === undefined ? [`the run ${runId} is nowhere`] : findRepetitions(unpackFacts([row.facts]));
}

export interface RunLine {
  readonly id: string;
  readonly status: string;
  readonly crashes: number;
  readonly fault: { readonly code: string } | null;
  /** The key of its delivery. */
  readonly key: string;
}

/** Every run, wherever it lies, in the order of acceptance. */
export function listRuns(databaseUrl: string): Promise<readonly RunLine[]> {
  return ask<RunLine>(
    databaseUrl,
    `SELECT r.id, r.status, r.crashes, r.fault, d.key FROM (
       SELECT id, status, crashes, NULL::jsonb AS fault, accepted_at FROM open_runs
       UNION ALL SELECT id, status, crashes, fault, accepted_at FROM runs) r
     JOIN deliveries d ON d.run_id = r.id ORDER BY r.accepted_at`,
  );
}

function toLine({ PrivateNote, TotalAmt, TxnTaxDetail }: StoredInvoice): readonly string[] {
  return [PrivateNote, TotalAmt.toFixed(2), TxnTaxDetail.TotalTax.toFixed(2)];
}

/** What is wrong with the books about these deliveries: too few, too many, other amounts, a customer twice. */
export async function checkBooks(world: World, job: Job, deliveries: readonly Delivery[]): Promise<readonly string[]> {
  const [invoices, customers] = [await world.invoices(job), await world.customerNames(job)];
  return deliveries.flatMap((delivery) => {
    const own = invoices.filter((each) => each.PrivateNote.startsWith(`${delivery.client} / `));
    const found = JSON.stringify(own.map(toLine).sort());
    const wanted = JSON.stringify(expectedInvoices(delivery));
    const named = customers.filter((name) => name === delivery.client).length;
    return [
      ...(found === wanted ? [] : [`${delivery.id}: the books hold ${found} instead of ${wanted}`]),
      ...(named === 1 ? [] : [`${delivery.id}: the books know the customer ${named} times`]),
    ];
  });
}
