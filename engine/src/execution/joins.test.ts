import { expect, test } from '@jest/globals';
import { node, planOf, program, toEdges } from './testing/flow.ts';
import { World } from './testing/world.ts';

const start = node('start', 'start');

function outputOf(world: World, step: string): unknown {
  const state = world.look().steps.get(step)?.state;
  return state?.kind === 'done' ? JSON.parse(state.output) : state?.kind;
}

test('branches go on beside each other: one that waits holds no other up', () => {
  const nodes = [start, node('slow', 'nap'), node('quick', 'key')];
  const world = new World(planOf(nodes, toEdges('start > slow', 'start > quick')));

  world.round();

  expect(world.applied.get('quick')).toHaveLength(1);
  expect(world.nowMs).toBe(0);
});

test('a join that takes the first goes on with it, and the others end by themselves', () => {
  const nodes = [
    start,
    node('slow', 'nap'),
    node('after', 'key'),
    node('quick', 'transform', program('=7')),
    node('join', 'transform', { ...program('in'), join: 'first' }),
    node('post', 'key'),
  ];
  const world = new World(planOf(nodes, toEdges('start > slow > after > join > post', 'start > quick > join')));

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(outputOf(world, 'join')).toBe(7);
  expect(world.applied.get('post')).toHaveLength(1);
  expect(world.applied.get('after')).toHaveLength(1);
});

test('behind such a join only what is before all of its predecessors can be read', () => {
  const nodes = [
    start,
    node('before', 'transform', program('=1')),
    node('a', 'nap'),
    node('b', 'key'),
    node('join', 'key', { join: 'first' }),
    node('see', 'transform', program('nodes')),
  ];
  const world = new World(planOf(nodes, toEdges('start > before > a > join > see', 'before > b > join')));

  world.run();

  expect(Object.keys(outputOf(world, 'see') as object)).toEqual(['start', 'before', 'join']);
});

test('which one was first stays so, in whatever order the journal is read again', () => {
  const nodes = [
    start,
    node('a', 'nap'),
    node('b', 'key'),
    node('join', 'transform', { ...program('nodes'), join: 'first' }),
  ];
  const world = new World(planOf(nodes, toEdges('start > a > join', 'start > b > join')));
  world.run();
  const before = outputOf(world, 'join');

  world.crash();
  world.run();

  expect(outputOf(world, 'join')).toEqual(before);
});

test('a join that takes the first is dead when all before it are', () => {
  const nodes = [
    start,
    node('r1', 'rule', program('=false')),
    node('r2', 'rule', program('=false')),
    node('join', 'key', { join: 'first' }),
  ];
  const world = new World(planOf(nodes, toEdges('start > r1:true > join', 'start > r2:true > join')));

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(outputOf(world, 'join')).toBe('skipped');
});

test('one of two that is dead leaves the place to the other', () => {
  const nodes = [start, node('r', 'rule', program('=false')), node('b', 'nap'), node('join', 'key', { join: 'first' })];
  const world = new World(planOf(nodes, toEdges('start > r:true > join', 'start > b > join')));

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(world.applied.get('join')).toHaveLength(1);
});
