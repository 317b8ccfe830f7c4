import { afterAll, expect, test } from '@jest/globals';
import { ProcessSandbox } from '../sandbox.process.ts';
import { defaultLimits } from '../sandbox-limits.ts';

const sandbox = new ProcessSandbox({ ...defaultLimits, evaluation: { ...defaultLimits.evaluation, timeoutMs: 500 } });

afterAll(() => sandbox.close());

test('many records cross together, and each has its own answer', async () => {
  const evaluated = await sandbox.evaluateMany({
    tenantId: 'acme',
    scope: 'v1',
    program: { language: 'jsonata', source: 'hours > 24 ? $error("too many hours") : {"é": hours, "who": $who}' },
    records: Array.from({ length: 300 }, (_, at) => ({
      input: JSON.stringify({ hours: at }),
      bindings: { who: '"Zoé"' },
      now: 0,
      seed: '',
    })),
  });

  expect(evaluated).toHaveLength(300);
  expect(evaluated[24]).toEqual({ ok: true, text: '{"é":24,"who":"Zoé"}' });
  expect(evaluated[25]).toMatchObject({ ok: false, fault: { code: 'expression.failed' } });
});

test('a record that is cut off does not hold up those that cross with it', async () => {
  const evaluated = await sandbox.evaluateMany({
    tenantId: 'acme',
    scope: 'v1',
    program: { language: 'jsonata', source: '$ = 3 ? ($f := function() { $f() }; $f()) : $ + 1' },
    records: Array.from({ length: 6 }, (_, at) => ({ input: `${at}`, bindings: {}, now: 0, seed: '' })),
    timeoutMs: 200,
  });

  expect(evaluated.map((one) => (one.ok ? one.text : one.fault.code))).toEqual([
    ...['1', '2', '3'],
    'expression.timeout',
    ...['5', '6'],
  ]);
});
