import { expect, test } from '@jest/globals';
import { Ancestry } from './ancestry.ts';
import { sortNodes } from './sort-nodes.ts';

const nodes = ['c', 'a', 'b', 'd'].map((id) => ({ id }));

test('puts every node after all that lead to it', () => {
  const edges = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'a', to: 'c' },
  ];

  expect(sortNodes(nodes, edges).map(({ id }) => id)).toEqual(['a', 'd', 'b', 'c']);
});

test('leaves out what waits for itself, and what waits for nothing that is there', () => {
  const edges = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
    { from: 'gone', to: 'c' },
  ];

  expect(sortNodes(nodes, edges).map(({ id }) => id)).toEqual(['d']);
});

test('knows who comes before whom, however far', () => {
  const chain = Array.from({ length: 100 }, (_, at) => ({ id: `n${at}` }));
  const edges = chain.slice(1).map(({ id }, at) => ({ from: `n${at}`, to: id }));
  const ancestry = new Ancestry(sortNodes(chain, edges), edges);

  expect(ancestry.isBefore('n0', 'n99')).toBe(true);
  expect(ancestry.isBefore('n99', 'n0')).toBe(false);
  expect(ancestry.isBefore('n50', 'n50')).toBe(false);
  expect(ancestry.list('n3')).toEqual(['n0', 'n1', 'n2']);
});
