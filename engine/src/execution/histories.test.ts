import type { FlowNode } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { node, planOf, program } from './testing/flow.ts';
import { type Weather, World } from './testing/world.ts';

const kinds = ['transform', 'rule', 'key', 'lookup', 'none', 'read', 'each'] as const;
const weathers: readonly Weather[] = [
  'fine',
  'fine',
  'fine',
  'down',
  'lost-after',
  'lost-before',
  'crash-before',
  'crash-after',
];

interface Drawn {
  readonly kind: (typeof kinds)[number];
  /** Earlier nodes that lead here, as positions; the port too, where the source has two. */
  readonly from: readonly { readonly at: number; readonly port: boolean }[];
}

const drawnNode: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.constantFrom(...kinds),
  from: fc.array(fc.record({ at: fc.nat(20), port: fc.boolean() }), { minLength: 1, maxLength: 3 }),
});

function toNode(drawn: Drawn, index: number): FlowNode {
  const id = `n${index}`;
  if (drawn.kind === 'each')
    return node(id, 'each', {
      ...program('=[1,2,3]'),
      body: { nodes: [node('deed', 'key'), node('risk', 'none')], edges: [] },
    });
  if (drawn.kind === 'rule') return node(id, 'rule', program(index % 2 === 0 ? '=true' : '=false'));
  return drawn.kind === 'transform' ? node(id, 'transform', program('nodes')) : node(id, drawn.kind);
}

function toPlan(drawn: readonly Drawn[]) {
  const nodes = [node('start', 'start'), ...drawn.map(toNode)];
  const edges = drawn.flatMap(({ from }, index) =>
    from.map(({ at, port }) => {
      const source = nodes[at % (index + 1)] ?? nodes[0];
      const branches = source?.type === 'test.rule@1';
      return { from: source?.id ?? 'start', to: `n${index}`, ...(branches ? { port: String(port) } : {}) };
    }),
  );
  return planOf(nodes, edges);
}

const history = fc.record({
  drawn: fc.array(drawnNode, { minLength: 1, maxLength: 12 }),
  weather: fc.array(fc.constantFrom(...weathers), { maxLength: 40 }),
});

/** A person settles every doubt by looking at the outside world, as the run inspector asks them to. */
function settleDoubts(world: World): boolean {
  const doubted = [...world.look().steps.values()].filter(({ state }) => state.kind === 'doubtful');
  for (const { key } of doubted) {
    const happened = (world.applied.get(key) ?? []).length > 0;
    world.write(
      key,
      happened ? { kind: 'happened', output: '"found"', by: 'ana' } : { kind: 'did-not-happen', by: 'ana' },
    );
  }
  return doubted.length > 0;
}

function live(world: World): ReturnType<World['run']> {
  let end = world.run();
  while (end.status === 'needs-person' && settleDoubts(world)) end = world.run();
  return end;
}

function begin({ drawn, weather }: { drawn: readonly Drawn[]; weather: readonly Weather[] }): World {
  let at = 0;
  return new World(toPlan(drawn), () => weather[at++] ?? 'fine');
}

test('every run ends, whatever breaks, and no write is applied twice', () => {
  fc.assert(
    fc.property(history, (drawn) => {
      const world = begin(drawn);

      expect(live(world).status).toBe('succeeded');

      for (const keys of world.applied.values()) expect(keys).toHaveLength(1);
    }),
    { numRuns: 1_500 },
  );
});

test('an intent is in the journal before each attempt, and nothing follows a confirmed effect', () => {
  fc.assert(
    fc.property(history, (drawn) => {
      const world = begin(drawn);
      live(world);

      const over = new Set<string>();
      for (const { step, fact } of world.journal) {
        expect(over.has(step)).toBe(false);
        if (fact.kind === 'confirmed' || fact.kind === 'happened') over.add(step);
      }
    }),
    { numRuns: 500 },
  );
});

test('the journal alone gives every step again, the same each time', () => {
  fc.assert(
    fc.property(history, (drawn) => {
      const world = begin(drawn);
      live(world);
      const first = [...world.look().steps].map(([key, { state }]) => [key, state]);

      const replayed = new World(toPlan(drawn.drawn));
      replayed.nowMs = world.nowMs;
      replayed.journal.push(...world.journal);
      replayed.crash();
      replayed.run();

      expect([...replayed.look().steps].map(([key, { state }]) => [key, state])).toEqual(first);
      expect(replayed.applied.size).toBe(0);
    }),
    { numRuns: 500 },
  );
});
