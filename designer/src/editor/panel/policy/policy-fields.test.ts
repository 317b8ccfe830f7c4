import type { NodeDescriptor } from '@invoicepatch/sdk';
import { describe, expect, test } from '@jest/globals';
import { listPolicyFields, sayPolicy } from './policy-fields.ts';

const descriptor = (kind: NodeDescriptor['kind'], more: Partial<NodeDescriptor> = {}): NodeDescriptor => ({
  type: 'core.some@1',
  kind,
  title: '',
  summary: '',
  fr: { title: '', summary: '' },
  keywords: [],
  ports: ['out'],
  ...more,
});
const alone = { nodes: [], edges: [] };
const node = { id: 'post', type: 'core.some@1' };

describe('which settings a step has', () => {
  test.each([
    [descriptor('trigger'), []],
    [descriptor('evaluation'), ['onError']],
    [descriptor('loop'), ['onError']],
    [descriptor('action'), ['onError', 'retry', 'timeoutMs']],
    [descriptor('control'), ['onError', 'timeoutMs']],
    [descriptor('control', { waitsFor: 'flow' }), ['onError']],
  ])('%j', (type, fields) => {
    expect(listPolicyFields(node, type, alone)).toEqual(fields);
  });

  test('only a step that two others lead to can go on with the first', () => {
    const twice = {
      nodes: [],
      edges: [
        { from: 'rule', port: 'true', to: 'post' },
        { from: 'rule', port: 'false', to: 'post' },
      ],
    };
    const both = { nodes: [], edges: [...twice.edges, { from: 'other', to: 'post' }] };
    expect(listPolicyFields(node, descriptor('evaluation'), twice)).not.toContain('join');
    expect(listPolicyFields(node, descriptor('evaluation'), both)).toContain('join');
  });

  test('what is set can be removed, also where it means nothing', () => {
    expect(listPolicyFields({ ...node, timeoutMs: 5_000 }, descriptor('trigger'), alone)).toEqual(['timeoutMs']);
  });
});

test('what is set is said in the order in which it happens', () => {
  expect(sayPolicy(node)).toEqual([]);
  expect(sayPolicy({ ...node, join: 'first', timeoutMs: 60_000, onError: 'branch', retry: { attempts: 3 } })).toEqual([
    { kind: 'tries', count: 3 },
    { kind: 'error', onError: 'branch' },
    { kind: 'time', ms: 60_000 },
    { kind: 'first' },
  ]);
});
