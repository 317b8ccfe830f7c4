import type { FlowDocument } from '@invoicepatch/sdk';

/** For tests: a trigger, a rule with two ways, and a loop with two steps. */
export const sampleFlow: FlowDocument = {
  format: 1,
  nodes: [
    { id: 'start', type: 'core.manual@1' },
    { id: 'big', type: 'core.rule@1', config: { logic: { '>': [{ var: 'total' }, 1000] } } },
    { id: 'ask', type: 'core.approval@1' },
    {
      id: 'each',
      type: 'core.for-each@1',
      body: {
        nodes: [
          { id: 'map', type: 'core.transform@1', config: { expression: '$nodes.start.total' } },
          { id: 'post', type: 'core.http-request@1', input: '{ "a": $nodes.map.x, "b": $nodes.mapped.y }' },
        ],
        edges: [{ from: 'map', to: 'post' }],
      },
    },
  ],
  edges: [
    { from: 'start', to: 'big' },
    { from: 'big', port: 'true', to: 'ask' },
    { from: 'big', port: 'false', to: 'each' },
    { from: 'ask', port: 'approved', to: 'each' },
  ],
};
