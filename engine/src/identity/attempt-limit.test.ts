import { expect, test } from '@jest/globals';
import { AttemptLimit } from './attempt-limit.ts';

let now = 0;
const newLimit = () => new AttemptLimit({ now: () => now }, { most: 2, windowMs: 1_000 });

test('stops a name after so many tries, until the window ends', () => {
  const limit = newLimit();
  now = 100;

  expect([limit.count('a'), limit.count('a'), limit.count('a'), limit.count('b')]).toEqual([
    undefined,
    undefined,
    1_000,
    undefined,
  ]);
  now = 600;
  expect(limit.count('a')).toBe(500);
  now = 1_100;
  expect(limit.count('a')).toBeUndefined();
});

test('a good try does not count', () => {
  const limit = newLimit();

  for (let tries = 0; tries < 10; tries += 1) {
    expect(limit.count('a')).toBeUndefined();
    limit.forgive('a');
  }
  limit.count('b');
  limit.count('b');
  limit.forget('b');
  expect(limit.count('b')).toBeUndefined();
});
