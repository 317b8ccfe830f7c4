import pg from 'pg';
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
  const rows = await ask<{ step: string; fact: string }>(
    databaseUrl,
    'SELECT step, fact FROM journal WHERE run_id = $1 ORDER BY seq',
    [runId],
  );
  return findRepetitions(rows.map(({ step, fact }) => ({ step, fact: JSON.parse(fact) })));
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
