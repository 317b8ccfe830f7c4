import { expect, test } from '@jest/globals';
import { sampleFlow } from '../sample-flow.ts';
import { neighbour } from './walk.ts';

test.each([
  ['start', 'right', 'big'],
  ['big', 'right', 'ask'],
  ['ask', 'left', 'big'],
  ['each', 'down', 'map'],
  ['map', 'right', 'post'],
  ['map', 'left', 'each'],
  ['start', 'left', undefined],
] as const)('from %s %s is %s', (from, direction, to) => {
  expect(neighbour(sampleFlow, from, direction)).toBe(to);
});
