import { readFileSync } from 'node:fs';
import type { ApiClient } from './api-client.ts';

const folder = new URL('../../templates/approved-hours-to-quickbooks-invoice/', import.meta.url);
const simulator = '/api/v1/simulators/quickbooks-online/companies';

export function sample(name: string): Buffer {
  return readFileSync(new URL(`samples/${name}`, folder));
}

export function sampleJson(name: string) {
  return JSON.parse(sample(name).toString('utf8'));
}

export interface MainJob {
  readonly flowId: string;
  readonly realmId: string;
  readonly connectionId: string;
  /** Path of the webhook. */
  readonly hook: string;
  /** What the simulated company holds. */
  invoices(): Promise<readonly Invoice[]>;
  weather(weather: {
    delayMs?: number;
    failNext?: { status: number; times: number; after: boolean; pathEnd?: string };
  }): Promise<void>;
}

export interface Invoice {
  readonly DocNumber: string;
  readonly TotalAmt: number;
  readonly TxnTaxDetail: { readonly TotalTax: number };
  readonly Line: readonly { readonly DetailType: string; readonly Amount: number }[];
}

let companies = 0;

/** A new simulated company and the template's flow on it, published. */
export async function setUpMainJob(api: ApiClient, parameters: object = {}): Promise<MainJob> {
  companies += 1;
  const connection = await api.post('/api/v1/connections/simulated', {
    auth: 'quickbooks-online',
    name: `Books ${companies}-${Date.now()}`,
  });
  if (connection.status !== 201) throw new Error(JSON.stringify(connection.body));
  const imported = await api.post('/api/v1/templates/approved-hours-to-quickbooks-invoice/import', {
    connections: { books: connection.body.id },
    parameters,
  });
  if (imported.status !== 201) throw new Error(JSON.stringify(imported.body));
  const published = await api.post(`/api/v1/flows/${imported.body.id}/publish`);
  if (published.status !== 200) throw new Error(JSON.stringify(published.body));
  const { realmId } = connection.body.settings;
  return {
    flowId: imported.body.id,
    realmId,
    connectionId: connection.body.id,
    hook: new URL(published.body.hooks.find((each: { nodeId: string }) => each.nodeId === 'hook').url).pathname,
    invoices: async () => (await api.get(`${simulator}/${realmId}/objects?collection=Invoice`)).body.items,
    weather: async (weather) => {
      const { status, body } = await api.put(`${simulator}/${realmId}/weather`, weather);
      if (status !== 204) throw new Error(JSON.stringify(body));
    },
  };
}

/** Hands the sample timesheet in as a file; resolves with the run's id. */
export async function dropSample(
  api: ApiClient,
  job: MainJob,
  content: Uint8Array = sample('timesheet-2026-11.xlsx'),
): Promise<string> {
  const file = await api.upload('timesheet.xlsx', content);
  const started = await api.post(`/api/v1/flows/${job.flowId}/run`, {
    nodeId: 'drop',
    payload: { fileId: file.body.id },
  });
  if (started.status !== 202) throw new Error(JSON.stringify(started.body));
  return started.body.runId;
}

export function totals(invoices: readonly Invoice[]): readonly (readonly [string, string, string])[] {
  return invoices
    .map((each) => [each.DocNumber, each.TotalAmt.toFixed(2), each.TxnTaxDetail.TotalTax.toFixed(2)] as const)
    .sort((a, b) => a[0].localeCompare(b[0]));
}

export function expectedTotals(): readonly (readonly [string, string, string])[] {
  const { summary } = sampleJson('expected.json');
  return summary.invoices
    .map((each: { number: string; total: string; tax: string }) => [each.number, each.total, each.tax] as const)
    .sort((a: readonly string[], b: readonly string[]) => (a[0] ?? '').localeCompare(b[0] ?? ''));
}
