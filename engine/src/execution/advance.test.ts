import { describe, expect, test } from '@jest/globals';
import { node, planOf, program, toEdges } from './testing/flow.ts';
import { World } from './testing/world.ts';

function outputOf(world: World, step: string): unknown {
  const state = world.look().steps.get(step)?.state;
  return state?.kind === 'done' ? JSON.parse(state.output) : state?.kind;
}

test('passes what came in from step to step', () => {
  const world = new World(
    planOf(
      [node('start', 'start'), node('map', 'transform', program('in')), node('post', 'key')],
      toEdges('start > map > post'),
    ),
  );

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(outputOf(world, 'post')).toEqual({ n: 1 });
});

test('a rule chooses one way and the other is skipped', () => {
  const nodes = [
    node('start', 'start'),
    node('big', 'rule', program('=false')),
    node('post', 'key'),
    node('hold', 'read'),
  ];
  const world = new World(planOf(nodes, toEdges('start > big:true > post', 'big:false > hold')));

  world.run();

  expect(outputOf(world, 'post')).toBe('skipped');
  expect(outputOf(world, 'hold')).toEqual({ n: 1 });
});

test('a join waits for what can still come and takes no notice of dead branches', () => {
  const nodes = [
    node('start', 'start'),
    node('other', 'start'),
    node('a', 'key'),
    node('b', 'transform', program('=2')),
    node('join', 'transform', program('in')),
  ];
  const world = new World(planOf(nodes, toEdges('start > a > join', 'start > b > join', 'other > join')));

  expect(world.look().steps.get('join')?.state.kind).toBe('pending');
  world.run();

  expect(outputOf(world, 'join')).toEqual({ a: { n: 1 }, b: 2 });
});

test('a loop runs its body for each item and hands on the list of results', () => {
  const body = {
    nodes: [node('pay', 'key'), node('done', 'transform', program('nodes'))],
    edges: toEdges('pay > done'),
  };
  const world = new World(
    planOf([node('start', 'start'), node('each', 'each', { ...program('=[10,20]'), body })], toEdges('start > each')),
  );

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(outputOf(world, 'each')).toEqual([
    { pay: 10, start: { n: 1 } },
    { pay: 20, start: { n: 1 } },
  ]);
  expect([...world.applied.keys()]).toEqual(['each[0].pay', 'each[1].pay']);
});

test('a loop over nothing gives an empty list', () => {
  const body = { nodes: [node('pay', 'key')], edges: [] };
  const world = new World(
    planOf([node('start', 'start'), node('each', 'each', { ...program('=null'), body })], toEdges('start > each')),
  );

  world.run();

  expect(outputOf(world, 'each')).toEqual([]);
});

test('a loop inside a loop sees both items', () => {
  const inner = { nodes: [node('see', 'transform', program('in'))], edges: [] };
  const outer = { nodes: [node('inner', 'each', { ...program('in'), body: inner })], edges: [] };
  const world = new World(
    planOf(
      [node('start', 'start'), node('outer', 'each', { ...program('=[[1,2],[3]]'), body: outer })],
      toEdges('start > outer'),
    ),
  );

  world.run();

  expect(outputOf(world, 'outer')).toEqual([[1, 2], [3]]);
  expect(outputOf(world, 'outer[0].inner[1].see')).toBe(2);
});

describe('failure', () => {
  test('an expression that throws ends the run at its step and nothing more is sent', () => {
    const nodes = [node('start', 'start'), node('map', 'transform', program('no such function')), node('post', 'key')];
    const world = new World(planOf(nodes, toEdges('start > map > post')));

    expect(world.run()).toMatchObject({ status: 'failed', step: 'map', fault: { code: 'test.throws' } });
    expect(world.applied.size).toBe(0);
  });

  test('a refusal ends the run', () => {
    const world = new World(
      planOf([node('start', 'start'), node('post', 'key')], toEdges('start > post')),
      () => 'refuses',
    );

    expect(world.run()).toMatchObject({ status: 'failed', step: 'post', fault: { code: 'test.refused' } });
  });

  test('a service that is down is tried again', () => {
    const weather = ['down', 'down', 'fine'] as const;
    let at = 0;
    const world = new World(
      planOf([node('start', 'start'), node('post', 'key')], toEdges('start > post')),
      () => weather[at++] ?? 'fine',
    );

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(world.applied.get('post')).toHaveLength(1);
    expect(world.nowMs).toBe(2_000);
  });

  test('what is in doubt is not buried by the failure of another step', () => {
    const nodes = [node('start', 'start'), node('bad', 'transform', program('boom')), node('post', 'none')];
    const world = new World(planOf(nodes, toEdges('start > bad', 'start > post')), () => 'lost-after');

    expect(world.run()).toMatchObject({ status: 'needs-person' });
  });
});

describe('doubt', () => {
  const plan = (repeat: string) => planOf([node('start', 'start'), node('post', repeat)], toEdges('start > post'));

  test('a write without key or reference is left to a person and never sent again', () => {
    const world = new World(plan('none'), () => 'lost-after');

    expect(world.run()).toMatchObject({ status: 'needs-person' });
    expect(world.run()).toMatchObject({ status: 'needs-person' });
    expect(world.applied.get('post')).toHaveLength(1);
  });

  test('it goes on with the output that the person found', () => {
    const world = new World(plan('none'), () => 'lost-after');
    world.run();

    world.write('post', { kind: 'happened', output: '{"id":"7"}', by: 'ana' });

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(outputOf(world, 'post')).toEqual({ id: '7' });
    expect(world.applied.get('post')).toHaveLength(1);
  });

  test('it is sent under a new key when the person says that it did not happen', () => {
    const weather = ['lost-before', 'fine'] as const;
    let at = 0;
    const world = new World(plan('none'), () => weather[at++] ?? 'fine');
    world.run();
    const first = world.journal.find(({ fact }) => fact.kind === 'intended')?.fact;

    world.write('post', { kind: 'did-not-happen', by: 'ana' });

    expect(world.run()).toEqual({ status: 'succeeded' });
    expect(world.applied.get('post')).toHaveLength(1);
    expect(first).not.toMatchObject({ key: world.applied.get('post')?.[0] });
  });

  test('a keyed write is sent again under the same key with the same body', () => {
    const weather = ['crash-after', 'fine'] as const;
    let at = 0;
    const world = new World(plan('key'), () => weather[at++] ?? 'fine');

    expect(world.run()).toEqual({ status: 'succeeded' });
    const sent = world.journal.flatMap(({ fact }) => (fact.kind === 'intended' ? [[fact.key, fact.input]] : []));
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);
    expect(world.applied.get('post')).toHaveLength(1);
  });
});

test('a question waits for its answer and leaves by the port that was chosen', () => {
  const nodes = [node('start', 'start'), node('ask', 'ask'), node('post', 'key')];
  const world = new World(planOf(nodes, toEdges('start > ask:yes > post')));
  expect(world.run()).toEqual({ status: 'needs-person' });

  world.write('ask', { kind: 'answered', answer: { port: 'no', by: 'ana', note: '', at: 1 } });

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(outputOf(world, 'post')).toBe('skipped');
});

test('an effect that an earlier run finished is taken over when it is given the same input', () => {
  const world = new World(planOf([node('start', 'start'), node('post', 'key')], toEdges('start > post')));
  world.write('post', { kind: 'carried', key: 'k', input: '{"n":1}', output: '{"id":"1"}' });

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(world.applied.size).toBe(0);
  expect(outputOf(world, 'post')).toEqual({ id: '1' });
});

test('an effect of an earlier run is carried out anew when its input has changed', () => {
  const world = new World(planOf([node('start', 'start'), node('post', 'key')], toEdges('start > post')));
  world.write('post', { kind: 'carried', key: 'k', input: '{"n":0}', output: '{"id":"1"}' });

  world.run();

  expect(world.applied.get('post')).toHaveLength(1);
});

test("a doubtful write that an earlier run left behind is a person's to settle, not sent again", () => {
  const world = new World(planOf([node('start', 'start'), node('post', 'none')], toEdges('start > post')));
  world.write('post', { kind: 'carried', key: 'k', input: '{"n":1}' });

  expect(world.run()).toMatchObject({ status: 'needs-person' });
  expect(world.applied.size).toBe(0);
});

test('a keyed write that an earlier run left in doubt is sent under the key it had', () => {
  const world = new World(planOf([node('start', 'start'), node('post', 'key')], toEdges('start > post')));
  world.write('post', { kind: 'carried', key: 'k', input: '{"n":1}' });

  expect(world.run()).toEqual({ status: 'succeeded' });
  expect(world.applied.get('post')).toEqual(['k']);
});
