import { z } from '@invoicepatch/sdk';

const row = z.looseObject({ row: z.number(), reason: z.string() });

/** What the template's last step says about a timesheet. */
export const runSummary = z.looseObject({
  received: z.number(),
  accepted: z.number(),
  invoices: z.array(
    z.looseObject({
      client: z.string(),
      job: z.string(),
      number: z.string().nullable(),
      tax: z.string(),
      total: z.string(),
      status: z.string(),
    }),
  ),
  rejected: z.array(row),
  notApproved: z.array(row),
});

export type DemoResult =
  | {
      readonly kind: 'done';
      readonly runId: string;
      readonly flowId: string;
      readonly file: string;
      readonly company: string;
      readonly summary: z.output<typeof runSummary>;
      readonly invoicesInCompany: number;
    }
  | { readonly kind: 'stopped'; readonly runId: string; readonly status: string; readonly why: string };

/** The demo's outcome as a person reads it in a terminal. */
export function tellDemo(result: DemoResult, url: string): string {
  if (result.kind === 'stopped')
    return `The demo's run stopped (${result.status}): ${result.why}\nLook at it: ${url}/runs/${result.runId}`;
  const { summary } = result;
  return [
    `Came in    ${result.file}: ${summary.received} entries, ${summary.accepted} of them billed`,
    ...summary.rejected.map(({ row: number, reason }) => `Rejected   row ${number}: ${reason}`),
    ...summary.notApproved.map(({ row: number, reason }) => `Left out   row ${number}: ${reason}`),
    ...summary.invoices.map(
      ({ number, client, job, total, tax, status }) =>
        `Invoice    ${number ?? '(none)'} to ${client}, job ${job}: ${total} CAD, of it tax ${tax} (${status})`,
    ),
    `Books      ${result.company} now holds ${result.invoicesInCompany} invoices`,
    `The run    ${url}/runs/${result.runId}`,
    `The flow   ${url}/flows/${result.flowId}`,
  ].join('\n');
}
