import { join } from 'node:path';
import type { FlowDocument } from '@invoicepatch/sdk';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { hasBrowser, listViolations, openBrowser, openSignedIn } from '../support/browser.ts';
import { type StandIn, startStandIn } from '../support/stand-in/api-stand-in.ts';

jest.setTimeout(120_000);

const folder = join(process.cwd(), 'designer/dist');
const run = hasBrowser() ? describe : describe.skip;

const draftOf = (engine: StandIn, id: string): FlowDocument => {
  const flow = engine.flows.get(id);
  if (flow === undefined) throw new Error(`The stand-in has no flow ${id}.`);
  return flow.draft;
};
const saved = (page: Page) => page.getByText('Saved', { exact: true }).waitFor();
const saves = (engine: StandIn) => engine.sent.filter(({ path }) => path.endsWith('/draft')).length;

async function untilSaved(engine: StandIn, before: number): Promise<void> {
  while (saves(engine) <= before) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Types into the list that was opened, once it is there, and takes the first that fits, once it is found. */
async function pick(page: Page, words: string): Promise<void> {
  await page.locator('[role=combobox]:focus').waitFor();
  await page.keyboard.type(words);
  await page.locator('[role=option][aria-selected=true]').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[role=listbox]').waitFor({ state: 'detached' });
}

run('the designer', () => {
  let browser: Browser;
  let engine: StandIn;
  beforeAll(async () => {
    browser = await openBrowser();
    engine = await startStandIn({ folder, filled: true });
  });
  afterAll(async () => {
    await browser.close();
    await engine.close();
  });

  test('a wrong password is said, and a deep link comes back after signing in', async () => {
    const page = await (await browser.newContext({ locale: 'en-CA' })).newPage();
    await page.goto(`${engine.url}/runs/run-failed?step=map`);
    await page.waitForURL('**/sign-in?back=*');

    await page.locator('input[name=email]').fill('avery@example.com');
    await page.locator('input[name=password]').fill('wrong');
    await page.locator('button[type=submit]').click();
    await page.getByRole('alert').getByText('The e-mail or the password is wrong').waitFor();
    await page.locator('input[name=password]').fill('correct horse');
    await page.locator('button[type=submit]').click();
    await page.waitForURL('**/runs/run-failed?step=map');

    await page.context().close();
  });

  test('a flow is built, renamed, joined, healed and undone by keyboard alone', async () => {
    const page = await openSignedIn(browser, engine.url);
    await page.keyboard.press('Control+k');
    await pick(page, 'new flow');
    await page.waitForURL(/flows\/f\d+$/);
    const id = page.url().split('/').at(-1) ?? '';
    const canvas = page.locator('[data-canvas]');
    await canvas.waitFor();
    for (const words of ['by hand', 'check a rule', 'transform', 'create an invoice']) {
      await canvas.focus();
      await page.keyboard.press('a');
      await pick(page, words);
    }
    await saved(page);

    expect(draftOf(engine, id).edges).toEqual([
      { from: 'manual', to: 'rule' },
      { from: 'rule', port: 'true', to: 'transform' },
      { from: 'transform', to: 'createInvoice' },
    ]);

    await canvas.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('F2');
    await page.keyboard.type('Lines');
    await canvas.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('c');
    await pick(page, 'else invoice');
    await page.keyboard.press('Control+s');
    await saved(page);
    expect(draftOf(engine, id).nodes.find((node) => node.id === 'transform')?.name).toBe('Lines');
    expect(draftOf(engine, id).edges).toContainEqual({ from: 'rule', port: 'false', to: 'createInvoice' });

    const whole = JSON.stringify(draftOf(engine, id));
    const before = saves(engine);
    await canvas.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Delete');
    await untilSaved(engine, before);
    expect(draftOf(engine, id).edges).toContainEqual({ from: 'rule', port: 'true', to: 'createInvoice' });
    await page.keyboard.press('Control+z');
    await untilSaved(engine, before + 1);
    expect(JSON.stringify(draftOf(engine, id))).toBe(whole);
    await page.context().close();
  });

  test('publishing lists what stands in the way, leads to the step, and says the version', async () => {
    const page = await openSignedIn(browser, engine.url);
    await page.goto(`${engine.url}/flows/f2`);
    await page.getByRole('treeitem', { name: 'Start by hand' }).click();
    await page.locator('[data-canvas]').focus();
    await page.keyboard.press('a');
    await pick(page, 'find or create');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('dialog').getByText('Choose a connection for this step.').click();
    await page.getByLabel('Connection', { exact: true }).selectOption({ label: 'Maple Ridge Books' });
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 1 is published').waitFor();

    expect(engine.flows.get('f2')?.state).toBe('published');
    await page.context().close();
  });

  test('what a step does when it fails is set, said in one line, and undone', async () => {
    const page = await openSignedIn(browser, engine.url);
    await page.goto(`${engine.url}/flows/f1`);
    const set = () =>
      draftOf(engine, 'f1')
        .nodes.flatMap((node) => [node, ...(node.body?.nodes ?? [])])
        .find((node) => node.id === 'post');
    await page.getByRole('treeitem', { name: 'Create an invoice' }).click();
    const section = page.locator('summary', { hasText: 'When it fails' });
    await section.getByText('As usual: up to 10 tries').waitFor();
    await section.click();
    const before = saves(engine);
    await page.getByLabel('Tries in all').fill('4');
    await page.getByLabel('First wait').fill('2.5');
    await page.getByLabel('When it fails', { exact: true }).selectOption({ label: 'Goes on with what came in' });
    await page.getByLabel('Longest time').fill('90');
    await section.getByText('4 tries · goes on when it fails · at most 1 min 30 s').waitFor();
    expect(await listViolations(page)).toEqual([]);
    await untilSaved(engine, before);
    await page.keyboard.press('Control+s');
    await saved(page);
    expect(set()).toMatchObject({
      retry: { attempts: 4, firstWaitMs: 2_500 },
      onError: 'continue',
      timeoutMs: 90_000,
    });
    await page.locator('[data-canvas]').focus();
    await page.keyboard.press('Control+z');
    await section.getByText('4 tries · goes on when it fails', { exact: true }).waitFor();
    await page.context().close();
  });

  test('a warning is told apart from a problem, leads to its sign, and keeps nothing from being published', async () => {
    const page = await openSignedIn(browser, engine.url);
    const id = 'only-a-warning';
    const [known] = engine.flows.values();
    if (known === undefined) throw new Error('The stand-in has no flow.');
    engine.flows.set(id, {
      ...known,
      id,
      name: 'Only a warning',
      version: null,
      state: 'draft',
      draft: {
        format: 1,
        nodes: [
          { id: 'start', type: 'core.manual@1' },
          { id: 'map', type: 'core.transform@1', name: 'First line', config: { expression: '  lines[0]' } },
        ],
        edges: [{ from: 'start', to: 'map' }],
      },
    });
    await page.goto(`${engine.url}/flows/${id}`);
    const strip = page.locator('footer');
    await strip.getByText('No problems').waitFor();
    await strip.getByText('1 warning').waitFor();
    await strip.getByRole('button', { name: /First line/ }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-code') === 'expression');
    expect(await listViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 1 is published').waitFor();
    await page.context().close();
  });

  test('a dragged step is saved where it was let go, and undo brings it back', async () => {
    const page = await openSignedIn(browser, engine.url);
    await page.goto(`${engine.url}/flows/f1`);
    const step = page.locator('[data-step=sheet]');
    const box = await step.boundingBox();
    if (box === null) throw new Error('The step is not on the screen.');
    const before = saves(engine);
    await page.mouse.move(box.x + 60, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 120, { steps: 6 });
    await page.mouse.up();
    await untilSaved(engine, before);

    expect(draftOf(engine, 'f1').nodes.find((node) => node.id === 'sheet')?.at).toBeDefined();
    await page.locator('[data-canvas]').focus();
    await page.keyboard.press('Control+z');
    await untilSaved(engine, before + 1);
    expect(draftOf(engine, 'f1').nodes.find((node) => node.id === 'sheet')?.at).toBeUndefined();
    await page.context().close();
  });

  test('two people on one draft: nobody overwrites silently', async () => {
    const page = await openSignedIn(browser, engine.url);
    await page.goto(`${engine.url}/flows/f1`);
    await page.locator('[data-step=reply]').first().waitFor({ state: 'attached' });
    const flow = engine.flows.get('f1');
    if (flow === undefined) throw new Error('The stand-in lost its flow.');
    flow.revision += 1;
    flow.draft = {
      ...flow.draft,
      nodes: flow.draft.nodes.map((node) => (node.id === 'reply' ? { ...node, name: 'Tell them' } : node)),
    };

    await page.getByRole('treeitem', { name: 'Hours to invoice lines' }).click();
    await page.locator('#step-name').fill('My lines');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Tell them').waitFor();
    await dialog.getByRole('button', { name: 'Take the other' }).click();
    await dialog.waitFor({ state: 'detached' });

    await page.getByRole('treeitem', { name: 'Tell them' }).waitFor();
    await page.context().close();
  });

  test('a failed run shows its error and input without a click, and each item of a loop', async () => {
    const page = await openSignedIn(browser, engine.url);
    await page.goto(`${engine.url}/runs?status=failed`);
    await page.getByRole('link', { name: 'Approved hours to invoices' }).click();

    await page.getByRole('tabpanel').getByText('line 3 has no tax code').waitFor();
    await page.getByRole('tab', { name: 'Input' }).click();
    await page.getByRole('tabpanel').getByText('"Capital Towers Inc."').waitFor();
    await page.getByRole('button', { name: /^Item 1/ }).click();
    await page.waitForURL(/step=each%5B0%5D/);
    await page.context().close();
  });

  test('a person answers a step that asks, with a note', async () => {
    const page = await openSignedIn(browser, engine.url);
    await page.goto(`${engine.url}/runs/run-needs-person`);
    await page.getByLabel('Note (optional)').fill('Checked with the site.');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText('Succeeded').first().waitFor();

    expect(engine.sent.at(-1)).toEqual({
      method: 'POST',
      path: '/runs/run-needs-person/steps/each%5B1%5D.ask/answer',
      body: { port: 'approved', note: 'Checked with the site.' },
    });
    await page.context().close();
  });
});
