import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ApiClient } from '../support/api-client.ts';
import { hasBrowser, listViolations, openBrowser, openSignedIn } from '../support/browser.ts';
import { startTestEngine, type TestEngine, testOwner } from '../support/engine.ts';

jest.setTimeout(120_000);

const run = hasBrowser() ? describe : describe.skip;
const shots = process.env['LOOK_SHOTS'];

const documentOf = (rate: number, most = 50) => ({
  format: 1,
  nodes: [
    { id: 'start', type: 'core.manual@1', name: 'Hours come in', at: { x: 0, y: 0 } },
    {
      id: 'total',
      type: 'core.transform@1',
      name: 'Work out the total',
      config: {
        expression: `hours > ${most} ? $error('Nobody works ' & hours & ' hours a week.') : { 'total': hours * ${rate} }`,
      },
      at: { x: 280, y: 0 },
    },
    {
      id: 'ask',
      type: 'core.approval@1',
      name: 'Manager agrees',
      config: { question: 'Post it?' },
      at: { x: 560, y: 0 },
    },
    {
      id: 'keep',
      type: 'core.record-result@1',
      name: 'Keep the bill',
      input: "{ 'collection': 'bills', 'key': $run.id, 'value': $ }",
      at: { x: 840, y: 0 },
    },
  ],
  edges: [
    { from: 'start', to: 'total' },
    { from: 'total', to: 'ask' },
    { from: 'ask', port: 'approved', to: 'keep' },
  ],
});

run('looking at runs', () => {
  let browser: Browser;
  let engine: TestEngine;
  let api: ApiClient;
  let flowId: string;
  let runId: string;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    engine = await startTestEngine();
    api = new ApiClient(engine.url, engine.ownerToken);
    flowId = (await api.post('/api/v1/flows', { name: 'Hours to bills', document: documentOf(2) })).body.id;
    await api.post(`/api/v1/flows/${flowId}/publish`);
    runId = await startRun(10);
    await api.post(`/api/v1/runs/${runId}/steps/ask/answer`, { port: 'approved' });
    await api.settled(runId);
    page = await openSignedIn(browser, engine.url, { who: testOwner });
  });
  afterAll(async () => {
    await browser.close();
    await engine.stop();
  });

  async function startRun(hours: number): Promise<string> {
    const { body } = await api.post(`/api/v1/flows/${flowId}/run`, { payload: { hours } });
    await api.settled(body.runId);
    return body.runId;
  }

  /** Nothing may be wrong with a new screen for those who do not see it, in any theme or language. */
  async function shoot(name: string): Promise<void> {
    expect([name, await listViolations(page)]).toEqual([name, []]);
    if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png` });
  }

  test('a run is stepped back through by keyboard, and comes back to now', async () => {
    await page.goto(`${engine.url}/runs/${runId}`);
    await page.getByRole('button', { name: 'Look back' }).click();
    const steps = page.getByRole('complementary', { name: 'Steps' });
    await steps.getByRole('button', { name: /Keep the bill.*Not reached/ }).waitFor();

    await page.getByRole('slider', { name: 'Moment of the run' }).focus();
    await page.keyboard.press('ArrowRight');
    await steps.getByRole('button', { name: /Manager agrees.*Needs a person/ }).waitFor();
    await shoot('look-back');
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Next fact' }).click();
    await steps.getByRole('button', { name: /Manager agrees.*Succeeded/ }).waitFor();
    await page.getByRole('button', { name: 'Back to now' }).click();

    await page.getByRole('slider').waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('asOf');
  });

  test('a run is kept as a test, and a draft that breaks it is not published', async () => {
    await page.goto(`${engine.url}/runs/${runId}`);
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('menuitem', { name: 'Keep as a test of the flow' }).click();
    await page.getByText(/is kept/).waitFor();
    await api.put(`/api/v1/flows/${flowId}/draft`, { document: documentOf(3) });

    await page.goto(`${engine.url}/flows/${flowId}`);
    await page.getByRole('button', { name: 'Publish' }).click();
    await page
      .getByRole('dialog')
      .getByText(/is red: .*expected 20, found 30/)
      .waitFor();
    await shoot('publish-blocked');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Tests…' }).click();
    await page.getByRole('button', { name: 'Run the tests' }).click();
    await page.getByText('1 test is red').waitFor();
    await shoot('tests');

    expect((await api.get(`/api/v1/flows/${flowId}`)).body.version).toBe(1);
  });

  test('what would change shows both sides', async () => {
    await page.goto(`${engine.url}/flows/${flowId}`);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'What would change…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('0 unchanged · 1 different').waitFor();
    const call = dialog.getByRole('table', { name: 'Keep the bill' }).first();

    expect(await call.getByRole('row').nth(1).allInnerTexts()).toEqual([
      expect.stringMatching(/value\.total\s+20\s+30/),
    ]);
    await shoot('compare');
  });

  test('failed runs are chosen, run again together on the mended version, and the list says so', async () => {
    await api.put(`/api/v1/flows/${flowId}/draft`, { document: documentOf(2) });
    await api.post(`/api/v1/flows/${flowId}/publish`);
    const failed = [await startRun(60), await startRun(70)];
    await api.put(`/api/v1/flows/${flowId}/draft`, { document: documentOf(2, 100) });
    await api.post(`/api/v1/flows/${flowId}/publish`);

    await page.goto(`${engine.url}/runs?status=failed`);
    await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check();
    await page.getByText('2 runs chosen').waitFor();
    await shoot('chosen');
    await page.getByRole('button', { name: 'Run again…' }).click();
    await page.getByText('2 runs will be started once more.').waitFor();
    await shoot('again');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('2 runs were started again.').waitFor();

    const { items } = (await api.get(`/api/v1/runs?flowId=${flowId}&limit=200`)).body;
    const details = await Promise.all(items.map(({ id }: { id: string }) => api.settled(id)));
    const repeats = details.filter(({ againOf }) => failed.includes(againOf));
    expect(repeats.map(({ status }) => status)).toEqual(['needs-person', 'needs-person']);
  });

  test('a run that goes on is seen to, without loading the page again', async () => {
    const waiting = await startRun(20);
    await page.goto(`${engine.url}/runs/${waiting}`);
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));

    await api.post(`/api/v1/runs/${waiting}/steps/ask/answer`, { port: 'approved' });
    await page.getByRole('banner').or(page.locator('header')).getByText('Succeeded').first().waitFor();

    expect(asked.filter((path) => path === `/api/v1/runs/${waiting}`).length).toBeLessThan(6);
  });

  test('in French and in the dark it says the same', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate(() => localStorage.setItem('invoicepatch.language', 'fr'));
    await page.goto(`${engine.url}/runs/${runId}`);
    await page.getByRole('button', { name: 'Revenir en arrière' }).click();
    await page.getByRole('slider', { name: 'Moment de l’exécution' }).waitFor();
    await shoot('look-back-fr-dark');
    await page.goto(`${engine.url}/flows/${flowId}`);
    await page.getByRole('button', { name: 'Publier' }).waitFor();
    await page.getByRole('button', { name: 'Autres actions' }).click();
    await page.getByRole('menuitem', { name: 'Ce qui changerait…' }).click();
    await page.getByText(/inchangées/).waitFor();
    await shoot('compare-fr-dark');
  });
});
