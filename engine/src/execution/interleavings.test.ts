import type { FlowNode } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fact } from './fact.ts';
import { node, planOf, program, toEdges } from './testing/flow.ts';
import { type Weather, World } from './testing/world.ts';

const kinds = [
  'transform',
  'rule',
  'key',
  'lookup',
  'none',
  'read',
  'each',
  'big',
  'vote',
  'nap',
  'hear',
  'call',
  'undoable',
] as const;

interface Drawn {
  readonly kind: (typeof kinds)[number];
  readonly from: readonly { readonly at: number; readonly port: number }[];
  readonly onError: 'continue' | 'branch' | undefined;
  readonly refused: boolean;
}

const drawnNode: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.constantFrom(...kinds),
  from: fc.array(fc.record({ at: fc.nat(20), port: fc.nat(5) }), { minLength: 1, maxLength: 3 }),
  onError: fc.constantFrom(undefined, 'continue' as const, 'branch' as const),
  refused: fc.boolean(),
});

const weathers: readonly Weather[] = [
  'fine',
  'fine',
  'down',
  'lost-after',
  'lost-before',
  'crash-before',
  'crash-after',
];

const history = fc.record({
  drawn: fc.array(drawnNode, { minLength: 1, maxLength: 10 }),
  weather: fc.array(fc.constantFrom(...weathers), { maxLength: 40 }),
  /** Before which of its acts the engine stops, and in which order it takes them. */
  stops: fc.array(fc.boolean(), { maxLength: 60 }),
  turns: fc.array(fc.nat(7), { maxLength: 60 }),
  early: fc.boolean(),
});

type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

/** The engine stops before it has noted that it listens, and finds the run failed when it is back. */
const neverListened: History = {
  drawn: [
    { kind: 'undoable', from: [{ at: 0, port: 0 }], onError: undefined, refused: false },
    { kind: 'lookup', from: [{ at: 0, port: 0 }], onError: undefined, refused: true },
    { kind: 'key', from: [{ at: 0, port: 0 }], onError: undefined, refused: false },
    { kind: 'hear', from: [{ at: 0, port: 0 }], onError: undefined, refused: false },
  ],
  weather: ['lost-after', 'crash-after'],
  stops: [],
  turns: [],
  early: false,
};

/** The second step fails the run while the third one waits for its next attempt and nobody knows the end of the fourth. */
const failedMeanwhile: History = {
  drawn: [
    { kind: 'transform', from: [{ at: 0, port: 0 }], onError: undefined, refused: false },
    { kind: 'read', from: [{ at: 9, port: 0 }], onError: undefined, refused: true },
    { kind: 'lookup', from: [{ at: 0, port: 0 }], onError: undefined, refused: false },
    { kind: 'key', from: [{ at: 0, port: 0 }], onError: undefined, refused: false },
  ],
  weather: ['down', 'lost-before'],
  stops: [],
  turns: [],
  early: false,
};

const acts = { nodes: [node('risk', 'none'), node('deed', 'key')], edges: toEdges('risk > deed') };

function toNodes(drawn: Drawn, index: number): FlowNode[] {
  const id = `n${index}`;
  const { kind, onError } = drawn;
  const more = onError === undefined ? {} : { onError };
  switch (kind) {
    case 'each':
    case 'big': {
      const list = kind === 'each' ? '=[1,2,3]' : `=[${Array.from({ length: 1_003 }, (_, at) => at).join(',')}]`;
      const config = { ...program(list).config, onItemError: 'collect', concurrency: kind === 'each' ? 2 : 700 };
      const body = kind === 'each' ? acts : { nodes: [node('step', 'key')], edges: [] };
      return [node(id, 'each', { ...more, config, body })];
    }
    case 'rule':
      return [node(id, 'rule', { ...more, ...program(index % 2 === 0 ? '=true' : '=false') })];
    case 'transform':
      return [node(id, 'transform', { ...more, ...program('nodes') })];
    case 'undoable':
      return [node(id, 'key', more), node(`un${index}`, 'key')];
    default:
      return [node(id, kind, more)];
  }
}

function portsOf(flowNode: FlowNode | undefined): readonly string[] {
  const type = flowNode?.type ?? '';
  const own = type === 'test.rule@1' ? ['true', 'false'] : type === 'test.vote@1' ? ['yes', 'no'] : ['out'];
  return flowNode?.onError === 'branch' ? [...own, 'error'] : own;
}

function toPlan(drawn: readonly Drawn[]) {
  const mains = [node('start', 'start'), ...drawn.map((each, index) => toNodes(each, index)[0] ?? node('x', 'read'))];
  const undos = drawn.flatMap((each, index) => toNodes(each, index).slice(1));
  const edges = drawn.flatMap(({ kind, from }, index) => [
    ...from.map(({ at, port }) => {
      const source = mains[at % (index + 1)];
      const ports = portsOf(source);
      return { from: source?.id ?? 'start', to: `n${index}`, port: ports[port % ports.length] ?? 'out' };
    }),
    ...(kind === 'undoable' ? [{ from: `n${index}`, to: `un${index}`, port: 'undo' }] : []),
  ]);
  return planOf([...mains, ...undos], edges);
}

/** How many people a vote of these tests needs. */
const voters = 2;

/** Whoever is outside of the engine does what they always do, whenever it is that they come to it, and says it once. */
function act(world: World): boolean {
  for (const { key, state } of world.look().open) {
    const count = (kind: Fact['kind']) =>
      world.journal.filter(({ step, fact }) => step === key && fact.kind === kind).length;
    if (state.kind === 'doubtful') {
      const happened = (world.applied.get(key) ?? []).length > 0;
      const by = 'ana';
      world.write(key, happened ? { kind: 'happened', output: '"found"', by } : { kind: 'did-not-happen', by });
      return true;
    }
    if (state.kind === 'asking' && count('answered') < voters) {
      const by = `person ${count('answered')}`;
      world.write(key, { kind: 'answered', answer: { port: 'yes', by, note: '', at: 0 } });
      return true;
    }
    // A run that has failed does not take what is said to it any more.
    if (state.kind === 'listening' && count('heard') === 0) {
      world.write(key, { kind: 'heard', body: '"heard"' });
      return true;
    }
  }
  return false;
}

function begin({ drawn }: Pick<History, 'drawn'>, weather: readonly Weather[]): World {
  let at = 0;
  const world = new World(toPlan(drawn), () => weather[at++] ?? 'fine');
  const refused = new Set(drawn.flatMap((each, index) => (each.refused ? [`n${index}`] : [])));
  world.refuses = (step) => refused.has(step) || /^n\d+\[1\]\.deed$/.test(step) || /^n\d+\[(7|900)\]\.step$/.test(step);
  world.outside = () => act(world);
  return world;
}

function disturb(world: World, { stops, turns, drawn, early }: History): void {
  let stop = 0;
  let turn = 0;
  world.stops = () => stops[stop++] ?? false;
  world.order = (moves) => {
    const shift = (turns[turn++] ?? 0) % moves.length;
    return [...moves.slice(shift), ...moves.slice(0, shift)];
  };
  if (!early) return;
  for (const [index, { kind }] of drawn.entries()) {
    if (kind === 'hear') world.write(`n${index}`, { kind: 'heard', body: '"heard"' });
  }
}

/** Outputs of writes that a person found differ from those that were heard of; where they go on does not. */
function standOf(world: World) {
  return [...world.look().steps].map(([key, { state }]) => [key, state.kind === 'done' ? state.port : state.kind]);
}

test('whatever breaks, in whatever order: the same end as without any trouble, and nothing applied twice', () => {
  fc.assert(
    fc.property(history, (drawn) => {
      const calm = begin(drawn, []);
      const expected = calm.run(20_000);
      const wild = begin(drawn, drawn.weather);
      disturb(wild, drawn);

      const end = wild.run(20_000);

      expect(end.status).toBe(expected.status);
      for (const keys of wild.applied.values()) expect(keys).toHaveLength(1);
      // Which branches had begun when another failed depends on time; what a run that ends well did does not.
      if (expected.status === 'succeeded') {
        expect(standOf(wild)).toEqual(standOf(calm));
        expect([...wild.applied.keys()].sort()).toEqual([...calm.applied.keys()].sort());
      }
    }),
    { numRuns: 120, examples: [[neverListened], [failedMeanwhile]] },
  );
});

test('a failed run has taken back everything that can be, and nothing of it is undecided', () => {
  fc.assert(
    fc.property(history, (drawn) => {
      const world = begin(drawn, drawn.weather);
      disturb(world, drawn);
      if (world.run(20_000).status !== 'failed') return;

      const undone = new Set(world.journal.flatMap(({ step, fact }) => (fact.kind === 'undone' ? [step] : [])));
      for (const [index, { kind }] of drawn.drawn.entries()) {
        if (kind === 'undoable' && world.applied.has(`n${index}`)) expect(undone.has(`n${index}`)).toBe(true);
      }
      expect(world.look().undo?.kind ?? 'done').toBe('done');
      expect(world.look().open.some(({ state }) => state.kind === 'doubtful')).toBe(false);
    }),
    { numRuns: 120 },
  );
});

test('who looks at the journal alone sees what the engine sees', () => {
  fc.assert(
    fc.property(history, (drawn) => {
      const world = begin(drawn, drawn.weather);
      disturb(world, drawn);
      world.run(20_000);
      const seen = standOf(world);

      world.crash();
      world.stops = () => false;
      const applied = [...world.applied.keys()];
      world.run(20_000);

      expect(standOf(world)).toEqual(seen);
      expect([...world.applied.keys()]).toEqual(applied);
    }),
    { numRuns: 80, examples: [[failedMeanwhile]] },
  );
});
