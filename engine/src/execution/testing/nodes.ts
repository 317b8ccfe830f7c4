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
  config: program,
  items: ({ program: source }) => ({ language: 'jsonata', source }),
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
  [start, transform, rule, each, ask, read, write('key'), write('lookup'), write('none')].map((type) => [
    toTypeName(type),
    type,
  ]),
);

/** Node types for tests of the core: `test.start`, `transform`, `rule`, `each`, `ask`, `read`, `key`, `lookup`, `none`. */
export function findTestType(name: string): NodeType | undefined {
  return types.get(name);
}
