import {
  type Action,
  defineAction,
  defineControl,
  defineEvaluation,
  defineLoop,
  defineNativeTrigger,
  type NodeType,
  toTypeName,
  z,
} from '@invoicepatch/sdk';

const wording = { title: 'T', summary: 'S.', fr: { title: 'T', summary: 'S.' } };

const start = defineNativeTrigger({
  ...wording,
  id: 'test.start',
  version: 1,
  start: 'manual',
  config: z.strictObject({}),
  output: z.any(),
});

const program = z.strictObject({ program: z.string() });
const transform = defineEvaluation({
  ...wording,
  id: 'test.transform',
  version: 1,
  config: program,
  field: 'program',
  program: ({ program: source }) => ({ language: 'jsonata', source }),
  result: 'value',
});
const rule = defineEvaluation({ ...transform, id: 'test.rule', result: 'branch' });
const each = defineLoop({
  ...wording,
  id: 'test.each',
  version: 1,
  config: program.extend({
    concurrency: z.number().optional(),
    batchSize: z.number().optional(),
    onItemError: z.enum(['stop', 'continue', 'collect']).default('stop'),
    output: z.enum(['list', 'summary']).default('list'),
  }),
  items: ({ program: source }) => ({ language: 'jsonata', source }),
  policy: ({ program: _, ...policy }) => policy,
});
const ask = defineControl({
  ...wording,
  id: 'test.ask',
  version: 1,
  ports: ['yes', 'no'],
  config: z.strictObject({}),
  input: z.any(),
  decide: ({ incoming, answer }) =>
    answer === undefined
      ? { kind: 'ask', question: 'Go on?', details: incoming }
      : { kind: 'go', port: answer.port, output: incoming },
});

const vote = defineControl({
  ...ask,
  id: 'test.vote',
  ports: ['yes', 'no', 'expired'],
  decide: ({ incoming, answer, expired, atMs }) => {
    if (expired === true) return { kind: 'go', port: 'expired', output: incoming };
    if (answer !== undefined) return { kind: 'go', port: answer.port, output: incoming };
    const poll = {
      choices: [
        { port: 'yes', needed: 2 },
        { port: 'no', needed: 1 },
      ],
      expiresAtMs: atMs + 10_000,
      remindEveryMs: 4_000,
    };
    return { kind: 'ask', question: 'Go on?', details: incoming, poll };
  },
});
const nap = defineControl({
  ...ask,
  id: 'test.nap',
  ports: ['out'],
  decide: ({ atMs }) => ({ kind: 'sleep', untilMs: atMs + 5_000 }),
});
const hear = defineControl({
  ...ask,
  id: 'test.hear',
  ports: ['out', 'expired'],
  waitsFor: 'callback',
  decide: ({ heard, expired, atMs, incoming }) => {
    if (heard !== undefined) return { kind: 'go', port: 'out', output: heard.body };
    if (expired === true) return { kind: 'go', port: 'expired', output: incoming };
    return { kind: 'listen', expiresAtMs: atMs + 20_000 };
  },
});
const call = defineControl({
  ...ask,
  id: 'test.call',
  ports: ['out'],
  waitsFor: 'flow',
  decide: ({ returned, input }) => {
    if (returned?.ok === true) return { kind: 'go', port: 'out', output: returned.output };
    return { kind: 'call', flowId: 'other', payload: input };
  },
});

function write(repeat: 'key' | 'lookup' | 'none'): Action {
  return defineAction({
    ...wording,
    id: `test.${repeat}`,
    version: 1,
    effect: { kind: 'write', repeat },
    input: z.any(),
    output: z.any(),
    run: async ({ input }) => input,
  });
}

const read = defineAction({
  ...wording,
  id: 'test.read',
  version: 1,
  effect: { kind: 'read' },
  input: z.any(),
  output: z.any(),
  run: async ({ input }) => input,
});

const types = new Map<string, NodeType>(
  [start, transform, rule, each, ask, vote, nap, hear, call, read, write('key'), write('lookup'), write('none')].map(
    (type) => [toTypeName(type), type],
  ),
);

/** Node types for tests of the core: `test.start`, `transform`, `rule`, `each`, `ask`, `vote`, `nap`, `hear`, `call`, `read`, `key`, `lookup`, `none`. */
export function findTestType(name: string): NodeType | undefined {
  return types.get(name);
}
