import { expect, test } from '@jest/globals';
import { findNode } from '../graph.ts';
import { sampleFlow } from '../sample-flow.ts';
import { isFreeId, renameId } from './rename-id.ts';

test('edges and expressions follow a new id, names that only begin alike do not', () => {
  const renamed = renameId(sampleFlow, 'map', 'lines');

  expect(findNode(renamed, 'post')?.input).toBe('{ "a": $nodes.lines.x, "b": $nodes.mapped.y }');
  expect(findNode(renamed, 'each')?.body?.edges).toEqual([{ from: 'lines', to: 'post' }]);
});

test('configuration follows as well', () => {
  expect(findNode(renameId(sampleFlow, 'start', 'hours'), 'map')?.config).toEqual({ expression: '$nodes.hours.total' });
});

test.each(['post', 'Big', '1st', 'a b', ''])('%j is no free id', (id) => {
  expect(isFreeId(sampleFlow, id)).toBe(false);
  expect(renameId(sampleFlow, 'big', id)).toBe(sampleFlow);
});
