import { describe, expect, test } from '@jest/globals';
import { findConnections, nameConnections, parseFlowFile, toSlug, toText } from './flow-file.ts';

const books = { id: '0190a3c8-5a52-7c00-8000-000000000001', auth: 'ledger', name: 'Main books' };
const other = { id: '0190a3c8-5a52-7c00-8000-000000000002', auth: 'ledger', name: 'Other books' };
const document = {
  format: 1 as const,
  nodes: [
    { id: 'start', type: 'core.manual@1' },
    {
      id: 'each',
      type: 'core.for-each@1',
      config: { items: 'lines' },
      body: { nodes: [{ id: 'post', type: 'ledger.post@1', connection: books.id }], edges: [] },
    },
  ],
  edges: [{ from: 'start', to: 'each' }],
};
const file = { name: 'Hours', ...nameConnections(document, [books, other]), tests: [] };

test('a file names connections by words, also inside loops, and finds them again', () => {
  expect(file.connections).toEqual({ 'main-books': { auth: 'ledger', name: 'Main books' } });
  expect(JSON.stringify(file)).not.toContain(books.id);
  expect(findConnections(file, [books, other], new Map())).toEqual(document);
});

describe('in another company', () => {
  const far = { id: '0190a3c8-5a52-7c00-8000-000000000003', auth: 'ledger', name: 'Ledger' };

  test('the only connection to the system is taken', () => {
    expect(JSON.stringify(findConnections(file, [far], new Map()))).toContain(far.id);
  });

  test('among several it asks', () => {
    expect(() => findConnections(file, [far, other], new Map())).toThrow('There are: Ledger, Other books.');
    expect(JSON.stringify(findConnections(file, [far, other], new Map([['main-books', 'Ledger']])))).toContain(far.id);
  });

  test('a connection to another system is never taken', () => {
    expect(() => findConnections(file, [{ ...far, auth: 'shop' }], new Map())).toThrow('There are: none.');
  });
});

test('the text of a file does not depend on the order in which fields came', () => {
  const turned = {
    ...file,
    document: {
      edges: document.edges,
      nodes: file.document.nodes.map((node) => Object.fromEntries(Object.entries(node).reverse())),
      format: 1,
    },
  } as unknown as typeof file;

  expect(toText(turned)).toBe(toText(file));
  expect(toText(parseFlowFile(toText(file), 'hours.flow.json'))).toBe(toText(file));
});

test('data keeps the order that it has', () => {
  const tests = [{ name: 'One', payload: { b: 1, a: 2 } }];

  expect(toText({ ...file, tests })).toContain('"b": 1,\n        "a": 2');
});

test('a bare document is taken too, under the name of its file; anything else is refused with the place', () => {
  expect(parseFlowFile(JSON.stringify(document), '/tmp/Approved hours.json')).toMatchObject({ name: 'Approved hours' });
  expect(() => parseFlowFile('{', 'a.json')).toThrow('a.json is no flow: it is not JSON.');
  expect(() => parseFlowFile('{"name":"x"}', 'a.json')).toThrow('a.json is no flow: document:');
});

test('names of files are plain', () => {
  expect(['Heures approuvées → factures!', '../../etc', '???'].map(toSlug)).toEqual([
    'heures-approuvees-factures',
    'etc',
    'flow',
  ]);
});
