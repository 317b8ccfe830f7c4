import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreNodes } from '@invoicepatch/core';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { MemoryCatalog } from './catalog.memory.ts';
import { toCatalogView } from './catalog-view.ts';
import { connectorPlace, findConnectors } from './find-connectors.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'connectors-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function writeConnector(name: string, source: string): Promise<void> {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'index.js'), source);
}

function find() {
  return findConnectors({ folder, index: 'index.js' });
}

function connector(id: string, node: string): string {
  return `export default { id: '${id}', title: 'Ledger', mark: { initials: 'LE', colour: '#123456' }, nodes: [${node}] };`;
}

const wording = `title: 'Post an entry', summary: 'Posts.', fr: { title: 'Inscrire', summary: 'Inscrit.' }`;
const control = (id: string) =>
  `{ kind: 'control', id: '${id}', version: 1, ${wording}, ports: ['left', 'right'], config: {}, input: {}, decide: () => ({ kind: 'go', port: 'left', output: null }) }`;

test('a new folder is a new connector, and nothing else changes', async () => {
  const before = new MemoryCatalog(coreNodes, await find());
  await writeConnector('ledger', connector('ledger', control('ledger.choose-side')));
  const after = new MemoryCatalog(coreNodes, await find());

  expect(before.find('ledger.choose-side@1')).toBeUndefined();
  expect(after.find('ledger.choose-side@1')?.title).toBe('Post an entry');
  expect(after.findConnector('ledger')?.title).toBe('Ledger');
  expect(after.listNodes()).toHaveLength(coreNodes.length + 1);
});

test('a folder without an index is no connector', async () => {
  await mkdir(join(folder, 'shared'));

  expect(await find()).toEqual([]);
});

test.each([
  ['a foreign id', connector('other', ''), "the id is the folder's name"],
  ['a node of another', connector('ledger', control('core.choose-side')), 'does not start with "ledger."'],
  ['a bad node name', connector('ledger', control('ledger.Choose')), 'system.verb-object@1'],
  ['no default export', 'export const ledger = 1;', 'defineConnector'],
  [
    'a lookup that is missing',
    connector(
      'ledger',
      `{ kind: 'action', id: 'ledger.post-entry', version: 1, ${wording}, effect: { kind: 'write', repeat: 'lookup' }, input: {}, output: {} }`,
    ),
    'has no lookup',
  ],
])('refuses %s', async (_what, source, reason) => {
  await writeConnector('ledger', source);

  await expect(find()).rejects.toThrow(reason);
});

test('refuses two nodes of one name', async () => {
  const [first] = coreNodes;

  expect(() => new MemoryCatalog([...coreNodes, ...(first === undefined ? [] : [first])], [])).toThrow(
    'core.webhook@1',
  );
});

test('the connectors of this repository are in order and can be shown', async () => {
  const catalog = new MemoryCatalog(coreNodes, await findConnectors(connectorPlace()));
  const view = toCatalogView(catalog);

  expect(view.nodes.length).toBe(catalog.listNodes().length);
  expect(view.nodes.find((node) => node.type === 'core.rule@1')).toMatchObject({
    kind: 'evaluation',
    ports: ['true', 'false'],
  });
  expect(view.nodes.find((node) => node.type === 'core.webhook@1')).toMatchObject({ start: 'webhook' });
});
