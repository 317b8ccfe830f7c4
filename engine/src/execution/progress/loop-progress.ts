import type { FaultRecord } from '@invoicepatch/sdk';
import type { Scope } from '../context.ts';
import type { Fold } from '../effect.ts';
import { listChanged, tooManyItems } from '../faults.ts';
import type { Move } from '../move.ts';
import type { PlanGraph, PlanNode } from '../plan.ts';
import type { LoopCounts, Step, StepState } from '../step.ts';
import type { Turn } from '../turn.ts';
import { ItemList } from './item-list.ts';
import { ItemResults } from './item-results.ts';
import { finishesWhatBegan, type GraphWalk, type Look, type Outcome } from './look.ts';

/** Most items of a loop, batches counted by what is in them. */
const elementLimit = 1_000_000;
/** Loops up to this many items keep all their steps to be looked at; larger ones fold up what has ended. */
export const keptItems = 1_000;
/** Items that may be open at once where the loop sets no limit of its own. */
const openLimit = 1_000;
/** Ended items that are folded up together. */
const foldSize = 500;

/** How far a loop is through its list. Of a big list only the items that are open are held, and what the others gave. */
export class LoopProgress {
  readonly #key: string;
  readonly #plan: PlanNode;
  readonly #turn: Turn;
  readonly #list: ItemList;
  readonly #results: ItemResults;
  readonly #active = new Map<number, GraphWalk>();
  readonly #kept = new Map<number, GraphWalk>();
  readonly #big: boolean;
  readonly #walk: (graph: PlanGraph, scope: Scope) => GraphWalk;
  #next = 0;
  #failure: { readonly fault: FaultRecord; readonly at: string } | undefined;

  /** `walk` begins one round of the body. */
  constructor(turn: Turn, text: string, walk: (graph: PlanGraph, scope: Scope) => GraphWalk) {
    this.#turn = turn;
    this.#key = turn.key;
    this.#plan = turn.plan;
    this.#walk = walk;
    this.#list = new ItemList(text, turn.plan.loop.batchSize);
    this.#results = new ItemResults(this.#list, text);
    this.#big = this.#list.length > keptItems;
  }

  get counts(): LoopCounts {
    return this.#results.counts;
  }

  *open(): Generator<Step> {
    for (const graph of this.#active.values()) yield* graph.open();
  }

  *steps(): Generator<Step> {
    const shown = [...this.#kept, ...this.#active].sort(([a], [b]) => a - b);
    for (const [, graph] of shown) yield* graph.steps();
  }

  *graphs(): Generator<GraphWalk> {
    for (const graph of this.#kept.values()) yield* graph.graphs();
    for (const graph of this.#active.values()) yield* graph.graphs();
  }

  advance(look: Look): StepState {
    const { body } = this.#plan;
    const limit = this.#plan.body !== undefined && undoes(this.#plan.body) ? keptItems : elementLimit;
    if (this.#list.elements > limit) {
      return { kind: 'failed', fault: tooManyItems(this.#plan, this.#list.elements, limit) };
    }
    if (body === undefined)
      return { kind: 'done', port: 'out', output: this.#results.toList((index) => this.#list.get(index)) };
    const folds = look.memory.effects.get(this.#key)?.folds ?? [];
    if (!this.#results.learn(folds)) return { kind: 'failed', fault: listChanged(this.#plan) };
    const moves: Move[] = [];
    const own: Look = { ...look, propose: (move) => moves.push(move) };
    for (const [index, graph] of this.#active) this.#push({ index, graph, look: own });
    this.#begin(body, own);
    const state = this.#state(body, own);
    this.#pass(moves, look);
    return state;
  }

  /** Once an item has failed the loop, the others only bring to an end what they had begun. */
  #pass(moves: readonly Move[], look: Look): void {
    const stopping = this.#failure !== undefined;
    for (const move of moves) {
      if (!stopping || finishesWhatBegan(move, look.memory)) look.propose(move);
    }
  }

  #begin(body: PlanGraph, look: Look): void {
    const most = this.#plan.loop.concurrency ?? openLimit;
    while (this.#failure === undefined && this.#next < this.#list.length && this.#active.size < most) {
      const index = this.#next;
      this.#next += 1;
      if (this.#results.has(index) && !this.#shows(index, look)) continue;
      const graph = this.#walk(body, this.#scopeOf(index));
      this.#active.set(index, graph);
      this.#push({ index, graph, look });
    }
  }

  #scopeOf(index: number): Scope {
    const { around } = this.#turn;
    const item = this.#list.get(index);
    return {
      prefix: `${this.#key}[${index}].`,
      items: [...around.scope.items, index],
      item,
      given: item,
      outer: { scope: around.scope, level: around.level, loop: this.#plan },
    };
  }

  #push({ index, graph, look }: { readonly index: number; readonly graph: GraphWalk; readonly look: Look }): void {
    graph.advance(look, this.#failure !== undefined);
    const outcome = graph.outcome(look.memory);
    if (outcome !== undefined) this.#end({ index, outcome, graph, look });
    else if (this.#failure !== undefined && !graph.hasUndecided(look.memory)) {
      this.#active.delete(index);
      if (this.#shows(index, look)) this.#kept.set(index, graph);
    }
  }

  #end(ended: {
    readonly index: number;
    readonly outcome: Outcome;
    readonly graph: GraphWalk;
    readonly look: Look;
  }): void {
    const { index, outcome, graph, look } = ended;
    this.#active.delete(index);
    if (this.#shows(index, look)) this.#kept.set(index, graph);
    // What touches nothing leaves nothing in the journal by which it could be forgotten later.
    else if (graph.graph.pure) look.forget([...graph.steps()].map(({ key }) => key));
    this.#results.add(index, outcome);
    if (!outcome.ok && this.#plan.loop.onItemError === 'stop') this.#failure ??= outcome;
  }

  #shows(index: number, look: Look): boolean {
    return !this.#big || look.keeps(this.#key, index);
  }

  #state(body: PlanGraph, look: Look): StepState {
    const ended = this.#active.size === 0 && (this.#failure !== undefined || this.#next >= this.#list.length);
    if (this.#big && !body.pure && this.#results.unfolded > 0 && (ended || this.#results.unfolded >= foldSize)) {
      const fact: Fold = this.#results.fold();
      look.propose({ kind: 'note', step: this.#key, fact: { kind: 'folded', ...fact } });
      return { kind: 'running' };
    }
    if (!ended) return { kind: 'running' };
    if (this.#failure !== undefined) return { kind: 'failed', ...this.#failure };
    return { kind: 'done', port: 'out', output: this.#results.toOutput(this.#plan.loop) };
  }
}

function undoes(graph: PlanGraph): boolean {
  return graph.order.some(({ undo, body }) => undo !== undefined || (body !== undefined && undoes(body)));
}
