import { expect, test } from '@jest/globals';
import { evaluateCompiled, evaluateWith, isSame, reference } from '../testing/compare.ts';
import { explain, explanations, losesPatterns, mendedReference } from '../testing/explain.ts';
import { fuzz } from '../testing/fuzz.ts';
import { ordinaryRuntime } from '../testing/runtime.ts';

const runtime = ordinaryRuntime();

test('random programs end as the reference ends, or differ in a way that is explained', async () => {
  const end = Date.now() + 8_000;

  const outcome = await fuzz(runtime, 2026, (programs) => programs >= 1_500 || Date.now() > end);

  expect(outcome.unexplained).toEqual([]);
  expect(outcome.same).toBeGreaterThan(outcome.programs * 0.98);
}, 30_000);

test.each(explanations.map((each) => [each.id, each] as const))(
  'the known difference "%s" says why, and mending that and nothing else ends it',
  async (id, { why, example: { program, input } }) => {
    const compiled = evaluateCompiled(runtime, program, input);
    if (compiled === undefined) throw new Error(`${program} is not compiled.`);
    const others = mendedReference(explanations.filter((each) => each.id !== id));

    expect(why.length).toBeGreaterThan(80);
    expect(isSame(await evaluateWith(losesPatterns(program) ? others : reference, program, input), compiled)).toBe(
      false,
    );
    expect(isSame(await evaluateWith(others, program, input), compiled)).toBe(false);
    expect(await explain({ program, input, compiled })).toBe(id);
  },
);
