import { expect, test } from '@jest/globals';
import { newNodeId } from './node-id.ts';
import { sampleFlow } from './sample-flow.ts';

test.each([
  ['quickbooks-online.create-invoice@1', 'createInvoice'],
  ['core.manual@1', 'manual'],
  ['core.4-eyes@1', 'step'],
])('%s is called %s', (type, id) => {
  expect(newNodeId(sampleFlow, type)).toBe(id);
});

test('an id that is taken, also inside a loop, gets a number', () => {
  expect(newNodeId(sampleFlow, 'core.post@1')).toBe('post2');
  expect(newNodeId(sampleFlow, 'core.post@1', new Set(['post2']))).toBe('post3');
});
