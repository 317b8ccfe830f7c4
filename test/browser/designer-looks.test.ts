import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { hasBrowser, listViolations, openBrowser, openSignedIn } from '../support/browser.ts';
import { type StandIn, startStandIn } from '../support/stand-in/api-stand-in.ts';

jest.setTimeout(120_000);

const folder = join(process.cwd(), 'designer/dist');
const run = hasBrowser() ? describe : describe.skip;
const pages = [
  '/flows',
  '/flows/f1',
  '/runs',
  '/runs/run-failed',
  '/runs/run-needs-person',
  '/templates',
  '/templates/hours-to-invoices',
  '/connections',
];

run('how the screens look', () => {
  let browser: Browser;
  let full: StandIn;
  let empty: StandIn;
  beforeAll(async () => {
    browser = await openBrowser();
    full = await startStandIn({ folder, filled: true });
    empty = await startStandIn({ folder, filled: false });
  });
  afterAll(async () => {
    await browser.close();
    await full.close();
    await empty.close();
  });

  test.each([
    { language: 'en-CA', dark: false },
    { language: 'fr-CA', dark: true },
  ] as const)('axe finds nothing, and no page is wider than a phone, in $language, dark: $dark', async (viewer) => {
    const page = await openSignedIn(browser, full.url, viewer);
    const found: Record<string, string[]> = {};
    const widths = new Set<number>();
    for (const path of pages) {
      await page.goto(full.url + path);
      await page.waitForLoadState('networkidle');
      found[path] = await listViolations(page);
      await page.setViewportSize({ width: 390, height: 800 });
      widths.add(await page.evaluate(() => document.documentElement.scrollWidth));
      await page.setViewportSize({ width: 1280, height: 800 });
    }

    expect([...widths]).toEqual([390]);
    expect(found).toEqual(Object.fromEntries(pages.map((path) => [path, []])));
    await page.context().close();
  });

  test('an empty company is offered three ways to begin', async () => {
    const page = await openSignedIn(browser, empty.url);

    for (const way of ['From a template', 'Blank', 'From a flow file'])
      await page.getByText(way, { exact: true }).waitFor();
    await page.context().close();
  });

  test('a failing engine is said with its reason, a number for support and a way to try again', async () => {
    const page = await openSignedIn(browser, empty.url);
    const body = {
      detail: 'The database does not answer. Nothing was lost.',
      code: 'database.away',
      requestId: 'req-1',
    };
    empty.breakWith({ status: 500, body });
    await page.goto(`${empty.url}/runs`);
    await page.getByRole('alert').getByText('The database does not answer.').waitFor();
    await page.getByText('Request req-1').waitFor();
    empty.breakWith(undefined);
    await page.getByRole('button', { name: 'Try again' }).click();

    await page.getByText('No runs yet').waitFor();
    await page.context().close();
  });

  test.each([
    ['/flows', 240],
    ['/flows/f1', 330],
  ])('%s loads at most %i KB of script', async (path, limitKb) => {
    const page = await openSignedIn(browser, full.url);
    const bodies: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('.js')) bodies.push(response.body());
    });
    await page.goto(full.url + path);
    await page.waitForLoadState('networkidle');
    const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
    const total = Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1_024);
    process.stdout.write(`${path}: ${total} KB of script, gzipped\n`);

    expect(total).toBeGreaterThan(50);
    expect(total).toBeLessThanOrEqual(limitKb);
    await page.context().close();
  });
});
