import { sampleJson } from '../support/main-job.ts';

export interface Delivery {
  readonly id: string;
  readonly client: string;
  readonly jobs: readonly [string, string];
  readonly body: { readonly entries: readonly object[] };
}

const rows = new Set([31, 33, 34, 35, 37, 39]);

/** One approved timesheet of six rows about two jobs that no other delivery has: two invoices, and a new customer. */
export function toDelivery(number: number): Delivery {
  const client = `Client ${number}`;
  const jobs = [`OTT-${1_000 + number}`, `GAT-${1_000 + number}`] as const;
  const { entries } = sampleJson('timesheet-2026-11.json');
  const own = entries
    .filter((entry: { row: number }) => rows.has(entry.row))
    .map((entry: { job: string }) => ({ ...entry, client, job: `${entry.job.slice(0, 3)}-${1_000 + number}` }));
  return { id: `delivery-${number}`, client, jobs, body: { entries: own } };
}

/** What the books must hold for one delivery: reckoned by hand. */
export function expectedInvoices({ client, jobs: [ottawa, gatineau] }: Delivery): readonly (readonly string[])[] {
  return [
    [`${client} / ${gatineau} / 2026-11-02 to 2026-11-09`, '1669.47', '217.44'],
    [`${client} / ${ottawa} / 2026-11-02 to 2026-11-09`, '1457.35', '167.66'],
  ];
}
