import type { FlowNode } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Plan } from './plan.ts';
import { node, planOf, program, toEdges } from './testing/flow.ts';
import { World } from './testing/world.ts';

const sources = ['in', 'nodes', '=[]', '={"a":1}', '=[1,2,3]', '=false', 'throws'];
const drawnNode = fc.record({
  kind: fc.constantFrom('transform', 'rule', 'key', 'each'),
  source: fc.constantFrom(...sources),
  input: fc.option(fc.constantFrom(...sources), { nil: undefined }),
  from: fc.array(fc.record({ at: fc.nat(20), port: fc.nat(3) }), { minLength: 1, maxLength: 2 }),
  onError: fc.constantFrom(undefined, 'continue' as const, 'branch' as const),
});
type Drawn = typeof drawnNode extends fc.Arbitrary<infer Value> ? Value : never;

const body = {
  nodes: [
    node('first', 'transform', program('in')),
    node('check', 'rule', program('in')),
    node('last', 'transform', program('nodes')),
  ],
  edges: toEdges('first > check', 'check:true > last'),
};

function toNode({ kind, source, input, onError }: Drawn, at: number): FlowNode {
  const more = { ...(input === undefined ? {} : { input }), ...(onError === undefined ? {} : { onError }) };
  if (kind === 'key') return node(`n${at}`, kind, more);
  return node(`n${at}`, kind, { ...more, ...program(source), ...(kind === 'each' ? { body } : {}) });
}

function portsOf({ kind, onError }: Drawn): string[] {
  const error = onError === 'branch' ? ['error'] : [];
  return [...(kind === 'rule' ? ['true', 'false'] : ['out']), ...error];
}

function draw(drawn: readonly Drawn[], reads: readonly string[] | undefined): Plan {
  const nodes = [node('start', 'start'), ...drawn.map(toNode)];
  const edges = drawn.flatMap(({ from }, at) =>
    from.map((line) => {
      const before = line.at % (at + 1);
      const source = drawn[before - 1];
      const ports = source === undefined ? ['out'] : portsOf(source);
      const port = ports[line.port % ports.length] ?? 'out';
      return {
        from: source === undefined ? 'start' : `n${before - 1}`,
        to: `n${at}`,
        ...(port === 'out' ? {} : { port }),
      };
    }),
  );
  return planOf(nodes, edges, reads);
}

/** All that can be seen of a run, and how often it went to the sandbox. */
function watch(plan: Plan, fuses: boolean) {
  const world = new World(plan);
  world.fuses = fuses;
  const end = world.run();
  const steps = [...world.look().steps].map(([key, { state, input, counts }]) => ({ key, state, input, counts }));
  return { seen: { end, steps, journal: world.journal, held: world.held }, crossings: world.crossings };
}

test('a run is the same whether what follows from each other is evaluated in one go or step by step', () => {
  let saved = 0;
  const reads = fc.constantFrom(undefined, [], ['start', 'n0', 'n1', 'n3'], ['first', 'n0', 'n2']);
  fc.assert(
    fc.property(fc.array(drawnNode, { minLength: 1, maxLength: 7 }), reads, (drawn, read) => {
      const plan = draw(drawn, read);
      const [together, apart] = [watch(plan, true), watch(plan, false)];
      expect(together.seen).toEqual(apart.seen);
      expect(together.crossings).toBeLessThanOrEqual(apart.crossings);
      saved += apart.crossings - together.crossings;
    }),
    { numRuns: 400 },
  );
  expect(saved).toBeGreaterThan(100);
});

const chain = [
  node('start', 'start'),
  node('map', 'transform', { ...program('in'), input: 'in' }),
  node('big', 'rule', program('in')),
  node('post', 'key', { input: 'nodes' }),
];

test('mapping, rule and the input of what is sent cross once', () => {
  const plan = planOf(chain, toEdges('start > map > big', 'big:true > post'), ['map', 'start']);
  expect(watch(plan, true).crossings).toBe(1);
  expect(watch(plan, false).crossings).toBe(4);
});

test('each item of a loop crosses once', () => {
  const loop = node('loop', 'each', { ...program('=[1,2,3]'), body });
  const plan = planOf([node('start', 'start'), loop], toEdges('start > loop'), ['first']);
  expect(watch(plan, true).crossings).toBe(1 + 3);
  expect(watch(plan, false).crossings).toBe(1 + 9);
});

test('who reads all that came before is evaluated in its own turn', () => {
  const plan = planOf(chain, toEdges('start > map > big', 'big:true > post'));
  expect(watch(plan, true).crossings).toBe(4);
});
