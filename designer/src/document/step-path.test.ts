import { expect, test } from '@jest/globals';
import { sampleFlow } from './sample-flow.ts';
import { loopsAround, toItems, toNodeId, toStepPath } from './step-path.ts';

test('a step inside a loop is named with the item that is looked at', () => {
  expect(toStepPath(sampleFlow, 'post', new Map([['each', 2]]))).toBe('each[2].post');
  expect(toStepPath(sampleFlow, 'post', new Map())).toBe('each[0].post');
  expect(toStepPath(sampleFlow, 'big', new Map([['each', 2]]))).toBe('big');
});

test('reads the name back', () => {
  expect(toItems('outer[1].each[12].post')).toEqual(
    new Map([
      ['outer', 1],
      ['each', 12],
    ]),
  );
  expect(toNodeId('each[2].post')).toBe('post');
  expect(loopsAround(sampleFlow, 'post')).toEqual(['each']);
});
