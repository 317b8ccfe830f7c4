import { expect, test } from '@jest/globals';
import { node, planOf, program } from '../testing/flow.ts';
import { World } from '../testing/world.ts';

const size = 10_000;

function count(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** Looks at nodes: a walk that looked at each node in each round would look at a hundred million. */
function looksOf(plan: ReturnType<typeof planOf>): () => number {
  let looks = 0;
  for (const each of plan.order) {
    const { incoming } = each;
    Object.defineProperty(each, 'incoming', {
      get: () => {
        looks += 1;
        return incoming;
      },
    });
  }
  return () => looks;
}

test('a chain of ten thousand steps is run at a cost that grows with its length', () => {
  const nodes = [
    node('start', 'start'),
    ...count(size - 1).map((at) => node(`n${at}`, 'transform', program(at % 100 === 0 ? 'nodes' : 'in'))),
  ];
  const edges = count(size - 1).map((at) => ({ from: at === 0 ? 'start' : `n${at - 1}`, to: `n${at}` }));
  // Reading everything before a step is what its author asked for; here a step reads one that is far away.
  const plan = planOf(nodes, edges, ['n0']);
  const looks = looksOf(plan);
  const world = new World(plan);

  expect(world.run(2 * size)).toEqual({ status: 'succeeded' });
  expect(looks()).toBeLessThan(20 * size);
});

test('ten thousand steps beside each other and one after them all', () => {
  const nodes = [
    node('start', 'start'),
    ...count(size - 2).map((at) => node(`n${at}`, 'key')),
    node('join', 'transform', program('in')),
  ];
  const edges = count(size - 2).flatMap((at) => [
    { from: 'start', to: `n${at}` },
    { from: `n${at}`, to: 'join' },
  ]);
  const world = new World(planOf(nodes, edges));

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(world.applied.size).toBe(size - 2);
});

test('a list of a hundred thousand items is gone through with a window of them in memory', () => {
  const body = { nodes: [node('pay', 'key')], edges: [] };
  const config = { program: `=[${count(100_000).join(',')}]`, output: 'summary', onItemError: 'continue' };
  const plan = planOf(
    [node('start', 'start'), node('each', 'each', { config, body })],
    [{ from: 'start', to: 'each' }],
  );
  const world = new World(plan);
  world.forgetful = true;
  let most = 0;
  let done = -1;
  let rounds = 0;
  world.order = (moves) => {
    most = Math.max(most, world.held.effects);
    rounds += 1;
    if (rounds % 20 !== 0) return moves;
    const now = world.counts('each')?.succeeded ?? 0;
    expect(now).toBeGreaterThanOrEqual(done);
    done = now;
    return moves;
  };

  expect(world.run(10_000)).toEqual({ status: 'succeeded' });
  expect(most).toBeLessThan(3_000);
  expect(world.counts('each')).toEqual({ total: 100_000, succeeded: 100_000, failed: 0 });
});
