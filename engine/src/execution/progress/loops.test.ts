import { describe, expect, test } from '@jest/globals';
import { node, planOf, toEdges } from '../testing/flow.ts';
import { World } from '../testing/world.ts';

const start = node('start', 'start');
const pay = { nodes: [node('pay', 'key')], edges: [] };

function loopOf(
  list: unknown,
  more: object,
  body: { nodes: ReturnType<typeof node>[]; edges: never[] } = pay as never,
) {
  const each = node('each', 'each', { config: { program: `=${JSON.stringify(list)}`, ...more } as never, body });
  return planOf([start, each], toEdges('start > each'));
}

function outputOf(world: World, step: string): unknown {
  const state = world.look().steps.get(step)?.state;
  return state?.kind === 'done' ? JSON.parse(state.output) : state?.kind;
}

function count(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

test('no more items are under way at once than the loop allows', () => {
  const world = new World(loopOf(count(5), { concurrency: 2 }));
  const open = () => world.look().moves.filter(({ kind }) => kind === 'act').length;
  world.round();

  expect(open()).toBe(2);
  world.run();

  expect(outputOf(world, 'each')).toEqual(count(5));
});

test('a body may be given batches', () => {
  const world = new World(loopOf(count(5), { batchSize: 2 }));

  world.run();

  expect(outputOf(world, 'each')).toEqual([[0, 1], [2, 3], [4]]);
});

describe('a failed item', () => {
  const failing = (onItemError: string, more: object = {}) => {
    const world = new World(loopOf([10, 20, 30], { onItemError, concurrency: 1, ...more }));
    world.refuses = (step) => step === 'each[1].pay';
    return world;
  };

  test('stops the loop, and items after it are not begun', () => {
    const world = failing('stop');

    expect(world.run()).toMatchObject({ status: 'failed', step: 'each[1].pay', fault: { code: 'test.refused' } });
    expect([...world.applied.keys()]).toEqual(['each[0].pay']);
  });

  test('gives null where the loop continues', () => {
    const world = failing('continue');

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(outputOf(world, 'each')).toEqual([10, null, 30]);
  });

  test('is collected with its place, the item and the reason', () => {
    const world = failing('collect');

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(outputOf(world, 'each')).toEqual({
      results: [10, 30],
      errors: [{ index: 1, item: 20, error: { kind: 'invalid', code: 'test.refused', message: 'No.', details: {} } }],
      total: 3,
      succeeded: 2,
      failed: 1,
    });
  });

  test('is summed up where only the counts are handed on', () => {
    const world = failing('continue', { output: 'summary' });

    world.run();

    expect(outputOf(world, 'each')).toEqual({ total: 3, succeeded: 2, failed: 1 });
  });

  test('goes to the error branch of the loop when it has one', () => {
    const each = node('each', 'each', { config: { program: '=[1,2]' }, body: pay, onError: 'branch' });
    const world = new World(planOf([start, each, node('tell', 'read')], toEdges('start > each', 'each:error > tell')));
    world.refuses = (step) => step === 'each[1].pay';

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(outputOf(world, 'tell')).toMatchObject({
      error: { code: 'test.refused', step: 'each[1].pay' },
      input: { n: 1 },
    });
  });

  test('does not fail its loop before a doubtful write of another item is settled', () => {
    const world = new World(
      loopOf([1, 2], { onItemError: 'stop' }, { nodes: [node('risk', 'none')], edges: [] }),
      () => 'lost-after',
    );
    world.refuses = (step) => step === 'each[1].risk';

    expect(world.run()).toMatchObject({ status: 'needs-person' });
    world.write('each[0].risk', { kind: 'did-not-happen', by: 'ana' });

    expect(world.run()).toMatchObject({ status: 'failed', step: 'each[1].risk' });
  });
});

describe('a big loop', () => {
  const big = 5_000;

  test('keeps only what is open, folds up what has ended, and goes on after crashes', () => {
    const world = new World(loopOf(count(big), { concurrency: 50, onItemError: 'collect' }));
    world.refuses = (_, input) => Number(input) % 1_000 === 7;
    let most = 0;
    let rounds = 0;
    world.order = (moves) => {
      rounds += 1;
      most = Math.max(most, world.held.effects);
      if (rounds % 40 === 0) world.crash();
      return moves;
    };

    expect(world.run(20_000)).toEqual({ status: 'succeeded' });
    expect(most).toBeLessThan(700);
    for (const keys of world.applied.values()) expect(keys).toHaveLength(1);
    expect(world.applied.size).toBe(big - 5);
    expect(outputOf(world, 'each')).toMatchObject({ total: big, succeeded: big - 5, failed: 5 });
    const errors = (outputOf(world, 'each') as { errors: { index: number }[] }).errors;
    expect(errors.map(({ index }) => index)).toEqual([7, 1_007, 2_007, 3_007, 4_007]);
    expect([...world.look().steps.keys()]).toEqual(['start', 'each']);
  });

  test('of a pure body writes nothing, keeps no steps and forgets the values', () => {
    const body = { nodes: [node('map', 'transform', { config: { program: 'in' } })], edges: [] };
    const world = new World(loopOf(count(big), { concurrency: 100, output: 'summary' }, body as never));
    let most = 0;
    world.order = (moves) => {
      most = Math.max(most, world.held.values);
      return moves;
    };

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(world.journal).toEqual([]);
    expect(most).toBeLessThan(300);
  });

  test('does only the items that failed when its run is run again', () => {
    const first = new World(loopOf(count(big), { onItemError: 'collect' }));
    first.refuses = (_, input) => Number(input) === 42;
    first.run();
    const folds = first.journal.flatMap(({ step, fact }) => (fact.kind === 'folded' ? [{ step, fact }] : []));

    const second = new World(loopOf(count(big), { onItemError: 'collect' }));
    for (const { step, fact } of folds) {
      const items = fact.items.flatMap(([from, length]) => count(length).map((at) => from + at));
      const kept = items.filter((index) => index !== 42);
      const outputs = JSON.parse(fact.outputs).filter((_: unknown, at: number) => items[at] !== 42);
      second.write(step, {
        ...fact,
        items: kept.map((index) => [index, 1] as const),
        outputs: JSON.stringify(outputs),
        failed: [],
      });
    }

    expect(second.run()).toEqual({ status: 'succeeded' });
    expect([...second.applied.keys()]).toEqual(['each[42].pay']);
    expect(outputOf(second, 'each')).toMatchObject({ succeeded: big, failed: 0, results: count(big) });
  });

  test('refuses to guess which items are done when the list is another one', () => {
    const world = new World(loopOf(count(2_000), {}));
    world.write('each', { kind: 'folded', list: 'other', items: [[0, 2]], outputs: '[0,1]', failed: [] });

    expect(world.run()).toMatchObject({ status: 'failed', fault: { code: 'loop.list-changed' } });
    expect(world.applied.size).toBe(0);
  });

  test('shows the steps of the items that somebody looks at', () => {
    const world = new World(loopOf(count(2_000), {}));
    world.run();
    expect(world.look().steps.has('each[1234].pay')).toBe(false);
  });
});

test('more than a million items are refused with the number', () => {
  const plan = planOf(
    [start, node('each', 'each', { config: { program: `=[${'1,'.repeat(1_000_000)}1]` }, body: pay })],
    toEdges('start > each'),
  );

  expect(new World(plan).run()).toMatchObject({
    status: 'failed',
    fault: { code: 'loop.too-many-items', details: { count: 1_000_001, limit: 1_000_000 } },
  });
});
