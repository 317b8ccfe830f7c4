import { expect, test } from '@jest/globals';
import { findNode } from '../graph.ts';
import { sampleFlow } from '../sample-flow.ts';
import { layOut, moveNodes, placeNodes, sizeOf, tidy } from './layout.ts';

test('no two steps of a level overlap', () => {
  const tidied = tidy(sampleFlow);
  const boxes = tidied.nodes.map((node) => ({ ...(node.at ?? { x: 0, y: 0 }), ...sizeOf(node) }));

  for (const [index, one] of boxes.entries()) {
    for (const other of boxes.slice(index + 1)) {
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      expect(apart).toBe(true);
    }
  }
});

test('a loop is large enough for what it holds', () => {
  const each = findNode(tidy(sampleFlow), 'each');
  const inside = each?.body?.nodes.at(-1);

  expect(each === undefined ? 0 : sizeOf(each).width).toBeGreaterThan((inside?.at?.x ?? 0) + 220);
});

test('the way around a step has a row of its own', () => {
  const places = layOut(sampleFlow);

  expect(places.get('each')?.y).toBeGreaterThan((places.get('ask')?.y ?? 0) + 56);
});

test('a step stays where its author put it', () => {
  const moved = moveNodes(sampleFlow, new Map([['post', { x: 7, y: 9 }]]));

  expect(findNode(moved, 'post')?.at).toEqual({ x: 7, y: 9 });
  expect(placeNodes(findNode(moved, 'each')?.body ?? sampleFlow).get('post')).toEqual({ x: 7, y: 9 });
});
