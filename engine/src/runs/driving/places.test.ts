import { expect, test } from '@jest/globals';
import { Places } from './places.ts';

const limits = { slots: 2, patienceMs: 30, backlog: 3 };

test('there is room for so many, and who waits gets the place that is given back first', async () => {
  const places = new Places({ ...limits, patienceMs: 60_000 });
  expect([await places.board('a'), await places.board('b')]).toEqual([true, true]);
  expect(places.free).toBe(0);

  const [third, fourth] = [places.board('c'), places.board('d')];
  places.give('a');
  places.give('a');

  expect(await Promise.all([third, fourth])).toEqual([true, true]);
  expect(places.free).toBe(0);
  places.give('a');
  expect(places.free).toBe(1);
});

test('who finds no place in time leaves the run to others, and it counts as waiting', async () => {
  const places = new Places(limits);
  await places.board('e');
  await places.board('f');

  expect(await places.board('g')).toBe(false);
  expect(places.isBehind).toBe(true);
  await Promise.all([places.board('h'), places.board('i')]);
  await expect(places.board('j')).rejects.toMatchObject({ code: 'run.backlog-full', retryAfterMs: expect.any(Number) });
});

test('what is due counts against the limit, whether or not it can be taken at the moment', async () => {
  const places = new Places(limits);

  places.noteDue(3);
  places.caughtUp();
  await expect(places.board('k')).rejects.toMatchObject({ code: 'run.backlog-full' });
  places.noteDue(2);

  expect(await places.board('l')).toBe(true);
});

test('claimed runs may fill more than there is room for; then places are not handed on', async () => {
  const places = new Places({ ...limits, patienceMs: 10 });
  for (const tenant of ['a', 'b', 'c']) places.take(tenant);
  const waiting = places.board('m');

  places.give('a');

  expect(places.free).toBe(0);
  expect(await waiting).toBe(false);
});

test('one tenant boards three quarters of the places at most, so that others find one at once', async () => {
  const places = new Places({ slots: 8, patienceMs: 60_000, backlog: 100 });

  const noisy = await Promise.all(Array.from({ length: 20 }, () => places.board('noisy')));

  expect(noisy.filter(Boolean)).toHaveLength(6);
  expect(await places.board('quiet')).toBe(true);
});

test('while runs wait in the database, every second place that gets free is left to them', async () => {
  const places = new Places({ slots: 2, patienceMs: 20, backlog: 100 });
  await Promise.all([places.board('a'), places.board('b')]);
  const waiting = [places.board('c'), places.board('d')];
  places.noteDue(5);

  places.give('a');
  places.give('b');

  expect(await Promise.all(waiting)).toEqual([true, false]);
  expect(places.free).toBe(1);
});
