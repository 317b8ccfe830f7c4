import { expect, test } from '@jest/globals';
import { editNode, editScope, findNode, findParent, listNodes, toEdge } from './graph.ts';
import { sampleFlow } from './sample-flow.ts';

test('finds steps inside loops, and the loop around them', () => {
  expect(listNodes(sampleFlow).map(({ node }) => node.id)).toEqual(['start', 'big', 'ask', 'each', 'map', 'post']);
  expect([findParent(sampleFlow, 'post'), findParent(sampleFlow, 'big')]).toEqual(['each', undefined]);
});

test('editing a step leaves every other step the same object', () => {
  const edited = editNode(sampleFlow, 'post', (node) => ({ ...node, name: 'Post' }));

  expect(findNode(edited, 'post')?.name).toBe('Post');
  expect(findNode(edited, 'map')).toBe(findNode(sampleFlow, 'map'));
  expect(findNode(edited, 'big')).toBe(findNode(sampleFlow, 'big'));
});

test('a step that is not there changes nothing', () => {
  expect(editNode(sampleFlow, 'ghost', (node) => ({ ...node, name: 'x' }))).toBe(sampleFlow);
  expect(editScope(sampleFlow, 'ghost', () => ({ nodes: [], edges: [] }))).toBe(sampleFlow);
});

test('the port out is not written', () => {
  expect(toEdge('a', 'out', 'b')).toEqual({ from: 'a', to: 'b' });
});
