import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeStand, type Stand } from '../corpus/stand.ts';

let stand: Stand;

beforeAll(async () => {
  stand = await makeStand(2_000);
}, 90_000);
afterAll(() => stand.close());

const json = { 'content-type': 'application/json' };
const stallMs = 200;

/** Sends a body as it is, then looks at how long the engine's thread worked at a stretch meanwhile. */
async function send(path: string, body: string | Uint8Array) {
  await stand.engine.look();
  const { status, body: answer } = await stand.mallory.send('POST', path, body, json);
  const { longestWorkMs } = await stand.engine.look();
  return { status, answer, longestWorkMs };
}

function expectProblem({ status, answer, longestWorkMs }: Awaited<ReturnType<typeof send>>): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(answer).toMatchObject({ title: expect.any(String), status, code: expect.stringMatching(/^[a-z]+\.[a-z-]+$/) });
  // A sentence, and not what was sent.
  expect(answer.detail).toMatch(/^[A-Z].{15,400}[.:)]/s);
  expect(longestWorkMs).toBeLessThan(stallMs);
}

async function publishFlow(node: object): Promise<string> {
  const document = {
    format: 1,
    nodes: [
      { id: 'start', type: 'core.manual@1' },
      { id: 'map', ...node },
    ],
    edges: [{ from: 'start', to: 'map' }],
  };
  const { body } = await stand.mallory.post('/api/v1/flows', { name: `Hostile ${Math.random()}`, document });
  const published = await stand.mallory.post(`/api/v1/flows/${body.id}/publish`);
  expect(published.status).toBe(200);
  return body.id;
}

const transform = (expression: string) => JSON.stringify({ expression, input: {} });
const flowWith = (node: object) =>
  JSON.stringify({
    name: 'Hostile',
    document: {
      format: 1,
      nodes: [
        { id: 'start', type: 'core.manual@1' },
        { id: 'map', type: 'core.transform@1', ...node },
      ],
      edges: [{ from: 'start', to: 'map' }],
    },
  });
const parentheses = `${'('.repeat(10_000)}1${')'.repeat(10_000)}`;
const megabyte = `1${' + 1'.repeat(262_144)}`;

describe('expressions and rules', () => {
  test.each([
    ['an expression of 1 MB', '/api/v1/transforms/evaluate', transform(megabyte)],
    ['10,000 nested parentheses', '/api/v1/transforms/evaluate', transform(parentheses)],
    ['half of a surrogate pair', '/api/v1/transforms/evaluate', '{"expression":"\\"\\ud800\\"","input":{}}'],
    [
      'a rule of 10,000 levels',
      '/api/v1/rules/evaluate',
      `{"logic":${'{"!":['.repeat(10_000)}1${']}'.repeat(10_000)},"data":{}}`,
    ],
    ['a rule of an operator called __proto__', '/api/v1/rules/evaluate', '{"logic":{"__proto__":[1]},"data":{}}'],
    ['a flow with an expression of 1 MB', '/api/v1/flows', flowWith({ config: { expression: '$' }, input: megabyte })],
  ])('%s is refused in plain words', async (_, path, body) => {
    expectProblem(await send(path, body));
  });

  test.each([
    ['a transform of 1 MB', { config: { expression: megabyte } }],
    ['a transform of 10,000 nested parentheses', { config: { expression: parentheses } }],
  ])('%s is kept as a draft and refused when published', async (_, node) => {
    const created = await send('/api/v1/flows', flowWith(node));

    const published = await send(`/api/v1/flows/${created.answer.id}/publish`, '{}');

    expect([created.status, created.longestWorkMs < stallMs]).toEqual([201, true]);
    expectProblem(published);
    expect(published.answer.code).toBe('flow.not-publishable');
  });
});

/** A chain, of which each step reads the one before it. */
function chainOf(length: number) {
  const nodes = Array.from({ length }, (_, at) => ({
    id: `n${at}`,
    type: 'core.transform@1',
    config: { expression: `{ 'at': ${at}, 'before': $nodes.n${Math.max(0, at - 1)}.at }` },
  }));
  const edges = nodes.map(({ id }, at) => ({ from: at === 0 ? 'start' : `n${at - 1}`, to: id }));
  return { format: 1, nodes: [{ id: 'start', type: 'core.manual@1' }, ...nodes], edges };
}

describe('checking types', () => {
  const wide = `[${'{"a": $string(1), "b": lines[0].x}, '.repeat(4_500)}1]`;

  test.each([
    ['a chain of 1,000 steps', chainOf(1_000)],
    ['a chain of as many steps as a flow may have', chainOf(9_999)],
    [
      'a megabyte of expressions',
      {
        format: 1,
        nodes: [
          { id: 'start', type: 'core.manual@1' },
          ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => ({
            id,
            type: 'core.transform@1',
            config: { expression: wide.replace('x', id) },
          })),
        ],
        edges: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((to) => ({ from: 'start', to })),
      },
    ],
  ])(
    '%s does not hold the engine up',
    async (_, document) => {
      const created = await send('/api/v1/flows', JSON.stringify({ name: `Types ${Math.random()}`, document }));
      const path = `/api/v1/flows/${created.answer.id}`;
      const asked = { nodeId: document.nodes.at(-1)?.id, field: 'config.expression', text: '$nodes.', offset: 7 };

      const checked = await send(`${path}/check`, '{}');
      const completed = await send(`${path}/complete`, JSON.stringify(asked));
      const published = await send(`${path}/publish`, '{}');

      expect([created, checked, completed].map(({ status }) => status)).toEqual([201, 200, 200]);
      expect([200, 400]).toContain(published.status);
      const worked = [created, checked, completed, published].map(({ longestWorkMs }) => Math.round(longestWorkMs));
      process.stderr.write(`created, checked, completed, published: ${worked.join(', ')} ms at a stretch\n`);
      expect(Math.max(...worked)).toBeLessThan(stallMs);
    },
    120_000,
  );

  test('a chain of 10,000 steps is refused in plain words', async () => {
    expectProblem(await send('/api/v1/flows', JSON.stringify({ name: 'Long', document: chainOf(10_000) })));
  });

  test('a number that loses digits is warned of, and $eval is refused with a reason', async () => {
    const document = {
      format: 1,
      nodes: [
        { id: 'start', type: 'core.manual@1' },
        { id: 'map', type: 'core.transform@1', config: { expression: 'id = 9007199254740993' } },
        { id: 'run', type: 'core.transform@1', config: { expression: '$eval("1")' } },
      ],
      edges: [
        { from: 'start', to: 'map' },
        { from: 'map', to: 'run' },
      ],
    };
    const created = await send('/api/v1/flows', JSON.stringify({ name: 'Digits', document }));

    const { answer } = await send(`/api/v1/flows/${created.answer.id}/check`, '{}');

    expect(answer.warnings).toEqual([
      expect.objectContaining({ nodeId: 'map', code: 'flow.rounded-number', range: { start: 5, end: 21 } }),
    ]);
    expect(answer.problems).toEqual([
      expect.objectContaining({ nodeId: 'run', message: expect.stringContaining('$eval') }),
    ]);
  });
});

const inputDoors = [
  ['transforms/evaluate', '/api/v1/transforms/evaluate', (input: string) => `{"expression":"$","input":${input}}`],
  ['rules/evaluate', '/api/v1/rules/evaluate', (input: string) => `{"logic":{"var":""},"data":${input}}`],
] as const;
const badInputs: readonly (readonly [string, string, string])[] = [
  ['64 MB', `"${'x'.repeat(64_000_000)}"`, 'request.too-large'],
  ['depth 100,000', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'request.unreadable'],
  ['a field twice', '{"total":1,"total":2}', 'request.unreadable'],
  ['a field called __proto__', '{"__proto__":{"polluted":1}}', 'request.unreadable'],
  ['a constructor with a prototype', '{"constructor":{"prototype":{"polluted":1}}}', 'request.unreadable'],
  ['half of a surrogate pair', '{"a":"\\udc00"}', 'request.bad-text'],
  ['a NUL', '{"a":"\\u0000"}', 'request.bad-text'],
  ['no JSON', '{"a":}', 'request.unreadable'],
];

describe.each(inputDoors)('the input of %s', (_, path, toBody) => {
  test.each(badInputs)('%s is refused in plain words', async (_name, input, code) => {
    const answered = await send(path, toBody(input));

    expectProblem(answered);
    expect(answered.answer.code).toBe(code);
  });

  test('bytes that are no UTF-8 are refused', async () => {
    const [before, after] = toBody('"|"').split('|');
    const body = Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from(after ?? '')]);

    expectProblem(await send(path, body));
  });

  test('the digits of an id are all there afterwards', async () => {
    const { answer } = await send(path, toBody('{"id":9007199254740993,"safe":9007199254740991}'));

    expect(answer.output).toEqual({ id: '9007199254740993', safe: 9_007_199_254_740_991 });
  });

  test.each([
    ['a list of a million numbers', `[${'1,'.repeat(1_000_000)}1]`],
    ['half a million small objects', `[${'{"a":1},'.repeat(500_000)}{}]`],
    ['one long text', `"${'é'.repeat(2_000_000)}"`],
  ])('%s within the limit does not hold the engine up', async (_name, input) => {
    const { status, longestWorkMs } = await send(path, toBody(input));

    expect([200, 400]).toContain(status);
    expect(longestWorkMs).toBeLessThan(stallMs);
  });
});

describe('the payload of a run', () => {
  let flowId: string;
  beforeAll(async () => {
    flowId = await publishFlow({ type: 'core.transform@1', config: { expression: 'id' } });
  });
  const path = () => `/api/v1/flows/${flowId}/run`;

  test.each(badInputs)('%s is refused in plain words', async (_, input, code) => {
    const answered = await send(path(), `{"payload":${input}}`);

    expectProblem(answered);
    expect(answered.answer.code).toBe(code);
  });

  test('half a million small objects do not hold the engine up', async () => {
    const { status, longestWorkMs } = await send(path(), `{"payload":[${'{"a":1},'.repeat(500_000)}{}]}`);

    expect(status).toBe(202);
    expect(longestWorkMs).toBeLessThan(stallMs);
  });

  test('the digits of an id are all there at the end', async () => {
    const { answer } = await send(path(), '{"payload":{"id":12345678901234567890}}');
    const run = await stand.mallory.settled(answer.runId);

    const step = await stand.mallory.get(`/api/v1/runs/${run.id}/steps/map`);

    expect(step.body.output).toBe('12345678901234567890');
  });
});

test('after all of it another company is served, and nothing got into the engine', async () => {
  const { body } = await stand.neighbour.post('/api/v1/transforms/evaluate', { expression: '1 + 1', input: {} });

  expect(body).toEqual({ output: 2 });
  expect((await stand.engine.look()).polluted).toBe(false);
});
