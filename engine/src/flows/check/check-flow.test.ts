import type { FlowNode } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { books, chain, check, shop, start, transform } from '../../../../test/support/flow-check.ts';

test('a flow in order has no problems', () => {
  const problems = check({
    nodes: [
      { id: 'hours', type: 'core.webhook@1' },
      transform('map', "{ 'total': $sum(lines.amount) }"),
      { id: 'big', type: 'core.rule@1', config: { logic: { '>': [{ var: 'total' }, 1000] } } },
      {
        id: 'each',
        type: 'core.for-each@1',
        config: { items: 'lines' },
        body: {
          nodes: [
            transform('line', '$nodes.map.total'),
            { id: 'post', type: 'ledger.post-entry@1', connection: books, input: '$nodes.line' },
          ],
          edges: chain('line', 'post'),
        },
      },
    ],
    edges: [...chain('hours', 'map', 'big'), { from: 'big', port: 'true', to: 'each' }],
  });

  expect(problems).toEqual([]);
});

test('all problems are found at once, each with its place and the next act', () => {
  const problems = check({
    nodes: [
      { id: 'map', type: 'core.transform@1', config: { expresion: '$' } },
      { id: 'post', type: 'ledger.post-entry@1', input: '$nodes.later BAD' },
      { id: 'odd', type: 'nowhere.do-it@1' },
    ],
    edges: [{ from: 'map', to: 'ghost' }],
  });

  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'flow.no-trigger nodes',
    'flow.unknown-node-type nodes.odd.type',
    'flow.dangling-edge edges[0].to',
    'flow.missing-config nodes.map.config.expression',
    'flow.unknown-config-field nodes.map.config.expresion',
    'flow.missing-connection nodes.post.connection',
    'flow.bad-expression nodes.post.input',
  ]);
  expect(problems.every(({ message }) => message.length > 20 && message.trim().endsWith('.'))).toBe(true);
});

test('an expression that cannot be read is named with its position', () => {
  const [problem] = check({ nodes: [start, transform('map', '1 + BAD')], edges: chain('start', 'map') });

  expect(problem).toEqual({
    nodeId: 'map',
    path: 'nodes.map.config.expression',
    code: 'flow.bad-expression',
    message: 'The expression of map can\'t be read: Syntax error: "BAD".',
    position: 4,
  });
});

test("a rule and a loop's list are checked too", () => {
  const problems = check({
    nodes: [
      start,
      { id: 'big', type: 'core.rule@1', config: { logic: { BAD: [] } } },
      {
        id: 'each',
        type: 'core.for-each@1',
        config: { items: 'BAD' },
        body: { nodes: [transform('line')], edges: [] },
      },
    ],
    edges: [...chain('start', 'big'), { from: 'big', port: 'false', to: 'each' }],
  });

  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'flow.bad-rule nodes.big.config.logic',
    'flow.bad-expression nodes.each.config.items',
  ]);
});

test('loops hold nodes, other nodes do not, and triggers stand outside', () => {
  const problems = check({
    nodes: [
      start,
      { id: 'empty', type: 'core.for-each@1' },
      { ...transform('full'), body: { nodes: [transform('a')], edges: [] } },
      { id: 'each', type: 'core.for-each@1', body: { nodes: [{ id: 'inner', type: 'core.manual@1' }], edges: [] } },
    ],
    edges: chain('start', 'empty', 'full', 'each'),
  });

  expect(problems.map(({ nodeId, code }) => `${nodeId} ${code}`)).toEqual([
    'inner flow.trigger-in-loop',
    'empty flow.empty-loop',
    'full flow.body-outside-loop',
  ]);
});

test.each([
  [{ id: 'post', type: 'ledger.post-entry@1' }, 'flow.missing-connection'],
  [{ id: 'post', type: 'ledger.post-entry@1', connection: 'f00' }, 'flow.unknown-connection'],
  [{ id: 'post', type: 'ledger.post-entry@1', connection: shop }, 'flow.wrong-connection'],
  [{ ...transform('post'), connection: books }, 'flow.needless-connection'],
  [{ id: 'post', type: 'ledger.post-entry@1', connection: books, config: { x: 1 } }, 'flow.unknown-config-field'],
])('refuses %j', (node, code) => {
  const problems = check({ nodes: [start, node], edges: chain('start', 'post') });

  expect(problems.map((problem) => problem.code)).toEqual([code]);
});

test('a trigger gets no input, and its schedule must be one', () => {
  const config = { cron: '0 25 * * *', timeZone: 'America/Toronto' };
  const problems = check({ nodes: [{ id: 'clock', type: 'core.schedule@1', config, input: '$' }], edges: [] });

  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'flow.bad-schedule nodes.clock.config.cron',
    'flow.input-of-trigger nodes.clock.input',
  ]);
});

test('a value of the wrong kind names the setting as the person sees it', () => {
  const [problem] = check({
    nodes: [{ id: 'hook', type: 'core.webhook@1', config: { timeoutSeconds: 900 } }],
    edges: [],
  });

  expect(problem).toMatchObject({ code: 'flow.bad-config', path: 'nodes.hook.config.timeoutSeconds' });
  expect(problem?.message).toContain('Longest wait for the answer');
});

test('there are limits to how many nodes and how deep', () => {
  const many = Array.from({ length: 3_400 }, (_, index) => transform(`n${index}`));
  const loop = (id: string, nodes: FlowNode[]): FlowNode => ({
    id,
    type: 'core.for-each@1',
    body: { nodes, edges: [] },
  });
  const wide = [
    loop('w1', many),
    loop(
      'w2',
      many.map((n) => ({ ...n, id: `${n.id}b` })),
    ),
    loop(
      'w3',
      many.map((n) => ({ ...n, id: `${n.id}c` })),
    ),
  ];
  const deep = [1, 2, 3, 4, 5].reduce((inner, depth) => loop(`l${depth}`, [inner]), transform('core'));

  expect(check({ nodes: [start, ...wide], edges: chain('start', 'w1', 'w2', 'w3') })).toMatchObject([
    { code: 'flow.too-many-nodes' },
  ]);
  expect(check({ nodes: [start, deep], edges: chain('start', 'l5') })).toMatchObject([
    { code: 'flow.too-deep', nodeId: 'l1' },
  ]);
});
