import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ProcessSandbox } from '../sandbox.process.ts';
import type { Evaluated, RegionSource, RegionStage } from '../sandbox.ts';
import { defaultLimits } from '../sandbox-limits.ts';

const sandbox = new ProcessSandbox({ ...defaultLimits, pool: { ...defaultLimits.pool, maxChildren: 1 } });
afterAll(() => sandbox.close());

const tenant = { tenantId: 'tenant-a', scope: 'flow/1', now: 1_700_000_000_000 };
const among = ['false', 'null', '0', '-0', '""', '[]'];

function toObject(fields: readonly (readonly [string, string | undefined])[]): string | undefined {
  if (fields.some(([, text]) => text === undefined)) return undefined;
  const there = fields.filter(([, text]) => text !== '');
  return `{${there.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}

/** Each stage by itself, as `evaluateRegion` is said to do it. */
async function oneByOne(stages: readonly RegionStage[], texts: readonly string[], seed: string) {
  const done: (Evaluated | undefined)[] = [];
  const textOf = (source: RegionSource): string | undefined => {
    if ('given' in source) return texts[source.given];
    if ('stage' in source) {
      const one = done[source.stage];
      return one?.ok === true ? (one.text ?? 'null') : undefined;
    }
    return toObject(source.fields.map(([name, field]) => [name, textOf(field)]));
  };
  for (const { program, slot, input, bindings, when } of stages) {
    const ruling = when === undefined ? undefined : textOf({ stage: when.stage });
    const isWanted = when === undefined || (ruling !== undefined && when.among.includes(ruling) === when.is);
    const given = textOf(input);
    const bound = Object.entries(bindings)
      .map(([name, source]) => [name, textOf(source)] as const)
      .filter(([, text]) => text !== '');
    if (!isWanted || given === undefined || bound.some(([, text]) => text === undefined)) {
      done.push(undefined);
      continue;
    }
    const request = { program, input: given, bindings: Object.fromEntries(bound) as Record<string, string> };
    done.push(
      await sandbox.evaluate({ ...tenant, ...request, seed: seed + slot }).then(
        (text) => ({ ok: true, text }),
        (fault) => ({ ok: false, fault }),
      ),
    );
  }
  return done;
}

/** Programs that show where a value differs from the text that it is written as. */
const sources = [
  '$',
  'a',
  '{ "a": $, "b": [1, 2.5, -0, 1e21, 0.1 + 0.2] }',
  '[b, b]',
  'b[0]',
  '$map([1..3], function($v) { $v * 2 })',
  '{ "id": 12345678901234567890, "when": $now(), "chance": $random() }',
  '{ "a": missing, "c": $nodes.x }',
  '$nodes.y.a & $string($trigger) & $exists($item)',
  '$error("no")',
  'missing',
  '{ "f": function($v) { $v } }',
  '$merge([$, { "__proto": 1, "\\u00e9": "\\ud83d\\ude00" }])',
  '$ ~> | $ | { "changed": true } |',
  '$filter([1, 2, 3], function($v) { $v > 5 })',
];
const rules = ['{"var":"a"}', '{"==":[1,2]}', '{"!!":[{"var":""}]}', '{"/":[1,{"var":"b"}]}'];

const drawnStage = fc.record({
  source: fc.nat(sources.length + rules.length - 1),
  input: fc.nat(20),
  read: fc.nat(20),
  /** Which stage's truth it stands behind. */
  behind: fc.option(fc.record({ stage: fc.nat(20), is: fc.boolean() }), { nil: undefined, freq: 3 }),
});
type DrawnStage = typeof drawnStage extends fc.Arbitrary<infer Value> ? Value : never;

function toSource(drawn: number, before: number): RegionSource {
  const at = drawn % (before + 2);
  return at < 2 ? { given: at } : { stage: at - 2 };
}

function toStage({ source, input, read, behind }: DrawnStage, at: number): RegionStage {
  const mapping = sources[source];
  const rule = rules[source - sources.length];
  return {
    program:
      mapping === undefined
        ? { language: 'json-logic', source: rule ?? '1' }
        : { language: 'jsonata', source: mapping },
    slot: `n${at}#value`,
    input: toSource(input, at),
    bindings:
      mapping?.includes('$nodes') === true
        ? {
            nodes: {
              fields: [
                ['x', { given: 2 }],
                ['y', toSource(read, at)],
              ],
            },
            trigger: { given: 1 },
            item: { given: 2 },
          }
        : {},
    ...(behind === undefined || at === 0 ? {} : { when: { stage: behind.stage % at, among, is: behind.is } }),
  };
}

const payload = fc.oneof(
  fc.constantFrom(
    '{"a":{"b":[]},"b":2}',
    '{"a":9007199254740993,"b":"x"}',
    '[]',
    'null',
    '-0',
    '{"_jsonata_lambda":true,"a":1}',
  ),
  fc.json({ maxDepth: 3 }),
);

function plain(one: Evaluated | undefined) {
  if (one === undefined || one.ok) return one;
  const { kind, code, message, details } = one.fault;
  return { ok: false, kind, code, message, details };
}

test('what stages give together is to the byte what each gives by itself', async () => {
  const drawing = fc.record({
    drawn: fc.array(drawnStage, { minLength: 2, maxLength: 6 }),
    texts: fc.tuple(payload, payload, fc.oneof(payload, fc.constant(''))),
  });
  await fc.assert(
    fc.asyncProperty(drawing, async ({ drawn, texts }) => {
      const stages = drawn.map(toStage);
      const together = await sandbox.evaluateRegion({ ...tenant, stages, texts, seed: 'run-1/' });
      const apart = await oneByOne(stages, texts, 'run-1/');
      expect(together?.map(plain)).toEqual(apart.map(plain));
    }),
    { numRuns: 150 },
  );
}, 120_000);

test('many regions cross together, and each record has its own failures', async () => {
  const stages: RegionStage[] = [
    {
      program: { language: 'jsonata', source: 'n = 3 ? $error("three") : { "n": n * 2 }' },
      slot: 'a#value',
      input: { given: 0 },
      bindings: {},
    },
    { program: { language: 'jsonata', source: 'n + 1' }, slot: 'b#value', input: { stage: 0 }, bindings: {} },
  ];
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      sandbox.evaluateRegion({ ...tenant, stages, texts: [`{"n":${n}}`], seed: `run-${n}/` }),
    ),
  );
  results.forEach((result, n) => {
    if (n === 3) expect(result?.map((one) => one?.ok)).toEqual([false, undefined]);
    else
      expect(result).toEqual([
        { ok: true, text: `{"n":${n * 2}}` },
        { ok: true, text: String(n * 2 + 1) },
      ]);
  });
});

test('a region that runs out of time says nothing of any stage', async () => {
  const endless = '($f := function($n) { $f($n + 1) }; $f(0))';
  const stages: RegionStage[] = [
    { program: { language: 'jsonata', source: '1' }, slot: 'a#value', input: { given: 0 }, bindings: {} },
    { program: { language: 'jsonata', source: endless }, slot: 'b#value', input: { stage: 0 }, bindings: {} },
  ];
  const request = { ...tenant, stages, texts: ['1'], seed: 'run-1/', timeoutMs: 200 };
  await expect(sandbox.evaluateRegion(request)).resolves.toBeUndefined();
});
