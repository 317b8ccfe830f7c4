import { expect, test } from '@jest/globals';
import { frameSpan } from './first-view.ts';

test.each([
  ['a flow that fits stands in the middle', { from: 100, length: 500 }, 300, 220],
  ['of a longer one the start is shown', { from: 0, length: 4_000 }, 0, 32],
  ['a step within stands in the middle', { from: 0, length: 4_000 }, 2_000, -1_100],
  ['beyond the end nothing is shown', { from: 0, length: 4_000 }, 3_900, -2_232],
])('%s', (_, span, middle, expected) => {
  expect(frameSpan(span, 1_000, middle)).toBeCloseTo(expected);
});
