import { findOutput, toBindings, toObject } from './context.ts';
import { type SlotName, toSlot, type Value } from './memory.ts';
import type { Move } from './move.ts';
import { type Ahead, type Given, type Region, regionOf, type Stage, type StageSource } from './region.ts';
import type { Turn } from './turn.ts';

type EvaluateMove = Extract<Move, { kind: 'evaluate' }>;

/** What can be evaluated along with one of a node's programs. */
export function lookAhead(turn: Turn, name: SlotName, input: string): Ahead | undefined {
  const { plan, around } = turn;
  const region = regionOf(around.level.graph, plan, name);
  if (region === undefined) return undefined;
  const known = toBindings(readsOf(region), plan, around);
  const texts = region.givens.map((given) => textOf(given, { turn, input, known }));
  return { stages: region.stages, prefix: around.scope.prefix, texts };
}

function readsOf({ givens }: Region): Parameters<typeof toBindings>[0] {
  const variables = givens.flatMap((given) => (given.kind === 'variable' ? [given.name] : []));
  return { language: 'jsonata', source: '', variables, nodes: [] };
}

interface Giving {
  readonly turn: Turn;
  readonly input: string;
  readonly known: Readonly<Record<string, string>>;
}

/** Empty for what is not there. */
function textOf(given: Given, { turn, input, known }: Giving): string {
  switch (given.kind) {
    case 'input':
      return input;
    case 'incoming':
      return turn.incoming;
    case 'variable':
      return known[given.name] ?? '';
    case 'output':
      return findOutput(given.nodeId, turn.plan, turn.around) ?? '';
  }
}

interface Foreseen {
  readonly ahead: Ahead;
  readonly stage: Stage;
  readonly value: Value;
  /** Of the region's stages. */
  readonly values: readonly (Value | undefined)[];
}

/**
 * Values that were worked out before they were asked for. Each is given out for exactly the evaluation that it is of, so
 * it makes no difference to a run, whatever was foreseen wrongly.
 */
export class Foretold {
  readonly #bySlot = new Map<string, Foreseen>();
  /** Slots of regions that could not be evaluated as one. */
  readonly #apart = new Set<string>();

  /** The region that is worth evaluating with this move. */
  plan(move: EvaluateMove): Ahead | undefined {
    return this.#apart.has(move.slot) ? undefined : move.ahead?.();
  }

  /** `values` as the stages are; `undefined` for one that was left out. */
  learn(ahead: Ahead, values: readonly (Value | undefined)[]): void {
    ahead.stages.forEach((stage, at) => {
      const value = values[at];
      if (at > 0 && value !== undefined) this.#bySlot.set(ahead.prefix + stage.slot, { ahead, stage, value, values });
    });
  }

  /** Its stages are evaluated one by one. */
  takeApart({ stages, prefix }: Ahead): void {
    for (const { slot } of stages) this.#apart.add(prefix + slot);
  }

  take(move: EvaluateMove): Value | undefined {
    const foreseen = this.#bySlot.get(move.slot);
    if (foreseen === undefined) return undefined;
    this.#bySlot.delete(move.slot);
    return isOf(foreseen, move) ? foreseen.value : undefined;
  }

  /** Drops what was foreseen of steps that nobody will ask about again. */
  forget(steps: Iterable<string>): void {
    for (const step of steps)
      for (const name of ['input', 'value', 'items'] as const) this.#bySlot.delete(toSlot(step, name));
  }
}

function isOf(foreseen: Foreseen, { program, input, bindings }: EvaluateMove): boolean {
  const { stage } = foreseen;
  if (stage.program !== program || compose(stage.input, foreseen) !== input) return false;
  const given = Object.entries(stage.bindings).map(([name, source]) => [name, compose(source, foreseen)] as const);
  const there = given.filter(([, text]) => text !== undefined);
  return there.length === Object.keys(bindings).length && there.every(([name, text]) => bindings[name] === text);
}

/** The text that a stage was given; `undefined` for a field or a variable that was left out. */
function compose(source: StageSource, { ahead, values }: Pick<Foreseen, 'ahead' | 'values'>): string | undefined {
  if ('given' in source) return ahead.texts[source.given] || undefined;
  if ('stage' in source) {
    const value = values[source.stage];
    return value?.ok === true ? value.text : undefined;
  }
  const fields = source.fields.map(([name, field]) => [name, compose(field, { ahead, values })] as const);
  return toObject(new Map(fields.filter((field): field is [string, string] => field[1] !== undefined)));
}
