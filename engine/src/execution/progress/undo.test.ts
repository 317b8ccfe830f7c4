import { expect, test } from '@jest/globals';
import { node, planOf, program, toEdges } from '../testing/flow.ts';
import { type Weather, World } from '../testing/world.ts';

const start = node('start', 'start');
const nodes = [
  start,
  node('bill', 'key'),
  node('mail', 'key'),
  node('post', 'key'),
  node('unBill', 'key'),
  node('unMail', 'key'),
];
const edges = toEdges('start > bill > mail > post', 'bill:undo > unBill', 'mail:undo > unMail');

function begin(refused: string, weather = () => 'fine' as const) {
  const world = new World(planOf(nodes, edges), weather);
  world.refuses = (step) => step === refused;
  return world;
}

test('what was done is taken back, the last thing first, when a later step is refused', () => {
  const world = begin('post');

  expect(world.run()).toMatchObject({ status: 'failed', step: 'post' });
  expect([...world.applied.keys()]).toEqual(['bill', 'mail', 'unMail', 'unBill']);
  expect(world.journal.filter(({ fact }) => fact.kind === 'undone').map(({ step }) => step)).toEqual(['mail', 'bill']);
  expect(world.look().undo).toEqual({ kind: 'done' });
});

test('nothing is taken back when everything succeeds, or when the flow handles the failure', () => {
  const fine = begin('');
  expect(fine.run()).toEqual({ status: 'succeeded' });
  expect([...fine.applied.keys()]).toEqual(['bill', 'mail', 'post']);

  const handled = new World(
    planOf(
      nodes.map((each) => (each.id === 'post' ? { ...each, onError: 'continue' as const } : each)),
      edges,
    ),
  );
  handled.refuses = (step) => step === 'post';
  expect(handled.run()).toEqual({ status: 'succeeded' });
  expect([...handled.applied.keys()]).toEqual(['bill', 'mail']);
});

test('a doubtful act is settled by a person before anything is taken back', () => {
  const doubtful = [
    start,
    node('bill', 'key'),
    node('risk', 'none'),
    node('bad', 'key'),
    node('unBill', 'key'),
    node('unRisk', 'key'),
  ];
  const plan = planOf(
    doubtful,
    toEdges('start > bill > risk', 'bill > bad', 'bill:undo > unBill', 'risk:undo > unRisk'),
  );
  const weather: Weather[] = ['fine', 'lost-after'];
  const lossy = new World(plan, () => weather.shift() ?? 'fine');
  lossy.refuses = (step) => step === 'bad';

  expect(lossy.run()).toMatchObject({ status: 'needs-person' });
  expect(lossy.applied.has('unBill')).toBe(false);
  lossy.write('risk', { kind: 'happened', output: '"found"', by: 'ana' });

  expect(lossy.run()).toMatchObject({ status: 'failed', step: 'bad' });
  expect([...lossy.applied.keys()]).toEqual(['bill', 'risk', 'unRisk', 'unBill']);
});

test('taking back goes on where it was after a crash, and takes nothing back twice', () => {
  for (let rounds = 1; rounds < 20; rounds += 1) {
    const world = begin('post');
    for (let round = 0; round < rounds; round += 1) world.round();
    world.crash();

    expect(world.run()).toMatchObject({ status: 'failed', step: 'post' });
    for (const keys of world.applied.values()) expect(keys).toHaveLength(1);
    expect(world.applied.has('unBill')).toBe(true);
  }
});

test('an act that can not be taken back stops there, and the run fails with its first reason', () => {
  const world = new World(planOf(nodes, edges));
  world.refuses = (step) => step === 'post' || step === 'unMail';

  expect(world.run()).toMatchObject({ status: 'failed', step: 'post' });
  expect(world.look().undo).toMatchObject({ kind: 'stopped', at: 'unMail' });
  expect(world.applied.has('unBill')).toBe(false);
});

test('items of a loop take back their own acts, with their own outputs', () => {
  const body = { nodes: [node('pay', 'key'), node('unPay', 'key')], edges: toEdges('pay:undo > unPay') };
  const plan = planOf(
    [start, node('each', 'each', { ...program('=[10,20]'), body }), node('post', 'key')],
    toEdges('start > each > post'),
  );
  const world = new World(plan);
  world.refuses = (step) => step === 'post';

  expect(world.run()).toMatchObject({ status: 'failed', step: 'post' });
  expect([...world.applied.keys()].slice(2)).toEqual(['each[1].unPay', 'each[0].unPay']);
  expect(world.look().steps.get('each[1].unPay')?.input).toBe('20');
});
