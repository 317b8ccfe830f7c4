import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Gate } from './gate.ts';

test('lets no more pass at once than it may, and everybody in the end', async () => {
  const gate = new Gate(2);
  let inside = 0;
  let most = 0;
  const visit = (index: number) =>
    gate.pass(async () => {
      inside += 1;
      most = Math.max(most, inside);
      await turn();
      inside -= 1;
      return index;
    });

  const first = await Promise.all([0, 1, 2, 3, 4].map(visit));
  const second = await Promise.all([5, 6, 7].map(visit));

  expect([...first, ...second]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(2);
});

test('who fails leaves the gate open', async () => {
  const gate = new Gate(1);

  await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');

  expect(await gate.pass(async () => 'through')).toBe('through');
});
