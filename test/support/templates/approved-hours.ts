import jsonata from 'jsonata';
import { getNode, readJson, readTemplate } from './template-folder.ts';

export const slug = 'approved-hours-to-quickbooks-invoice';
const { document } = readTemplate(slug);

export interface Entry {
  readonly row?: number;
  readonly date: string;
  readonly contractor: string;
  readonly role: string;
  readonly client: string;
  readonly job: string;
  readonly province: string;
  readonly type: string;
  readonly hours: string | number;
  readonly status: string;
}
export interface Line {
  readonly quantity: string;
  readonly unitPrice: string;
  readonly amount: string;
  readonly taxCodeId: string;
}
export interface Invoice {
  readonly number: string | null;
  readonly lines: readonly Line[];
  readonly subtotal: string;
  readonly taxes: readonly { readonly percent: string; readonly amount: string }[];
  readonly tax: string;
  readonly total: string;
  readonly rows: readonly number[];
  readonly totalCents: number;
  readonly limitCents: number;
}
export interface LeftOut {
  readonly row: number;
  readonly reason: string;
}
export interface Grouped {
  readonly invoices: readonly Invoice[];
  readonly rejected: readonly LeftOut[];
  readonly notApproved: readonly LeftOut[];
  readonly counts: { readonly received: number; readonly accepted: number };
}

export const sample = readJson(slug, 'samples/timesheet-2026-11.json') as { entries: Entry[] };
export const expected = readJson(slug, 'samples/expected.json') as {
  summary: Record<string, unknown> & { rejected: LeftOut[]; notApproved: LeftOut[] };
  invoices: (Invoice & { reference: string; txnDate: string; dueDate: string })[];
};
export const taxCodes = [
  { id: '11', name: 'HST ON', rates: [{ id: '21', name: 'HST ON', percent: '13' }] },
  {
    id: '12',
    name: 'GST/QST QC',
    rates: [
      { id: '22', name: 'GST', percent: '5' },
      { id: '23', name: 'QST', percent: '9.975' },
    ],
  },
];
export const parameters = document.parameters ?? {};
export const good: Entry = {
  date: '2026-11-02',
  contractor: 'Priya Nair',
  role: 'Plumber',
  client: 'Capital Towers Inc.',
  job: 'OTT-1042',
  province: 'ON',
  type: 'Regular',
  hours: '2.50',
  status: 'Approved',
};

/** What the flow's own expression gives, as JSON, the way a run hands it on. */
export async function evaluate(id: string, input: unknown, bindings: Record<string, unknown> = {}): Promise<unknown> {
  const node = getNode(document, id);
  const source = String(node.config?.['expression'] ?? node.config?.['items'] ?? node.input);
  const result: unknown = await jsonata(source).evaluate(input, { parameters, ...bindings });
  return JSON.parse(JSON.stringify(result));
}

export async function group(timesheet: unknown, bindings: Record<string, unknown> = {}): Promise<Grouped> {
  const normalise = await evaluate('normalise', timesheet);
  return (await evaluate('group', { taxCodes }, { nodes: { normalise }, ...bindings })) as Grouped;
}

/** The whole flow, with a company in place of QuickBooks that answers what it was asked to post. */
export async function summarise(grouped: Grouped): Promise<unknown> {
  const recorded: unknown[] = [];
  for (const item of grouped.invoices) {
    const answer = { id: '130', docNumber: item.number, totalAmount: item.total, totalTax: item.tax };
    recorded.push(await evaluate('record', answer, { item }));
  }
  return evaluate('summary', recorded, { nodes: { group: grouped } });
}
