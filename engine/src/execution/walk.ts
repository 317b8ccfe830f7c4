import { Fault, toFaultRecord } from '@invoicepatch/sdk';
import type { Scope, Surroundings } from './context.ts';
import { gatherIncoming, type Incoming } from './incoming.ts';
import type { Memory } from './memory.ts';
import type { Move } from './move.ts';
import type { PlanGraph, PlanNode } from './plan.ts';
import { evaluated, type Settling, settleNode, type Turn } from './settle.ts';
import { isSettled, type Step, type StepState } from './step.ts';

/** Items that one loop may have; each is a set of steps that somebody looks at. */
const itemLimit = 1_000;

export interface Walk {
  readonly memory: Memory;
  readonly parameters: string;
  record(step: Step): void;
  propose(move: Move): void;
}

/** Settles every node of a graph as far as the memory allows, and returns the states by node id. */
export function walkGraph(graph: PlanGraph, scope: Scope, walk: Walk): ReadonlyMap<string, StepState> {
  const states = new Map<string, StepState>();
  for (const plan of graph.order) {
    const key = scope.prefix + plan.id;
    const { state, input } = settle({ plan, key, scope, states }, walk);
    states.set(plan.id, state);
    walk.record({ key, plan, items: scope.items, state, input });
  }
  return states;
}

interface Place {
  readonly plan: PlanNode;
  readonly key: string;
  readonly scope: Scope;
  readonly states: ReadonlyMap<string, StepState>;
}

function settle(place: Place, walk: Walk): Settling {
  const { plan, key, scope, states } = place;
  const { memory } = walk;
  if (plan.type.kind === 'trigger') return settleTrigger(plan, memory);
  const incoming = arrive(place);
  if (incoming.kind === 'pending') return { state: { kind: 'pending' }, input: undefined };
  if (incoming.kind === 'dead') return { state: { kind: 'skipped' }, input: undefined };
  const around: Surroundings = {
    scope,
    states,
    run: memory.run,
    trigger: memory.event.payload,
    parameters: walk.parameters,
  };
  const turn: Turn = { key, plan, incoming: incoming.text, around, memory, propose: walk.propose };
  return plan.type.kind === 'loop' ? settleLoop(turn, walk) : settleNode(turn);
}

function settleTrigger(plan: PlanNode, { event }: Memory): Settling {
  if (plan.id !== event.nodeId) return { state: { kind: 'skipped' }, input: undefined };
  return { state: { kind: 'done', port: 'out', output: event.payload }, input: undefined };
}

/** The first nodes of a loop's body are given the item. */
function arrive({ plan, scope, states }: Place): Incoming {
  if (plan.incoming.length > 0) return gatherIncoming(plan, states);
  return scope.item === undefined ? { kind: 'dead' } : { kind: 'arrived', text: scope.item };
}

function settleLoop(turn: Turn, walk: Walk): Settling {
  const given = evaluated(turn, 'input', turn.plan.input, turn.incoming);
  if (given === undefined) return { state: { kind: 'running' }, input: undefined };
  if (!given.ok) return { state: { kind: 'failed', fault: given.fault }, input: undefined };
  const items = evaluated(turn, 'items', turn.plan.program, given.text);
  if (items === undefined) return { state: { kind: 'running' }, input: given.text };
  if (!items.ok) return { state: { kind: 'failed', fault: items.fault }, input: given.text };
  return { state: runItems(turn, toItems(items.text), walk), input: given.text };
}

/** A list gives its elements, nothing gives none, and a single thing counts as a list of one: JSONata unwraps such lists. */
function toItems(text: string): readonly string[] {
  const value: unknown = JSON.parse(text);
  if (value === null) return [];
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)) : [text];
}

function runItems(turn: Turn, items: readonly string[], walk: Walk): StepState {
  const { plan, key, around } = turn;
  if (items.length > itemLimit) return { kind: 'failed', fault: tooMany(plan, items.length) };
  const { body } = plan;
  if (body === undefined) return { kind: 'done', port: 'out', output: `[${items.join(',')}]` };
  const outcomes = items.map((item, index) => {
    const scope: Scope = {
      prefix: `${key}[${index}].`,
      items: [...around.scope.items, index],
      item,
      outer: { scope: around.scope, states: around.states, loop: plan },
    };
    return toOutcome(body, walkGraph(body, scope, walk));
  });
  if (outcomes.some((outcome) => outcome === undefined)) return { kind: 'running' };
  return { kind: 'done', port: 'out', output: `[${outcomes.join(',')}]` };
}

/** The output of one item: that of the body's last live node; several by their ids; `undefined` while it runs. */
function toOutcome(body: PlanGraph, states: ReadonlyMap<string, StepState>): string | undefined {
  if (![...states.values()].every(isSettled)) return undefined;
  const passedOn = new Set(body.order.flatMap((node) => liveSources(node, states)));
  const ends = body.order.flatMap((node) => {
    const state = states.get(node.id);
    return state?.kind === 'done' && !passedOn.has(node.id) ? [[node.id, state.output] as const] : [];
  });
  const [only] = ends;
  if (only === undefined) return 'null';
  return ends.length === 1 ? only[1] : `{${ends.map(([id, text]) => `${JSON.stringify(id)}:${text}`).join(',')}}`;
}

function liveSources(node: PlanNode, states: ReadonlyMap<string, StepState>): string[] {
  return node.incoming.flatMap((edge) => {
    const state = states.get(edge.from);
    return state?.kind === 'done' && (edge.port ?? 'out') === state.port ? [edge.from] : [];
  });
}

function tooMany(plan: PlanNode, count: number) {
  const text = `The loop "${plan.node.name ?? plan.id}" was given ${count} items; ${itemLimit} is the most. Split the input.`;
  return toFaultRecord(new Fault('invalid', 'loop.too-many-items', text, { details: { count, limit: itemLimit } }));
}
