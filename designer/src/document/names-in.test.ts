import { expect, test } from '@jest/globals';
import { namesIn } from './names-in.ts';

test('the steps and names that an expression reads are found, each once', () => {
  expect(namesIn('$nodes.hours.rows + $nodes . hours.x & $item.id ~> $running($nodes.`tax`)')).toEqual({
    nodes: ['hours', 'tax'],
    trigger: false,
    run: false,
    parameters: false,
    item: true,
  });
});
