import { expect, test } from '@jest/globals';
import { findNode } from '../graph.ts';
import { sampleFlow } from '../sample-flow.ts';
import { removeNodes } from './remove.ts';

test('joins the neighbours of a step with one way out, by the port that led to it', () => {
  const { edges } = removeNodes(sampleFlow, ['ask']);

  expect(edges).toEqual([
    { from: 'start', to: 'big' },
    { from: 'big', port: 'false', to: 'each' },
    { from: 'big', port: 'true', to: 'each' },
  ]);
});

test('without a step that decided, nothing runs that was conditional', () => {
  expect(removeNodes(sampleFlow, ['big']).edges).toEqual([{ from: 'ask', port: 'approved', to: 'each' }]);
});

test('a loop goes with all that it holds', () => {
  const removed = removeNodes(sampleFlow, ['each', 'post']);

  expect(findNode(removed, 'map')).toBeUndefined();
  expect(removed.edges.some((edge) => edge.to === 'each')).toBe(false);
});
