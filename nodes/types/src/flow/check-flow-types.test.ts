import type { FlowDocument } from '@invoicepatch/sdk';
import { expect, describe as group, test } from '@jest/globals';
import { chain, describe, hook, post, toDocument, transform } from '../../testing/flows.ts';
import { checkFlowTypes, show } from '../index.ts';

const check = (document: Omit<FlowDocument, 'format'>) => checkFlowTypes(toDocument(document), { describe });
const outputOf = (document: Omit<FlowDocument, 'format'>, id: string) =>
  show(check(document).nodes.get(id)?.output ?? {});
const findingsOf = (document: Omit<FlowDocument, 'format'>) =>
  check(document).findings.map(({ severity, code, nodeId, field, path = '' }) =>
    `${severity} ${code} ${nodeId}.${field} ${path}`.trim(),
  );

test('what a trigger hands over goes through the flow, node by node', () => {
  const document = {
    nodes: [
      hook(),
      transform('total', "{ 'client': client, 'hours': $sum([entries.hours]) }"),
      transform('big', 'hours > 40'),
    ],
    edges: chain('hook', 'total', 'big'),
  };

  expect(outputOf(document, 'total')).toBe('object { client, hours }');
  expect(outputOf(document, 'big')).toBe('true or false');
  expect(findingsOf(document)).toEqual([]);
});

test('a field that no node before gives is an error, one that the sample lacks a warning', () => {
  const document = {
    nodes: [hook(), transform('map', "{ 'client': clint }"), transform('more', '$nodes.map.clients')],
    edges: chain('hook', 'map', 'more'),
  };

  expect(findingsOf(document)).toEqual([
    'warning flow.unknown-field map.expression',
    'error flow.unknown-field more.expression',
  ]);
});

test('a schema of the trigger counts as it is written', () => {
  const schema = {
    type: 'object',
    properties: { client: { type: 'string' } },
    required: ['client'],
    additionalProperties: false,
  };
  const document = { nodes: [hook({ schema }), transform('map', 'clint')], edges: chain('hook', 'map') };

  expect(findingsOf(document)).toEqual(['error flow.unknown-field map.expression']);
});

test('without sample or schema nothing is said of what is not known', () => {
  const document = {
    nodes: [hook({}), transform('map', 'a.b[0].c + 1'), post('$')],
    edges: chain('hook', 'map', 'post'),
  };

  expect(findingsOf({ ...document, nodes: [hook({}), transform('map', 'a.b')], edges: chain('hook', 'map') })).toEqual(
    [],
  );
  expect(outputOf(document, 'hook')).toBe('anything');
});

group('what a step takes', () => {
  const given = (input: string) => findingsOf({ nodes: [hook(), post(input)], edges: chain('hook', 'post') });

  test('in order', () => {
    expect(given("{ 'customer': client, 'lines': [entries.{ 'description': worker, 'amount': rate }] }")).toEqual([]);
  });
  test.each([
    ["{ 'customer': client }", 'error flow.missing-field post.input lines'],
    ["{ 'customer': 7, 'lines': [] }", 'error flow.wrong-type post.input customer'],
    ["{ 'customer': client, 'lines': [], 'curency': 'CAD' }", 'error flow.extra-field post.input curency'],
    ["{ 'customer': client, 'lines': [], 'currency': 'EUR' }", 'error flow.wrong-type post.input currency'],
    ["{ 'customer': entries[0].worker, 'lines': [] }", 'warning flow.maybe-missing post.input customer'],
    [
      "{ 'customer': client, 'lines': entries.{ 'description': worker, 'amount': rate } }",
      'warning flow.one-or-list post.input lines',
    ],
    [
      "{ 'customer': client, 'lines': [entries.{ 'description': worker, 'amount': hours }] }",
      'warning flow.wrong-type post.input lines[].amount',
    ],
    ["'x'", 'error flow.wrong-type post.input'],
  ])('%s', (input, finding) => {
    expect(given(input)).toContain(finding);
  });

  test('the place is that of the field', () => {
    const input = "{ 'customer': 7, 'lines': [] }";
    const { findings } = check({ nodes: [hook(), post(input)], edges: chain('hook', 'post') });
    const { start = 0, end } = findings[0]?.range ?? {};

    expect(input.slice(start, end)).toBe('7');
  });
});

test('after a rule one way or the other was taken, and a join knows which', () => {
  const rule = { id: 'big', type: 'core.rule@1', config: { logic: { '>': [{ var: 'entries.0.hours' }, 8] } } };
  const document = {
    nodes: [
      hook(),
      rule,
      transform('yes', "{ 'a': 1 }"),
      transform('no', "{ 'b': 'x' }"),
      transform('join', '[a, b, $nodes.yes.a]'),
    ],
    edges: [
      ...chain('hook', 'big'),
      { from: 'big', port: 'true', to: 'yes' },
      { from: 'big', port: 'false', to: 'no' },
      ...chain('yes', 'join'),
      ...chain('no', 'join'),
    ],
  };

  expect(show(check(document).nodes.get('join')?.incoming ?? {})).toBe('object { a?, b? }');
  expect(findingsOf(document)).toEqual([]);
});

test('a join of ways that are all taken gets an object by their ids', () => {
  const document = {
    nodes: [hook(), transform('one', "{ 'a': 1 }"), transform('two', '"x"'), transform('join', 'one.a + two')],
    edges: [...chain('hook', 'one', 'join'), ...chain('hook', 'two', 'join')],
  };

  expect(show(check(document).nodes.get('join')?.incoming ?? {})).toBe('object { one, two }');
  expect(findingsOf(document)).toEqual(['error flow.wrong-operand join.expression']);
});

test('a loop knows its item, and gives the list of what its body ends with', () => {
  const each = {
    id: 'each',
    type: 'core.for-each@1',
    config: { items: 'entries' },
    body: {
      nodes: [
        transform('line', "{ 'who': $item.worker, 'at': $index, 'of': $nodes.hook.client, 'bad': $item.wroker }"),
      ],
      edges: [],
    },
  };
  const document = { nodes: [hook(), each, transform('after', '$.who')], edges: chain('hook', 'each', 'after') };

  expect(outputOf(document, 'each')).toBe('list of objects { who, at, of, bad? }');
  expect(outputOf(document, 'after')).toBe('text or list of texts or null');
  expect(findingsOf(document)).toEqual(['warning flow.unknown-field line.expression']);
});

test('parameters are what they are, and the answer to the sender is what it was given', () => {
  const document = {
    parameters: { rates: { welder: 10 } },
    nodes: [hook(), { id: 'reply', type: 'core.respond@1', input: "{ 'status': 200, 'body': $parameters.rate }" }],
    edges: chain('hook', 'reply'),
  };

  expect(findingsOf(document)).toEqual(['error flow.unknown-field reply.input']);
});

test('rules are looked into', () => {
  const rule = (logic: FlowDocument['nodes'][number]['config']) => ({
    id: 'big',
    type: 'core.rule@1',
    config: { logic: logic ?? {} },
  });
  const of = (logic: { [operator: string]: never[] | (string | number | { var: string })[] }) =>
    findingsOf({
      nodes: [
        hook({
          schema: {
            type: 'object',
            properties: { state: { enum: ['open', 'done'] }, total: { type: 'number' } },
            required: ['state', 'total'],
            additionalProperties: false,
          },
        }),
        rule(logic as never),
      ],
      edges: chain('hook', 'big'),
    });

  expect(of({ '>': [{ var: 'total' }, 5] })).toEqual([]);
  expect(of({ '>': [{ var: 'totl' }, 5] })).toEqual(['error flow.unknown-field big.logic >.0.var']);
  expect(of({ '==': [{ var: 'state' }, 'opne'] })).toEqual(['warning flow.never-equal big.logic ==']);
});

test('circles, edges from nowhere and unknown types are borne', () => {
  const document = {
    nodes: [hook(), transform('a', 'x'), transform('b', 'y'), { id: 'odd', type: 'no.such@1' }],
    edges: [...chain('a', 'b', 'a'), { from: 'ghost', to: 'a' }, ...chain('hook', 'odd')],
  };

  expect(findingsOf(document)).toEqual([]);
});

test('a step that may fail and go on hands on what came in, or the error by its own way out', () => {
  const input = "{ 'customer': client, 'lines': [] }";
  const flow = (onError: 'continue' | 'branch') => ({
    nodes: [
      hook(),
      { ...post(input), onError },
      transform('good', 'id'),
      transform('bad', 'error.code & $nodes.post.error.message'),
    ],
    edges: [
      ...chain('hook', 'post', 'good'),
      ...(onError === 'branch' ? [{ from: 'post', port: 'error', to: 'bad' }] : []),
    ],
  });

  expect(show(check(flow('continue')).nodes.get('good')?.incoming ?? {})).toBe(
    'object { id?, total?, client?, entries?, … }',
  );
  expect(show(check(flow('branch')).nodes.get('good')?.incoming ?? {})).toBe('object { id, total }');
  expect(show(check(flow('branch')).nodes.get('bad')?.incoming ?? {})).toBe('object { error, input }');
  expect(findingsOf(flow('branch'))).toEqual([]);
});

test('a loop gives what it is set to give, item by item or in batches', () => {
  const flow = (config: { [name: string]: string | number }) => ({
    nodes: [
      hook(),
      {
        id: 'each',
        type: 'core.for-each@1',
        config: { items: 'entries', ...config },
        body: { nodes: [transform('one', '$count($item)')], edges: [] },
      },
    ],
    edges: chain('hook', 'each'),
  });

  expect(outputOf(flow({}), 'each')).toBe('list of 1');
  expect(outputOf(flow({ onItemError: 'continue' }), 'each')).toBe('list of 1 or null');
  expect(outputOf(flow({ onItemError: 'collect' }), 'each')).toBe(
    'object { results, errors, total, succeeded, failed }',
  );
  expect(outputOf(flow({ output: 'summary' }), 'each')).toBe('anything');
  expect(show(check(flow({ batchSize: 3 })).nodes.get('one')?.incoming ?? {})).toBe(
    'list of objects { worker, hours, rate, approved, … }',
  );
});

test('where the first to come goes on, nothing else is sure to be there', () => {
  const document = {
    nodes: [
      hook(),
      transform('one', "{ 'a': 1 }"),
      transform('two', '"x"'),
      { ...transform('race', '$nodes.one.a'), join: 'first' as const },
    ],
    edges: [...chain('hook', 'one', 'race'), ...chain('hook', 'two', 'race')],
  };

  expect(show(check(document).nodes.get('race')?.incoming ?? {})).toBe('anything');
  expect(outputOf(document, 'race')).toBe('1 or null');
});
