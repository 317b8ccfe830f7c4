import { expect, test } from '@jest/globals';
import { sampleFlow } from '../sample-flow.ts';
import { toOutline } from './outline.ts';

test('reads from the trigger on, what a loop holds one level in, with the ports that lead there', () => {
  expect(toOutline(sampleFlow).map(({ id, level, by }) => [id, level, by.join()])).toEqual([
    ['start', 1, ''],
    ['big', 1, ''],
    ['ask', 1, 'true'],
    ['each', 1, 'false,approved'],
    ['map', 2, ''],
    ['post', 2, ''],
  ]);
});
