import { expect, test } from '@jest/globals';
import { findNode } from '../graph.ts';
import { sampleFlow } from '../sample-flow.ts';
import { duplicateNodes } from './duplicate.ts';

test('copies steps with the edges between them, under ids of their own', () => {
  const { document, ids } = duplicateNodes(sampleFlow, new Set(['big', 'ask']));

  expect(ids).toEqual(['rule', 'approval']);
  expect(document.edges).toContainEqual({ from: 'rule', port: 'true', to: 'approval' });
  expect(document.edges).toHaveLength(sampleFlow.edges.length + 1);
});

test('what a copied loop holds speaks of the copies', () => {
  const { document, ids } = duplicateNodes(sampleFlow, new Set(['each']));

  expect(findNode(document, ids[0] ?? '')?.body?.nodes[1]?.input).toContain('$nodes.transform.x');
});

test('nothing chosen, nothing copied', () => {
  expect(duplicateNodes(sampleFlow, new Set())).toEqual({ document: sampleFlow, ids: [] });
});
