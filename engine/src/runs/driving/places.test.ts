import { expect, test } from '@jest/globals';
import { Places } from './places.ts';

const limits = { slots: 2, patienceMs: 30, backlog: 3 };

test('there is room for so many, and who waits gets the place that is given back first', async () => {
  const places = new Places({ ...limits, patienceMs: 60_000 });
  expect([await places.board(), await places.board()]).toEqual([true, true]);
  expect(places.free).toBe(0);

  const [third, fourth] = [places.board(), places.board()];
  places.give();
  places.give();

  expect(await Promise.all([third, fourth])).toEqual([true, true]);
  expect(places.free).toBe(0);
  places.give();
  expect(places.free).toBe(1);
});

test('who finds no place in time leaves the run to others, and it counts as waiting', async () => {
  const places = new Places(limits);
  await places.board();
  await places.board();

  expect(await places.board()).toBe(false);
  expect(places.isBehind).toBe(true);
  await Promise.all([places.board(), places.board()]);
  await expect(places.board()).rejects.toMatchObject({ code: 'run.backlog-full', retryAfterMs: expect.any(Number) });
});

test('what is due counts against the limit, whether or not it can be taken at the moment', async () => {
  const places = new Places(limits);

  places.noteDue(3);
  places.caughtUp();
  await expect(places.board()).rejects.toMatchObject({ code: 'run.backlog-full' });
  places.noteDue(2);

  expect(await places.board()).toBe(true);
});

test('claimed runs may fill more than there is room for; then places are not handed on', async () => {
  const places = new Places({ ...limits, patienceMs: 10 });
  places.take(3);
  const waiting = places.board();

  places.give();

  expect(places.free).toBe(0);
  expect(await waiting).toBe(false);
});
