import { expect, test } from '@jest/globals';
import { FairQueue } from './fair-queue.ts';

function fill(...items: readonly string[]): FairQueue<{ tenantId: string; name: string }> {
  const queue = new FairQueue<{ tenantId: string; name: string }>();
  for (const name of items) queue.add({ tenantId: name.slice(0, 1), name });
  return queue;
}

test('a tenant with many items does not hold up the others', () => {
  const queue = fill('a1', 'a2', 'a3', 'b1', 'c1', 'c2');

  const order = Array.from({ length: 7 }, () => queue.take()?.name);

  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3', undefined]);
  expect(queue.size).toBe(0);
});

test('unwanted items are taken out and the rest stay in order', () => {
  const queue = fill('a1', 'a2', 'b1');

  expect(queue.remove(({ name }) => name.endsWith('1')).map(({ name }) => name)).toEqual(['a1', 'b1']);
  expect(queue.size).toBe(1);
  expect(queue.take()?.name).toBe('a2');
});

test('an item that is put back keeps its turn', () => {
  const queue = fill('a1', 'b1', 'a2');
  const taken = [queue.take(), queue.take()];

  for (const item of taken) if (item !== undefined) queue.putBack(item);

  expect(Array.from({ length: 4 }, () => queue.take()?.name)).toEqual(['b1', 'a1', 'a2', undefined]);
});
