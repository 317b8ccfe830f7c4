import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ApiClient } from '../support/api-client.ts';
import { hasBrowser, listViolations, openBrowser, openSignedIn } from '../support/browser.ts';
import { startTestEngine, type TestEngine, testOwner } from '../support/engine.ts';

jest.setTimeout(120_000);

const run = hasBrowser() ? describe : describe.skip;
const start = { id: 'start', type: 'core.manual@1' };

run('forms on a whole engine', () => {
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
  const make = async (name: string, nodes: readonly object[], edges: readonly object[]): Promise<string> =>
    (await api.post('/api/v1/flows', { name, document: { format: 1, nodes, edges } })).body.id;

  test('another flow is chosen by its name, and code has an editor', async () => {
    const other = await make('Price one job', [{ id: 'called', type: 'core.called@1' }], []);
    await make('Something else', [start], []);
    const id = await make(
      'Calls another',
      [
        start,
        { id: 'call', type: 'core.run-flow@1', name: 'Price it' },
        { id: 'code', type: 'core.code@1', name: 'Add up' },
      ],
      [
        { from: 'start', to: 'call' },
        { from: 'call', to: 'code' },
      ],
    );
    const page = await openSignedIn(browser, engine.url, { who: testOwner });
    await page.goto(`${engine.url}/flows/${id}`);
    await page.getByRole('treeitem', { name: 'Price it' }).click();
    await page.getByRole('button', { name: 'Flow: Choose a flow' }).click();
    await page.getByRole('combobox').fill('price job');
    await page.getByRole('option', { name: /Price one job/ }).click();
    await page.getByRole('button', { name: 'Flow: Price one job' }).waitFor();
    expect(await listViolations(page)).toEqual([]);

    await page.getByRole('treeitem', { name: 'Add up' }).click();
    await page.locator('[contenteditable][data-code=code]').fill('return { total: input.hours * 2 };');
    await page.locator('.cm-line span').getByText('return', { exact: true }).waitFor();
    expect(await listViolations(page)).toEqual([]);
    await page.keyboard.press('Control+s');
    await page.getByText('Saved', { exact: true }).waitFor();
    const { nodes } = (await api.get(`/api/v1/flows/${id}`)).body.draft;

    expect(nodes.map((node: { config?: object }) => node.config)).toEqual([
      undefined,
      { flowId: other },
      { code: 'return { total: input.hours * 2 };' },
    ]);
    await page.context().close();
  });

  test('a connection is consented to again in a window of its own', async () => {
    await api.post('/api/v1/connections/simulated', { auth: 'quickbooks-online', name: 'Maple books' });
    const page = await openSignedIn(browser, engine.url, { who: testOwner });
    await page.goto(`${engine.url}/connections`);
    await page.getByRole('button', { name: /Maple books/ }).click();
    await page.getByRole('menuitem', { name: 'Reconnect' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /QuickBooks/ }).waitFor();
    expect(await listViolations(page)).toEqual([]);
    const popup = page.waitForEvent('popup');
    await dialog.getByRole('button', { name: /QuickBooks/ }).click();
    await popup;
    await dialog.waitFor({ state: 'detached' });

    const { items } = (await api.get('/api/v1/connections')).body;
    expect(items.map(({ name, health }: { name: string; health: string }) => ({ name, health }))).toEqual([
      { name: 'Maple books', health: expect.not.stringMatching('refused') },
    ]);
    await page.context().close();
  });
});
