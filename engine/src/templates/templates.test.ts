import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flowDocument, type Template, templateManifest } from '@invoicepatch/sdk';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fillTemplate } from './fill-template.ts';
import { TemplateLibrary } from './template-library.ts';

const books = '0190a3c8-5a52-7c00-8000-000000000001';
const shop = '0190a3c8-5a52-7c00-8000-000000000002';
const facts = new Map([
  [books, { auth: 'ledger' }],
  [shop, { auth: 'shop' }],
]);
const both = (text: string) => ({ en: text, fr: text });

const manifest = {
  slug: 'hours-to-ledger',
  version: 1,
  title: both('Hours'),
  summary: both('Posts hours.'),
  connections: { books: { auth: 'ledger', title: both('The ledger') } },
  parameters: [
    { name: 'days', title: both('Days'), help: both('Days to pay.'), type: 'number', default: 30 },
    { name: 'rates', title: both('Rates'), help: both('By role.'), type: 'json', default: {} },
  ],
};
const flow = {
  format: 1,
  parameters: { days: 30, rates: {} },
  nodes: [
    { id: 'start', type: 'core.manual@1' },
    { id: 'post', type: 'ledger.post-entry@1', connection: 'books' },
    {
      id: 'each',
      type: 'core.for-each@1',
      body: { nodes: [{ id: 'line', type: 'ledger.post-entry@1', connection: 'books' }], edges: [] },
    },
  ],
  edges: [],
};
const template: Template = { ...templateManifest.parse(manifest), document: flowDocument.parse(flow) };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'templates-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function writeTemplate(slug: string, files: Record<string, unknown>): Promise<void> {
  await mkdir(join(folder, slug));
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, slug, name), JSON.stringify(content));
}

test('a folder is a template', async () => {
  await writeTemplate('hours-to-ledger', { 'template.json': manifest, 'flow.json': flow });
  const library = await TemplateLibrary.open(folder);

  expect(library.list().map(({ slug }) => slug)).toEqual(['hours-to-ledger']);
  expect(library.get('hours-to-ledger')).toEqual(template);
  expect(() => library.get('../hours-to-ledger')).toThrow(expect.objectContaining({ code: 'template.not-found' }));
});

test.each([
  [{ 'template.json': manifest }],
  [{ 'template.json': { ...manifest, slug: 'another' }, 'flow.json': flow }],
  [{ 'template.json': manifest, 'flow.json': { ...flow, format: 2 } }],
])('a template that is not in order is refused: %#', async (files) => {
  await writeTemplate('hours-to-ledger', files);

  await expect(TemplateLibrary.open(folder)).rejects.toMatchObject({ code: 'template.unreadable' });
});

test('the templates of this repository are in order', async () => {
  const library = await TemplateLibrary.open(fileURLToPath(new URL('../../../templates', import.meta.url)));

  expect(library.list().length).toBeGreaterThan(0);
});

test('connections and parameters take their places, in loops too, and the template stays as it was', () => {
  const before = structuredClone(template);

  const filled = fillTemplate(template, { connections: { books }, parameters: { days: 14 } }, facts);

  expect(filled.parameters).toEqual({ days: 14, rates: {} });
  expect(filled.nodes.map(({ connection }) => connection)).toEqual([undefined, books, undefined]);
  expect(filled.nodes[2]?.body?.nodes[0]?.connection).toBe(books);
  expect(template).toEqual(before);
});

test('a connection that nobody chose stays open, for the publish check to ask for', () => {
  const filled = fillTemplate(template, { connections: {}, parameters: {} }, facts);

  expect(filled.nodes.map((node) => 'connection' in node)).toEqual([false, false, false]);
});

test.each([
  [{ connections: { books: '0190a3c8-5a52-7c00-8000-00000000ffff' }, parameters: {} }, 'connections.books'],
  [{ connections: { books: shop }, parameters: {} }, 'connections.books'],
  [{ connections: { books, shop }, parameters: {} }, 'connections.shop'],
  [{ connections: { books }, parameters: { days: '14' } }, 'parameters.days'],
  [{ connections: { books }, parameters: { daze: 14 } }, 'parameters.daze'],
  [{ connections: { books }, parameters: { constructor: 1 } }, 'parameters.constructor'],
])('refuses %j', (filling, path) => {
  expect(() => fillTemplate(template, filling, facts)).toThrow(
    expect.objectContaining({
      code: 'template.bad-filling',
      details: { errors: [{ path, message: expect.any(String) }] },
    }),
  );
});
