import type { FaultRecord } from '@invoicepatch/sdk';
import type { Level, Scope, States, Surroundings } from '../context.ts';
import { isUndecided } from '../effect.ts';
import { gatherIncoming, type Incoming, listArrived } from '../incoming.ts';
import type { Memory } from '../memory.ts';
import type { Move } from '../move.ts';
import type { PlanGraph, PlanNode } from '../plan.ts';
import { evaluated, type Settling, settleFailure, settleNode } from '../settle.ts';
import { isOver, isSettled, type Step, type StepState } from '../step.ts';
import type { Turn } from '../turn.ts';
import { finishesWhatBegan, type GraphWalk, type Look, type Outcome } from './look.ts';
import { LoopProgress } from './loop-progress.ts';
import { toOutcome } from './outcome.ts';

/**
 * How far one graph of a run is: the flow, one item of a loop, or a branch that takes something back. It looks only at
 * nodes whose turn has come, so that a round costs what has changed and not what the flow is large.
 */
export class GraphProgress implements GraphWalk {
  readonly graph: PlanGraph;
  readonly scope: Scope;
  readonly #behind: States | undefined;
  readonly #states = new Map<string, StepState>();
  readonly #inputs = new Map<string, string>();
  readonly #loops = new Map<string, LoopProgress>();
  /** Predecessors that have not ended, of nodes that wait for all of them. */
  readonly #missing = new Map<string, number>();
  /** Nodes that wait for one predecessor and have had one. */
  readonly #joining = new Set<string>();
  #open: PlanNode[];
  #settled = 0;
  #failure: { readonly fault: FaultRecord; readonly at: string } | undefined;

  /** `behind` knows the nodes that stand before those of this graph. */
  constructor(graph: PlanGraph, scope: Scope, behind?: States) {
    this.graph = graph;
    this.scope = scope;
    this.#behind = behind;
    this.#open = graph.order.filter((plan) => plan.incoming.length === 0);
  }

  get(nodeId: string): StepState | undefined {
    return this.#states.get(nodeId) ?? this.#behind?.get(nodeId);
  }

  get failure(): { readonly fault: FaultRecord; readonly at: string } | undefined {
    return this.#failure;
  }

  /** `stopping` lets it only bring to an end what it has begun. */
  advance(look: Look, stopping = false): void {
    const moves: Move[] = [];
    const own: Look = { ...look, propose: (move) => moves.push(move) };
    const queue = this.#open;
    this.#open = [];
    for (const plan of queue) {
      const state = this.#take(plan, own);
      if (isOver(state)) queue.push(...this.#release(plan, state));
      else if (state.kind === 'pending') this.#joining.delete(plan.id);
      else this.#open.push(plan);
    }
    const ending = stopping || this.#failure !== undefined;
    for (const move of moves) {
      if (!ending || finishesWhatBegan(move, look.memory)) look.propose(move);
    }
  }

  /** `undefined` while something is under way; a failed graph ends when nothing in it is undecided any more. */
  outcome(memory: Memory): Outcome | undefined {
    if (this.#failure !== undefined) {
      return this.hasUndecided(memory) ? undefined : { ok: false, ...this.#failure };
    }
    if (this.#settled < this.graph.order.length) return undefined;
    return { ok: true, text: toOutcome(this.graph, this) };
  }

  /** Whether something was sent from here whose end nobody knows. */
  hasUndecided({ effects }: Memory): boolean {
    const { prefix } = this.scope;
    // The steps inside a loop may not be known again yet after a crash, so the journal is asked for them.
    if (this.graph.order.some(({ body, undo }) => body !== undefined || undo !== undefined)) {
      for (const [step, effect] of effects) {
        if (step.startsWith(prefix) && isUndecided(effect) && !this.#takesBack(step)) return true;
      }
      return false;
    }
    return this.graph.order.some(({ id }) => isUndecided(effects.get(prefix + id)));
  }

  /** Whether a step belongs to what is done only after this graph has come to rest. */
  #takesBack(step: string): boolean {
    const { undoing } = this.graph;
    return undoing.size > 0 && step.split('.').some((part) => undoing.has(part.replace(/\[\d+\]$/, '')));
  }

  /** Steps whose turn has come and that have not ended, those inside loops too. */
  *open(): Generator<Step> {
    for (const plan of this.#open) {
      yield this.#toStep(plan);
      yield* this.#loops.get(plan.id)?.open() ?? [];
    }
  }

  /** Every step that exists so far, in the order of the flow. */
  *steps(): Generator<Step> {
    for (const plan of this.graph.order) {
      yield this.#toStep(plan);
      yield* this.#loops.get(plan.id)?.steps() ?? [];
    }
  }

  /** This graph and those of the items in it that are kept. */
  *graphs(): Generator<GraphWalk> {
    yield this;
    for (const loop of this.#loops.values()) yield* loop.graphs();
  }

  #toStep(plan: PlanNode): Step {
    const loop = this.#loops.get(plan.id);
    return {
      key: this.scope.prefix + plan.id,
      plan,
      items: this.scope.items,
      state: this.#states.get(plan.id) ?? { kind: 'pending' },
      input: this.#inputs.get(plan.id),
      ...(loop === undefined ? {} : { counts: loop.counts }),
    };
  }

  #take(plan: PlanNode, look: Look): StepState {
    const { state, input } = this.#settle(plan, look);
    this.#states.set(plan.id, state);
    if (input !== undefined) this.#inputs.set(plan.id, input);
    if (state.kind === 'failed') {
      this.#failure ??= { fault: state.fault, at: state.at ?? this.scope.prefix + plan.id };
    }
    if (isSettled(state)) this.#settled += 1;
    if (isOver(state)) look.ended(this.#toStep(plan));
    return state;
  }

  /** The followers whose turn has come now. */
  #release(plan: PlanNode, state: StepState): PlanNode[] {
    if (!isSettled(state)) return [];
    return (this.graph.next.get(plan.id) ?? []).filter((follower) => {
      if (follower.node.join === 'first') {
        const known = this.#states.get(follower.id);
        if (this.#joining.has(follower.id) || (known !== undefined && isOver(known))) return false;
        this.#joining.add(follower.id);
        return true;
      }
      const missing = this.#missing.get(follower.id) ?? new Set(follower.incoming.map((edge) => edge.from)).size;
      this.#missing.set(follower.id, missing - 1);
      return missing === 1;
    });
  }

  #settle(plan: PlanNode, look: Look): Settling {
    const { memory } = look;
    const key = this.scope.prefix + plan.id;
    if (plan.type.kind === 'trigger') return settleTrigger(plan, memory);
    const incoming = this.#arrive(plan, key, look);
    if (incoming.kind === 'pending') return { state: { kind: 'pending' }, input: undefined };
    if (incoming.kind === 'choosing') return { state: { kind: 'running' }, input: undefined };
    if (incoming.kind === 'dead') return { state: { kind: 'skipped' }, input: undefined };
    const level: Level = { graph: this.graph, states: this };
    const around: Surroundings = {
      scope: this.scope,
      level,
      run: memory.run,
      trigger: memory.event.payload,
      parameters: look.parameters,
    };
    const turn: Turn = { key, plan, incoming: incoming.text, around, memory, propose: look.propose };
    const { state, input } = plan.type.kind === 'loop' ? this.#goRound(turn, look) : settleNode(turn);
    return { state: state.kind === 'failed' ? settleFailure(turn, state) : state, input };
  }

  /** The first nodes of a loop's body are given the item. */
  #arrive(plan: PlanNode, key: string, look: Look): Incoming | { readonly kind: 'choosing' } {
    if (plan.incoming.length === 0) {
      const { given } = this.scope;
      return given === undefined ? { kind: 'dead' } : { kind: 'arrived', text: given };
    }
    const incoming = gatherIncoming(plan, this);
    if (plan.node.join !== 'first' || incoming.kind === 'dead') return incoming;
    const first = look.memory.effects.get(key)?.joined;
    if (first !== undefined) {
      const state = this.get(first);
      return state?.kind === 'done' ? { kind: 'arrived', text: state.output } : { kind: 'pending' };
    }
    // Which one was first can't be worked out again later.
    const [from] = listArrived(plan, this);
    if (from === undefined) return { kind: 'pending' };
    look.propose({ kind: 'note', step: key, fact: { kind: 'joined', from } });
    return { kind: 'choosing' };
  }

  #goRound(turn: Turn, look: Look): Settling {
    const { plan } = turn;
    const given = evaluated(turn, 'input', plan.input, turn.incoming);
    if (given === undefined) return { state: { kind: 'running' }, input: undefined };
    if (!given.ok) return { state: { kind: 'failed', fault: given.fault }, input: undefined };
    const items = evaluated(turn, 'items', plan.program, given.text);
    if (items === undefined) return { state: { kind: 'running' }, input: given.text };
    if (!items.ok) return { state: { kind: 'failed', fault: items.fault }, input: given.text };
    const loop =
      this.#loops.get(plan.id) ?? new LoopProgress(turn, items.text, (graph, scope) => new GraphProgress(graph, scope));
    this.#loops.set(plan.id, loop);
    return { state: loop.advance(look), input: given.text };
  }
}

function settleTrigger(plan: PlanNode, { event }: Memory): Settling {
  if (plan.id !== event.nodeId) return { state: { kind: 'skipped' }, input: undefined };
  return { state: { kind: 'done', port: 'out', output: event.payload }, input: undefined };
}
