import { expect, test } from '@jest/globals';
import { toPlace } from './code-place.ts';

test.each([
  [0, { line: 1, column: 1 }],
  [3, { line: 2, column: 1 }],
  [5, { line: 2, column: 3 }],
])('position %i is said as people count', (position, place) => {
  expect(toPlace('{ \n  "a": }', position)).toEqual(place);
});
