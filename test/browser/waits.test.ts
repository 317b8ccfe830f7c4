import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ApiClient } from '../support/api-client.ts';
import { hasBrowser, openBrowser, openSignedIn } from '../support/browser.ts';
import { startTestEngine, type TestEngine, testOwner } from '../support/engine.ts';
import { edgesOf, keep, publishFlow, startRun } from '../support/flow-runs.ts';

jest.setTimeout(120_000);

const run = hasBrowser() ? describe : describe.skip;

const document = {
  nodes: [
    { id: 'start', type: 'core.manual@1' },
    {
      id: 'each',
      type: 'core.for-each@1',
      config: { items: '[1..3]' },
      body: { nodes: [keep('one', "'k'")], edges: [] },
    },
    keep('bill', "'bill'"),
    { id: 'ask', type: 'core.approval@1', config: { question: 'Post it?', needed: 2, expiresAfterHours: 5 } },
    keep('post', "''", { onError: 'branch' }),
    keep('late', "'late'"),
    keep('tell', "'tell'"),
    keep('unBill', "'unBill'"),
  ],
  edges: edgesOf(
    'start > each > bill > ask:approved > post',
    'ask:expired > late',
    'post:error > tell',
    'bill:undo > unBill',
  ),
};

run('waits and failures on the screen', () => {
  let browser: Browser;
  let engine: TestEngine;
  let api: ApiClient;
  beforeAll(async () => {
    browser = await openBrowser();
    engine = await startTestEngine();
    api = new ApiClient(engine.url, engine.ownerToken);
  });
  afterAll(async () => {
    await browser?.close();
    await engine?.stop();
  });

  test('a run shows how far its loop is, who has answered, and the ways out of failures, terms and taking back', async () => {
    const flowId = await publishFlow(api, document, 'Waits');
    const runId = await startRun(api, flowId);
    await api.settled(runId);
    const page = await openSignedIn(browser, engine.url, { who: testOwner });

    await page.goto(`${engine.url}/runs/${runId}?step=ask`);
    await page
      .getByRole('button', { name: /Ask for approval/ })
      .first()
      .click();
    await page.getByText('approved: 0 of 2.').waitFor();
    const text = (await page.locator('body').textContent()) ?? '';

    expect(text).toContain('3 of 3, 0 failed');
    for (const port of ['expired', 'on failure', 'to take back']) expect(text).toContain(port);
    expect(await page.getByRole('button', { name: /^Expired$/ }).count()).toBe(0);

    await page.goto(`${engine.url}/flows/${flowId}`);
    await page.locator('[data-canvas]').focus();
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog');
    for (const name of [
      'Wait for a time',
      'Wait for a callback',
      'Run another flow',
      'Give back to the calling flow',
    ]) {
      await dialog.getByText(name).first().waitFor({ state: 'attached' });
    }
  });
});
