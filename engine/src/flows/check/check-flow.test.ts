import { coreNodes } from '@invoicepatch/core';
import { defineAction, defineAuth, type FlowDocument, type FlowNode, flowDocument, z } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { MemoryCatalog } from '../../catalog/catalog.memory.ts';
import type { Inspection } from '../../sandbox/sandbox.ts';
import { checkFlow } from './check-flow.ts';
import { listPrograms, programKey } from './programs.ts';
import { listScopes } from './scope.ts';

const auth = defineAuth({
  id: 'ledger',
  title: 'Ledger',
  signing: { kind: 'header', header: 'x-key' },
  settings: z.strictObject({}),
  environments: [],
});
const postEntry = defineAction({
  id: 'ledger.post-entry',
  version: 1,
  title: 'Post an entry',
  summary: 'Posts an entry.',
  fr: { title: 'Inscrire', summary: 'Inscrit une écriture.' },
  effect: { kind: 'write', repeat: 'key' },
  auth,
  input: z.object({ total: z.string() }),
  output: z.object({ id: z.string() }),
  run: async () => ({ id: '1' }),
});
const catalog = new MemoryCatalog(coreNodes, [
  { id: 'ledger', title: 'Ledger', mark: { initials: 'LE', colour: '#123456' }, auth, nodes: [postEntry] },
]);
const books = '0190a3c8-5a52-7c00-8000-000000000001';
const shop = '0190a3c8-5a52-7c00-8000-000000000002';
const connections = new Map([
  [books, { auth: 'ledger' }],
  [shop, { auth: 'shop' }],
]);

/** Stands in for the sandbox: `BAD` can't be read, and references are found by their looks. */
function inspect(source: string): Inspection {
  const position = source.indexOf('BAD');
  if (position >= 0) return { ok: false, code: 'S0201', message: 'Syntax error: "BAD".', position };
  const variables = [...source.matchAll(/\$(\w+)/g)].flatMap(([, name = '']) => (name === 'sum' ? [] : name));
  return { ok: true, variables, nodes: [...source.matchAll(/\$nodes\.(\w+)/g)].map(([, id = '']) => id) };
}

function check(document: Omit<FlowDocument, 'format'>) {
  const parsed = flowDocument.parse({ format: 1, ...document });
  const programs = listPrograms(listScopes(parsed), catalog);
  const inspections = new Map(programs.map(({ program }) => [programKey(program), inspect(program.source)]));
  return checkFlow(parsed, { catalog, connections, inspections });
}

const start: FlowNode = { id: 'start', type: 'core.manual@1' };
const transform = (id: string, expression = '$'): FlowNode => ({
  id,
  type: 'core.transform@1',
  config: { expression },
});
const chain = (...ids: string[]) => ids.slice(1).map((to, index) => ({ from: ids[index] ?? '', to }));

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
  const many = Array.from({ length: 200 }, (_, index) => transform(`n${index}`));
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
