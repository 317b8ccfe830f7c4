import { expect, test } from '@jest/globals';
import { scopeOf } from '../graph.ts';
import { sampleFlow } from '../sample-flow.ts';
import { addNode, leaveBy } from './add-node.ts';

const wait = { id: 'wait', type: 'core.wait@1' };

test('a step on an edge keeps the port that led there', () => {
  const edge = { from: 'big', port: 'false', to: 'each' };

  const { edges } = addNode(sampleFlow, wait, { kind: 'on-edge', edge });

  expect(edges).toContainEqual({ from: 'big', port: 'false', to: 'wait' });
  expect(edges).toContainEqual({ from: 'wait', to: 'each' });
  expect(edges).not.toContainEqual(edge);
});

test('a step after another inside a loop stays inside', () => {
  const added = addNode(sampleFlow, wait, { kind: 'after', parent: 'each', from: 'post', port: 'out' });

  expect(scopeOf(added, 'each').edges).toContainEqual({ from: 'post', to: 'wait' });
  expect(added.nodes).toHaveLength(sampleFlow.nodes.length);
});

test('a branching step on an edge goes on by its own port', () => {
  const added = addNode(sampleFlow, wait, { kind: 'on-edge', edge: { from: 'start', to: 'big' } });

  expect(leaveBy(added, { id: 'wait', port: 'true' }).edges).toContainEqual({ from: 'wait', port: 'true', to: 'big' });
});
