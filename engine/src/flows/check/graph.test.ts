import { expect, test } from '@jest/globals';
import { chain, check, start, transform } from '../../../../test/support/flow-check.ts';

test('an expression may name the nodes before it only', () => {
  const problems = check({
    nodes: [
      start,
      transform('first', '$nodes.second'),
      transform('second', '$nodes.first + $nodes.start'),
      transform('other', '$nodes.first'),
    ],
    edges: [...chain('start', 'first', 'second'), ...chain('start', 'other')],
  });

  expect(problems.map(({ nodeId, code }) => `${nodeId} ${code}`)).toEqual([
    'first flow.unknown-reference',
    'other flow.unknown-reference',
  ]);
  expect(problems[0]?.message).toContain('Before it come: start.');
});

test('what is in a loop sees what is before the loop, and nothing sees into it', () => {
  const problems = check({
    nodes: [
      start,
      transform('map'),
      { id: 'each', type: 'core.for-each@1', body: { nodes: [transform('line', '$nodes.map')], edges: [] } },
      transform('after', '$nodes.line'),
    ],
    edges: chain('start', 'map', 'each', 'after'),
  });

  expect(problems.map(({ nodeId, code }) => `${nodeId} ${code}`)).toEqual(['after flow.unknown-reference']);
});

test('a variable that is nothing is found before it gives nothing', () => {
  const each = {
    id: 'each',
    type: 'core.for-each@1',
    body: { nodes: [transform('line', '$item + $index')], edges: [] },
  };
  const problems = check({
    nodes: [start, transform('map', '$parameter.rate + $trigger.total'), transform('item', '$item'), each],
    edges: chain('start', 'map', 'item', 'each'),
  });

  expect(problems.map(({ nodeId, code }) => `${nodeId} ${code}`)).toEqual([
    'map flow.unknown-variable',
    'item flow.unknown-variable',
  ]);
  expect(problems[0]?.message).toContain('$parameters');
});

test('a circle names its nodes, once', () => {
  const problems = check({
    nodes: [start, transform('a'), transform('b'), transform('c'), transform('d')],
    edges: [...chain('start', 'a', 'b', 'c', 'a'), ...chain('c', 'd')],
  });

  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ code: 'flow.cycle', path: 'edges' });
  expect(problems[0]?.message).toContain('a, b, c');
});

test('a node that leads to itself is a circle', () => {
  expect(
    check({ nodes: [start, transform('a')], edges: [...chain('start', 'a'), { from: 'a', to: 'a' }] }),
  ).toMatchObject([{ code: 'flow.cycle', nodeId: 'a' }]);
});

test('a node that no trigger leads to is found', () => {
  const problems = check({ nodes: [start, transform('lost'), transform('after')], edges: chain('lost', 'after') });

  expect(problems.map(({ nodeId, code }) => `${nodeId} ${code}`)).toEqual([
    'lost flow.unreachable',
    'after flow.unreachable',
  ]);
});

test.each([
  [{ from: 'start', port: 'left', to: 'a' }, 'flow.no-such-port', 'It has: out.'],
  [{ from: 'start', to: 'a', port: 'out' }, 'flow.duplicate-edge', 'Remove one'],
  [{ from: 'a', to: 'start' }, 'flow.edge-into-trigger', 'Remove the edge'],
  [{ from: 'inner', to: 'a' }, 'flow.dangling-edge', 'no node of the flow'],
])('refuses the edge %j', (edge, code, advice) => {
  const each = { id: 'each', type: 'core.for-each@1', body: { nodes: [transform('inner')], edges: [] } };
  const problems = check({ nodes: [start, transform('a'), each], edges: [...chain('start', 'a', 'each'), edge] });

  expect(problems.map((problem) => problem.code)).toContain(code);
  expect(problems.find((problem) => problem.code === code)?.message).toContain(advice);
});

test('an id is there once, in loops too', () => {
  const each = { id: 'each', type: 'core.for-each@1', body: { nodes: [transform('a')], edges: [] } };
  const problems = check({ nodes: [start, transform('a'), each], edges: chain('start', 'a', 'each') });

  expect(problems).toMatchObject([{ code: 'flow.duplicate-id', nodeId: 'a' }]);
});
