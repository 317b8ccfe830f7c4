import { expect, test } from '@jest/globals';
import { explanations, fuzz } from '../testing/compare.ts';
import { loadRuntime } from './index.ts';

test('random rules come to what both libraries make of them, or differ in a way that is explained', () => {
  const outcome = fuzz(loadRuntime(), 2026, (rules) => rules >= 1_500);

  expect(outcome.unexplained).toEqual([]);
  expect(outcome.same['json-logic-engine']).toBeGreaterThan(1_000);
  expect(outcome.same['json-logic-js']).toBeGreaterThan(500);
});

test('every known difference says why', () => {
  for (const { why } of explanations) expect(why.length).toBeGreaterThan(70);
});
