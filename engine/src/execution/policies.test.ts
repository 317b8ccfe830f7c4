import { expect, test } from '@jest/globals';
import { nextAttemptAt } from './retry.ts';
import { node, planOf, program, toEdges } from './testing/flow.ts';
import { World } from './testing/world.ts';

function outputOf(world: World, step: string): unknown {
  const state = world.look().steps.get(step)?.state;
  return state?.kind === 'done' ? JSON.parse(state.output) : state?.kind;
}

const start = node('start', 'start');

test('a failed step goes on by its error port with the fault and what came in', () => {
  const nodes = [start, node('post', 'key', { onError: 'branch' }), node('ok', 'read'), node('tell', 'read')];
  const world = new World(planOf(nodes, toEdges('start > post > ok', 'post:error > tell')));
  world.refuses = (step) => step === 'post';

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(outputOf(world, 'ok')).toBe('skipped');
  expect(outputOf(world, 'tell')).toEqual({
    error: { kind: 'invalid', code: 'test.refused', message: 'No.', details: {} },
    input: { n: 1 },
  });
});

test('a step that may fail goes on with what came in', () => {
  const nodes = [start, node('map', 'transform', { ...program('boom'), onError: 'continue' }), node('post', 'key')];
  const world = new World(planOf(nodes, toEdges('start > map > post')));

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(outputOf(world, 'post')).toEqual({ n: 1 });
});

test('an error branch does not run while nobody knows whether the act happened', () => {
  const nodes = [start, node('post', 'none', { onError: 'branch' }), node('tell', 'key')];
  const world = new World(planOf(nodes, toEdges('start > post', 'post:error > tell')), () => 'lost-after');

  expect(world.run()).toMatchObject({ status: 'needs-person' });
  expect(outputOf(world, 'tell')).toBe('pending');
  expect(world.applied.has('tell')).toBe(false);
});

test('a step is tried as often as its node says, and no more', () => {
  const world = new World(
    planOf([start, node('get', 'read', { retry: { attempts: 3 } })], toEdges('start > get')),
    () => 'down',
  );

  expect(world.run()).toMatchObject({ status: 'failed', step: 'get', fault: { code: 'test.down' } });
  expect(world.journal.filter(({ fact }) => fact.kind === 'intended')).toHaveLength(3);
});

test('waits grow as the node says, spread by the seed, and the service that names a time is obeyed', () => {
  const down = { kind: 'unavailable' as const, code: 'http.503', message: 'Down.', details: {} };
  const policy = { attempts: 5, firstWaitMs: 1_000, factor: 3, longestWaitMs: 5_000 };
  const at = (attempt: number, seed?: string) =>
    nextAttemptAt(down, { attempt, nowMs: 0, policy, ...(seed === undefined ? {} : { seed }) });

  expect([at(1), at(2), at(3), at(5)]).toEqual([1_000, 3_000, 5_000, undefined]);
  expect(at(1, 'a')).toBe(at(1, 'a'));
  const spread = Array.from({ length: 50 }, (_, index) => at(1, `seed ${index}`) ?? 0);
  expect(Math.min(...spread)).toBeGreaterThanOrEqual(750);
  expect(Math.max(...spread)).toBeLessThanOrEqual(1_250);
  expect(new Set(spread).size).toBeGreaterThan(20);
  expect(nextAttemptAt({ ...down, retryAfterMs: 7 }, { attempt: 1, nowMs: 0, policy, seed: 'a' })).toBe(7);
});

test('a step that does not end in its time fails, retries or not', () => {
  const world = new World(
    planOf([start, node('get', 'read', { timeoutMs: 2_500 })], toEdges('start > get')),
    () => 'down',
  );

  expect(world.run()).toMatchObject({
    status: 'failed',
    fault: { code: 'step.timed-out', details: { last: 'test.down' } },
  });
  expect(world.nowMs).toBe(2_500);
});

test('a question that nobody answers in the time of its node fails the step', () => {
  const world = new World(planOf([start, node('ask', 'ask', { timeoutMs: 60_000 })], toEdges('start > ask')));
  expect(world.run()).toEqual({ status: 'needs-person', wakeAtMs: 60_000 });

  world.nowMs = 60_000;

  expect(world.run()).toMatchObject({ status: 'failed', fault: { code: 'step.timed-out' } });
});

test('what may have happened is found out although the time of its step is over', () => {
  const weather = ['lost-after', 'down', 'down', 'fine'] as const;
  let at = 0;
  const nodes = [start, node('post', 'key', { timeoutMs: 1_500, onError: 'branch' }), node('tell', 'read')];
  const world = new World(planOf(nodes, toEdges('start > post', 'post:error > tell')), () => weather[at++] ?? 'fine');

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(outputOf(world, 'tell')).toBe('skipped');
  expect(world.applied.get('post')).toHaveLength(1);
});

test('a run that does not end in its time fails, but what it sent is found out first', () => {
  const weather = ['lost-after', 'fine', 'fine'] as const;
  let at = 0;
  const nodes = [start, node('post', 'key'), node('nap', 'nap'), node('late', 'key')];
  const plan = { ...planOf(nodes, toEdges('start > post', 'start > nap > late')), timeoutMs: 500 };
  const world = new World(plan, () => weather[at++] ?? 'fine');

  expect(world.run()).toMatchObject({ status: 'failed', step: '', fault: { code: 'run.timed-out' } });
  expect(world.applied.get('post')).toHaveLength(1);
  expect(world.journal.some(({ step, fact }) => step === 'post' && fact.kind === 'confirmed')).toBe(true);
  expect(world.applied.has('late')).toBe(false);
});

test('after a crash the act of a failed run is still found out, though its input must be worked out again', () => {
  const nodes = [
    start,
    node('map', 'transform', program('in')),
    node('post', 'key', { input: 'in' }),
    node('bad', 'key'),
  ];
  const weather = ['lost-after', 'fine', 'fine'] as const;
  let at = 0;
  const world = new World(planOf(nodes, toEdges('start > map > post', 'start > bad')), () => weather[at++] ?? 'fine');
  world.refuses = (step) => step === 'bad';
  for (let round = 0; round < 4; round += 1) world.round();
  world.crash();

  expect(world.run()).toMatchObject({ status: 'failed', step: 'bad' });
  expect(world.applied.get('post') ?? []).toHaveLength(
    world.journal.some(({ step, fact }) => step === 'post' && fact.kind === 'confirmed') ? 1 : 0,
  );
  expect(world.look().open.filter(({ state }) => state.kind === 'sleeping')).toEqual([]);
});
