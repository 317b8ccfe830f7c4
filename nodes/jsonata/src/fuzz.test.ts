import { expect, test } from '@jest/globals';
import { explanations, fuzz } from '../testing/fuzz.ts';
import { ordinaryRuntime } from '../testing/runtime.ts';

test('random programs end as the reference ends, or differ in a way that is explained', async () => {
  const end = Date.now() + 8_000;

  const outcome = await fuzz(ordinaryRuntime(), 2026, (programs) => programs >= 1_500 || Date.now() > end);

  expect(outcome.unexplained).toEqual([]);
  expect(outcome.same).toBeGreaterThan(outcome.programs * 0.98);
}, 30_000);

test('every known difference says why', () => {
  for (const { why } of explanations) expect(why.length).toBeGreaterThan(80);
});
