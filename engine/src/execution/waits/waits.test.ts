import { describe, expect, test } from '@jest/globals';
import { node, planOf, toEdges } from '../testing/flow.ts';
import { World } from '../testing/world.ts';
import { isCallbackToken, readCallbackToken, toCallbackToken } from './callback-token.ts';
import { tally } from './tally.ts';

const start = node('start', 'start');

function portOf(world: World, step: string): unknown {
  const state = world.look().steps.get(step)?.state;
  return state?.kind === 'done' ? state.port : state?.kind;
}

function vote(world: World, by: string, port: string) {
  world.write('vote', { kind: 'answered', answer: { port, by, note: '', at: world.nowMs } });
}

describe('several people', () => {
  const begin = () => {
    const world = new World(planOf([start, node('vote', 'vote')], toEdges('start > vote')));
    world.round();
    return world;
  };

  test('as many different people as needed decide, and nobody counts twice', () => {
    const world = begin();

    vote(world, 'ana', 'yes');
    vote(world, 'ana', 'yes');
    expect(portOf(world, 'vote')).toBe('asking');
    vote(world, 'bo', 'yes');

    expect(portOf(world, 'vote')).toBe('yes');
  });

  test('one veto is enough', () => {
    const world = begin();

    vote(world, 'ana', 'yes');
    vote(world, 'bo', 'no');

    expect(portOf(world, 'vote')).toBe('no');
  });

  test('they are reminded, and the time runs out by a port of its own', () => {
    const world = begin();
    const reminders = () => world.journal.filter(({ fact }) => fact.kind === 'reminded').length;
    expect(world.run()).toEqual({ status: 'needs-person', wakeAtMs: 4_000 });

    world.nowMs = 4_000;
    expect(world.run()).toEqual({ status: 'needs-person', wakeAtMs: 8_000 });
    expect(reminders()).toBe(1);
    world.nowMs = 8_000;
    expect(world.run()).toEqual({ status: 'needs-person', wakeAtMs: 10_000 });
    world.nowMs = 10_000;

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(portOf(world, 'vote')).toBe('expired');
  });

  test('an answer that came before the end of the time counts, one that came after does not', () => {
    const early = begin();
    vote(early, 'ana', 'no');
    early.write('vote', { kind: 'elapsed' });
    expect(portOf(early, 'vote')).toBe('no');

    const late = begin();
    late.write('vote', { kind: 'elapsed' });
    vote(late, 'ana', 'no');
    expect(portOf(late, 'vote')).toBe('no');
  });
});

test('without a poll the first answer decides', () => {
  const answers = ['no', 'yes'].map((port) => ({ port, by: 'ana', note: '', at: 0 }));

  expect(tally(undefined, answers)?.port).toBe('no');
});

test('a wait ends at its time, and is not begun again by a crash', () => {
  const world = new World(planOf([start, node('nap', 'nap'), node('post', 'key')], toEdges('start > nap > post')));
  world.round();
  world.nowMs = 3_000;
  world.crash();

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(world.nowMs).toBe(5_000);
});

describe('a callback', () => {
  const begin = () =>
    new World(planOf([start, node('nap', 'nap'), node('hear', 'hear')], toEdges('start > nap > hear')));

  test('that comes before the wait is kept', () => {
    const world = begin();
    world.round();

    world.write('hear', { kind: 'heard', body: '{"paid":true}' });

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(world.look().steps.get('hear')?.state).toMatchObject({ port: 'out', output: '{"paid":true}' });
  });

  test('that comes twice counts once', () => {
    const world = begin();
    world.write('hear', { kind: 'heard', body: '1' });
    world.write('hear', { kind: 'heard', body: '2' });

    world.run();

    expect(world.look().steps.get('hear')?.state).toMatchObject({ output: '1' });
  });

  test('that never comes ends by the port for it', () => {
    const world = begin();

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(portOf(world, 'hear')).toBe('expired');
    expect(world.nowMs).toBe(25_000);
  });

  test('has an address that only its own run and step prove', () => {
    const place = { runId: '0196f0a0-0000-7000-8000-000000000001', step: 'each[3].hear' };
    const token = toCallbackToken({ ...place, secret: 's' });

    expect(readCallbackToken(token)).toEqual(place);
    expect(isCallbackToken(token, { ...place, secret: 's' })).toBe(true);
    expect(isCallbackToken(token, { ...place, secret: 'other' })).toBe(false);
    expect(isCallbackToken(token, { ...place, step: 'each[4].hear', secret: 's' })).toBe(false);
    expect(readCallbackToken('hello')).toBeUndefined();
    expect(readCallbackToken(`${token}\u0000`)).toBeUndefined();
  });
});

describe('another flow', () => {
  const begin = () => new World(planOf([start, node('call', 'call')], toEdges('start > call')));

  test('is called once, and its result goes on', () => {
    const world = begin();
    let looks = 0;
    world.child = () => (++looks < 3 ? undefined : { output: '"done"' });

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(world.called.get('call')).toEqual(['{"n":1}']);
    expect(world.look().steps.get('call')?.state).toMatchObject({ output: '"done"' });
  });

  test('that fails fails the step', () => {
    const world = begin();
    const fault = { kind: 'conflict' as const, code: 'call.failed', message: 'Failed.', details: {} };
    world.child = () => ({ fault });

    expect(world.run()).toEqual({ status: 'failed', step: 'call', fault });
  });

  test('is not called a second time by a run that repeats one in which it had succeeded', () => {
    const world = begin();
    world.write('call', { kind: 'carried', key: 'earlier-run', input: '{"n":1}', output: '"then"' });

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(world.called.size).toBe(0);
    expect(world.look().steps.get('call')?.state).toMatchObject({ output: '"then"' });
  });

  test('that had failed is gone on with, not begun anew', () => {
    const world = begin();
    world.write('call', { kind: 'carried', key: 'earlier-run', input: '{"n":1}' });

    const [move] = world.look().moves;

    expect(move).toMatchObject({ kind: 'call', againOf: 'earlier-run' });
  });
});
