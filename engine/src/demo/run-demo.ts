import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from '@invoicepatch/sdk';
import { DemoClient } from './demo-client.ts';
import { type DemoResult, runSummary } from './demo-result.ts';

const slug = 'approved-hours-to-quickbooks-invoice';
const sample = 'timesheet-2026-11.xlsx';
/** The run takes well under a second; this is for a machine that is busy with something else. */
const patienceMs = 60_000;

const withId = z.looseObject({ id: z.string() });
const runStatus = z.looseObject({
  status: z.string(),
  fault: z.looseObject({ message: z.string() }).nullable(),
});
const simulated = z.looseObject({ items: z.array(z.unknown()) });

export interface DemoOptions {
  /** Where this engine listens. */
  readonly origin: string;
  readonly email: string;
  readonly password: string;
  /** Folder that holds the templates. */
  readonly templatesDir: string;
}

/** Does the main job once, through the API, as a person would through the screen. */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const client = await DemoClient.signIn(options.origin, { email: options.email, password: options.password });
  const company = { auth: 'quickbooks-online', name: 'Maple Ridge Books (simulated)' };
  const books = await client.post(
    '/api/v1/connections/simulated',
    company,
    z.looseObject({ id: z.string(), settings: z.looseObject({ realmId: z.string() }) }),
  );
  const flow = await client.post(`/api/v1/templates/${slug}/import`, { connections: { books: books.id } }, withId);
  await client.post(`/api/v1/flows/${flow.id}/publish`, {}, withId);
  const content = new Uint8Array(await readFile(join(options.templatesDir, slug, 'samples', sample)));
  const file = await client.upload({ name: basename(sample), content }, withId);
  const started = await client.post(
    `/api/v1/flows/${flow.id}/run`,
    { nodeId: 'drop', payload: { fileId: file.id } },
    z.looseObject({ runId: z.string() }),
  );
  const run = await waitForEnd(client, started.runId);
  if (run.status !== 'succeeded')
    return {
      kind: 'stopped',
      runId: started.runId,
      status: run.status,
      why: run.fault?.message ?? 'It waits for a person.',
    };
  const step = await client.get(`/api/v1/runs/${started.runId}/steps/summary`, z.looseObject({ output: runSummary }));
  const { realmId } = books.settings;
  const invoices = await client.get(
    `/api/v1/simulators/quickbooks-online/companies/${realmId}/objects?collection=Invoice`,
    simulated,
  );
  return {
    kind: 'done',
    runId: started.runId,
    flowId: flow.id,
    file: sample,
    company: company.name,
    summary: step.output,
    invoicesInCompany: invoices.items.length,
  };
}

async function waitForEnd(client: DemoClient, runId: string): Promise<z.output<typeof runStatus>> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const run = await client.get(`/api/v1/runs/${runId}`, runStatus);
    if (!['queued', 'running', 'waiting'].includes(run.status) || Date.now() > until) return run;
    await wait(100);
  }
}
