import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = process.env['BROWSER_PATH'] || '/usr/bin/chromium';
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Whether browser tests can run here; says loudly when they cannot. */
export function hasBrowser(): boolean {
  const found = existsSync(executablePath);
  if (!found) process.stderr.write(`\nNOT RUN: the browser tests need Chromium at ${executablePath}.\n`);
  return found;
}

export function openBrowser(): Promise<Browser> {
  const off = ['gpu', 'quic', 'background-networking', 'component-update', 'sync'].map((part) => `--disable-${part}`);
  return chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--no-first-run', ...off] });
}

export interface Viewer {
  readonly language?: 'en-CA' | 'fr-CA';
  readonly dark?: boolean;
  readonly width?: number;
  /** Whoever signs in; without them, the person of the stand-in. */
  readonly who?: { readonly email: string; readonly password: string };
}

const standInPerson = { email: 'avery@example.com', password: 'correct horse' };

/** A page of a browser of its own, signed in, that fails the test when a script of ours fails. */
export async function openSignedIn(browser: Browser, url: string, viewer: Viewer = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: viewer.width ?? 1280, height: 800 },
    locale: viewer.language ?? 'en-CA',
    colorScheme: viewer.dark === true ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  // A busy machine is slow, not wrong.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on('pageerror', (thrown) => {
    throw thrown;
  });
  await page.goto(`${url}/sign-in`);
  const { email, password } = viewer.who ?? standInPerson;
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL('**/flows');
  await page.getByRole('navigation').waitFor();
  // Keys are heard once everything that was asked for is there.
  await page.waitForLoadState('networkidle');
  return page;
}

/** What axe finds wrong with the page, as short lines. */
export async function listViolations(page: Page): Promise<string[]> {
  const context = page.context();
  const session = await context.newCDPSession(page);
  const { readFile } = await import('node:fs/promises');
  await session.send('Runtime.evaluate', { expression: await readFile(axePath, 'utf8') });
  const answer = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((result) => result.violations.flatMap((violation) => violation.nodes.map((node) => violation.id + ': ' + node.target.join(' ') + ' ' + (node.any[0]?.message ?? ''))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  return answer.result.value as string[];
}
