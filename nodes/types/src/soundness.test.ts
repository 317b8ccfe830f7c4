import { expect, test } from '@jest/globals';
import { proveSoundness } from '../testing/soundness.ts';

test.each([2026, 41, 7])('what random programs give is what was said of them (from %i)', async (seed) => {
  const { broken, precise, programs, errors, values } = await proveSoundness(seed, 1_500);

  expect(broken).toEqual([]);
  // What is said must say something: most programs have a type, and some are known to fail.
  expect(precise).toBeGreaterThan(programs * 0.75);
  expect(errors).toBeGreaterThan(programs * 0.05);
  expect(values).toBeGreaterThan(programs);
});
