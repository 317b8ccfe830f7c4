import { expect, test } from '@jest/globals';
import { compareDocuments } from './compare.ts';
import { removeNodes } from './edit/remove.ts';
import { editNode } from './graph.ts';
import { moveNodes } from './layout/layout.ts';
import { sampleFlow } from './sample-flow.ts';

test('names what was added, removed and changed, inside loops too', () => {
  const theirs = editNode(removeNodes(sampleFlow, ['ask']), 'post', (node) => ({ ...node, name: 'Post it' }));

  expect(compareDocuments(sampleFlow, theirs)).toEqual([
    { id: 'post', name: 'Post it', change: 'changed' },
    { id: 'ask', name: 'ask', change: 'removed' },
  ]);
});

test('a step that was only moved is the same', () => {
  expect(compareDocuments(sampleFlow, moveNodes(sampleFlow, new Map([['big', { x: 1, y: 1 }]])))).toEqual([]);
});
