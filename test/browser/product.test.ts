import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ApiClient } from '../support/api-client.ts';
import { hasBrowser, openBrowser, openSignedIn } from '../support/browser.ts';
import { startTestEngine, type TestEngine, testOwner } from '../support/engine.ts';
import { dropSample, expectedTotals, sample, setUpMainJob, totals } from '../support/main-job.ts';

jest.setTimeout(120_000);

const run = hasBrowser() ? describe : describe.skip;
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const timesheet = { name: 'timesheet-2026-11.xlsx', mimeType: workbook, buffer: sample('timesheet-2026-11.xlsx') };

async function importTemplate(page: Page, name: string): Promise<string> {
  await page.getByRole('link', { name: 'Templates' }).click();
  await page.getByRole('link', { name: /Approved hours to QuickBooks invoices/ }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'New simulated company' }).click();
  await page.getByRole('option', { name: /\(Simulated\)/ }).waitFor({ state: 'attached' });
  await page.getByLabel('Approval limits').fill('{ "default": "9000.00", "clients": {} }');
  await page.getByRole('button', { name: 'Create the flow' }).click();
  await page.waitForURL(/\/flows\/[0-9a-f-]{36}$/);
  return page.url().split('/').at(-1) ?? '';
}

async function publish(page: Page, version: number): Promise<void> {
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText(`Version ${version} is published`).waitFor();
}

async function runTimesheet(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Trigger').selectOption({ label: 'Timesheet as Excel file' });
  await dialog.locator('input[type=file]').setInputFiles(timesheet);
  await dialog.getByRole('button', { name: 'Start the run' }).click();
  await page.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  return /runs\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
}

/** What the run page shows of a step: its input, and its output. */
async function readStep(page: Page, name: string): Promise<{ input: string | null; output: string | null }> {
  const details = page.getByRole('region', { name: 'Step', exact: true });
  await page.getByRole('list').getByRole('button', { name }).click();
  await details.getByRole('heading', { name }).waitFor();
  const textOf = async (tab: string) => {
    await details.getByRole('tab', { name: tab }).click();
    return details.getByRole('tabpanel').textContent();
  };
  return { input: await textOf('Input'), output: await textOf('Output') };
}

run('the product', () => {
  let browser: Browser;
  let engine: TestEngine;
  let api: ApiClient;
  beforeAll(async () => {
    browser = await openBrowser();
    engine = await startTestEngine();
    api = new ApiClient(engine.url, engine.ownerToken);
  });
  afterAll(async () => {
    await browser.close();
    await engine.stop();
  });

  test('a template becomes a flow, and a timesheet becomes invoices, one of them after a person agreed', async () => {
    const page = await openSignedIn(browser, engine.url, { who: testOwner });
    const flowId = await importTemplate(page, 'Hours of the north sites');
    await publish(page, 1);
    const runId = await runTimesheet(page);

    await page.getByText('This invoice is over the client’s limit.').first().waitFor();
    await page.getByLabel('Note (optional)').fill('Checked with the site.');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.locator('header').getByText('Succeeded').waitFor();

    const read = await readStep(page, 'Read the timesheet');
    expect(read.input).toContain('fileId');
    expect(read.output).toContain('rowCount 45');
    const posted = await readStep(page, 'Create the invoice');
    expect(posted.input).toContain('OTT-1042-261102-14');
    expect(posted.output).toContain('OTT-1042-261102-14');
    expect((await readStep(page, 'Ask before posting')).output).toContain('10888.12');
    const taken = await page.locator('[data-taken=true]').count();
    expect({ taken, all: await page.locator('[data-taken]').count() }).toEqual({ taken: 11, all: 14 });

    const { connection } = (await api.get(`/api/v1/flows/${flowId}`)).body.draft.nodes.find(
      (node: { id: string }) => node.id === 'taxCodes',
    );
    const { items } = (await api.get('/api/v1/connections')).body;
    const { realmId } = items.find((one: { id: string }) => one.id === connection).settings;
    const path = `/api/v1/simulators/quickbooks-online/companies/${realmId}/objects?collection=Invoice`;
    expect(totals((await api.get(path)).body.items)).toEqual(expectedTotals());
    expect((await api.get(`/api/v1/runs/${runId}/steps/each%5B0%5D.approve`)).body.answer.note).toBe(
      'Checked with the site.',
    );
    await page.context().close();
  });

  test('an expression that cannot be read keeps a draft from being published, and is found and mended', async () => {
    const job = await setUpMainJob(api);
    await api.settled(await dropSample(api, job));
    const page = await openSignedIn(browser, engine.url, { who: testOwner });
    await page.goto(`${engine.url}/flows/${job.flowId}`);
    await page.getByRole('treeitem', { name: 'Sum up' }).click();
    await page.locator('pre').getByText('"OTT-1042-261102-14"').waitFor();
    const { nodes } = (await api.get(`/api/v1/flows/${job.flowId}`)).body.draft;
    const whole: string = nodes.find((node: { name: string }) => node.name === 'Sum up').config.expression;
    await page.getByLabel('Expression', { exact: true }).fill(whole.slice(0, -1));
    await page.getByRole('treeitem', { name: 'Read the timesheet' }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Sum up/ })
      .click();
    await page.getByRole('heading', { name: 'Sum up' }).waitFor();
    await page
      .getByRole('button', { name: /^Go to line \d+, character \d/ })
      .first()
      .click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-code'))).toBe('expression');

    await page.getByLabel('Expression', { exact: true }).fill(`/* Mended. */ ${whole}`);
    await page.locator('pre').getByText('"OTT-1042-261102-14"').waitFor();
    await publish(page, 2);
    const { body } = await api.get(`/api/v1/flows/${job.flowId}`);

    expect({ state: body.state, version: body.version }).toEqual({ state: 'published', version: 2 });
    const { document } = (await api.get(`/api/v1/flows/${job.flowId}/versions/2`)).body;
    expect(JSON.stringify(document)).toContain('/* Mended. */');
    await page.context().close();
  });
});
