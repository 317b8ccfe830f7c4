import { expect, test } from '@jest/globals';
import { Repeater } from './repeater.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };

test('takes one turn at a time, goes on after a failure, and ends with the turn under way', async () => {
  const seen: string[] = [];
  let ended = () => undefined;
  const third = new Promise<void>((resolve) => {
    ended = () => void resolve();
  });
  const repeater = new Repeater(
    {
      name: 'test',
      everyMs: 1,
      work: async () => {
        seen.push('in');
        await Promise.resolve();
        seen.push('out');
        if (seen.length === 2) throw new Error('once');
        if (seen.length === 6) ended();
      },
    },
    silent,
  );

  repeater.start();
  await third;
  await repeater.stop();
  const turns = seen.length;
  await new Promise((resolve) => setTimeout(resolve, 10));

  expect(seen.slice(0, 6)).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
  expect(seen).toHaveLength(turns);
});
