import { expect, test } from '@jest/globals';
import { sampleFlow } from '../sample-flow.ts';
import { toLayers, withLanes } from './layers.ts';

const ids = (layers: { id: string }[][]) => layers.map((layer) => layer.map((node) => node.id));

test('each step stands in the column after the longest way to it', () => {
  expect(ids(toLayers(sampleFlow))).toEqual([['start'], ['big'], ['ask'], ['each']]);
});

test('an edge that passes a column keeps a lane there, below the branch that is taken when true', () => {
  const { graph, lanes } = withLanes(sampleFlow);

  expect(lanes.size).toBe(1);
  expect(ids(toLayers(graph))[2]?.[0]).toBe('ask');
});

test('a circle from a foreign file is laid out as well', () => {
  const circle = {
    nodes: [
      { id: 'a', type: 'core.wait@1' },
      { id: 'b', type: 'core.wait@1' },
    ],
    edges: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ],
  };

  expect(toLayers(circle).flat()).toHaveLength(2);
});
