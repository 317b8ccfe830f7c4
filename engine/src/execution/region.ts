import type { FlowEdge } from '@invoicepatch/sdk';
import { type SlotName, toSlot } from './memory.ts';
import type { PlanGraph, PlanNode, PlannedProgram } from './plan.ts';

/** Where a stage takes a text from. A variable or a field whose given text is empty is left out. */
export type StageSource =
  /** One of the region's texts, by its place. */
  | { readonly given: number }
  /** What an earlier stage gives. */
  | { readonly stage: number }
  /** An object of others. */
  | { readonly fields: readonly (readonly [name: string, source: StageSource])[] };

/** One evaluation of a region. */
export interface Stage {
  readonly program: PlannedProgram;
  /** Its slot, without what stands before the node's id in the step's key. */
  readonly slot: string;
  readonly input: StageSource;
  readonly bindings: Readonly<Record<string, StageSource>>;
  /** It is evaluated only when that stage's text is (or is not) one of these. */
  readonly when?: { readonly stage: number; readonly among: readonly string[]; readonly is: boolean };
}

/** A text that a region is handed: the first stage's input, a variable, or what a node before it gave. */
export type Given =
  | { readonly kind: 'input' }
  | { readonly kind: 'incoming' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'output'; readonly nodeId: string };

/**
 * Evaluations that follow from each other with nothing else in between: each takes what earlier ones give and what is
 * known when the first begins. It foretells what `advance` will ask for, and decides nothing: a value that was worked
 * out ahead counts only for exactly the evaluation that is asked for later.
 */
export interface Region {
  /** At least two. */
  readonly stages: readonly Stage[];
  readonly givens: readonly Given[];
}

/** A region with what it is handed. */
export interface Ahead {
  readonly stages: readonly Stage[];
  /** Before each stage's slot: that of the loop item, or nothing. */
  readonly prefix: string;
  readonly texts: readonly string[];
}

/** JSON logic's own idea of truth: an empty list is false, as are 0, "", null and false. */
export const falseTexts: readonly string[] = ['false', 'null', '0', '-0', '""', '[]'];

/** Texts that a frame may have. */
const mostTexts = 60;
const mostStages = 32;

const regions = new WeakMap<PlanNode, Map<SlotName, Region | undefined>>();

/** The region that begins with one evaluation of a node, if it has any other. */
export function regionOf(graph: PlanGraph, plan: PlanNode, name: SlotName): Region | undefined {
  const known = regions.get(plan) ?? new Map<SlotName, Region | undefined>();
  regions.set(plan, known);
  if (!known.has(name)) known.set(name, new RegionBuilder(graph, plan).build(name));
  return known.get(name);
}

/** What a node hands on, and on which condition it leaves by a port. */
interface Passed {
  readonly output: StageSource;
  /** The stage whose truth says the port. */
  readonly branch: number | undefined;
  readonly when: Stage['when'];
}

class RegionBuilder {
  readonly #graph: PlanGraph;
  readonly #first: PlanNode;
  readonly #stages: Stage[] = [];
  readonly #givens: Given[] = [];
  readonly #places = new Map<string, number>();
  readonly #passed = new Map<string, Passed>();

  constructor(graph: PlanGraph, first: PlanNode) {
    this.#graph = graph;
    this.#first = first;
  }

  build(name: SlotName): Region | undefined {
    const input = this.#given({ kind: 'input' });
    const plan = this.#first;
    if (name === 'items') return undefined;
    if (name === 'input')
      this.#node(plan, { incoming: () => this.#given({ kind: 'incoming' }), input, when: undefined });
    else this.#value(plan, { incoming: () => this.#given({ kind: 'incoming' }), input, when: undefined });
    for (const { id } of this.#graph.order) if (this.#passed.has(id)) this.#follow(id);
    const isRegion = this.#stages.length > 1 && this.#givens.length <= mostTexts;
    return isRegion ? { stages: this.#stages, givens: this.#givens } : undefined;
  }

  #follow(id: string): void {
    for (const follower of this.#graph.next.get(id) ?? []) {
      // One that waits for others too is left to its own turn.
      const [edge, other] = follower.incoming;
      const passed = this.#passed.get(id);
      if (edge === undefined || other !== undefined || passed === undefined || follower.node.join === 'first') continue;
      const when = whenTaken(passed, edge);
      if (when === 'never') continue;
      this.#node(follower, { incoming: () => passed.output, input: passed.output, when });
    }
  }

  #node(plan: PlanNode, arrived: Arrived): void {
    if (plan.input === undefined) {
      this.#value(plan, arrived);
      return;
    }
    const input = this.#stage(plan, 'input', { program: plan.input, ...arrived });
    if (input !== undefined) this.#value(plan, { ...arrived, input });
  }

  #value(plan: PlanNode, arrived: Arrived): void {
    const { type, program } = plan;
    if (program === undefined) return;
    if (type.kind === 'loop') this.#stage(plan, 'items', { program, ...arrived });
    if (type.kind !== 'evaluation') return;
    const value = this.#stage(plan, 'value', { program, ...arrived });
    if (value === undefined) return;
    const isValue = type.result === 'value';
    this.#passed.set(plan.id, {
      output: isValue ? value : arrived.incoming(),
      branch: isValue ? undefined : value.stage,
      when: arrived.when,
    });
  }

  #stage(
    plan: PlanNode,
    name: SlotName,
    { program, input, when }: Pick<Arrived, 'input' | 'when'> & { readonly program: PlannedProgram },
  ): { readonly stage: number } | undefined {
    // Plain JavaScript runs in a process of its own.
    if (program.language === 'javascript' || this.#stages.length >= mostStages) return undefined;
    const bindings = this.#bindings(plan, program);
    if (bindings === undefined) return undefined;
    const slot = toSlot(plan.id, name);
    this.#stages.push({ program, slot, input, bindings, ...(when === undefined ? {} : { when }) });
    return { stage: this.#stages.length - 1 };
  }

  /** `undefined` when what it reads can't be told beforehand. */
  #bindings(plan: PlanNode, program: PlannedProgram): Record<string, StageSource> | undefined {
    const bindings: Record<string, StageSource> = {};
    for (const name of program.variables) {
      if (name === 'nodes') {
        if (program.nodes === undefined) return undefined;
        bindings[name] = { fields: this.#outputs(plan, program.nodes) };
      } else bindings[name] = this.#given({ kind: 'variable', name });
    }
    return bindings;
  }

  #outputs(plan: PlanNode, ids: readonly string[]): (readonly [string, StageSource])[] {
    const { ancestry } = this.#graph;
    const here = ids.filter((id) => ancestry.isBefore(id, plan.id));
    const around = ids.filter((id) => !here.includes(id));
    return [...here, ...around].map((id) => [
      id,
      this.#passed.get(id)?.output ?? this.#given({ kind: 'output', nodeId: id }),
    ]);
  }

  #given(given: Given): StageSource {
    const key = Object.values(given).join(' ');
    const place = this.#places.get(key) ?? this.#givens.push(given) - 1;
    this.#places.set(key, place);
    return { given: place };
  }
}

interface Arrived {
  /** What reached the node, before its own input mapping. */
  readonly incoming: () => StageSource;
  readonly input: StageSource;
  readonly when: Stage['when'];
}

/** On which condition an edge is live. */
function whenTaken({ branch, when }: Passed, { port = 'out' }: FlowEdge): Stage['when'] | 'never' {
  if (branch === undefined) return port === 'out' ? when : 'never';
  if (port !== 'true' && port !== 'false') return 'never';
  return { stage: branch, among: falseTexts, is: port === 'false' };
}
