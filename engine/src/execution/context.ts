import type { RunFacts } from './memory.ts';
import type { PlanGraph, PlanNode, PlannedProgram } from './plan.ts';
import type { StepState } from './step.ts';
import { toCallbackToken } from './waits/callback-token.ts';

/** Where the nodes of a graph stand, by id. */
export interface States {
  get(nodeId: string): StepState | undefined;
}

/** One level of a run, as the expressions in it see it. */
export interface Level {
  readonly graph: PlanGraph;
  readonly states: States;
}

/** Where a graph is being run: the flow itself, or one item of a loop in it. */
export interface Scope {
  /** Before a node's id in its step's key: empty, or `each[0].`. */
  readonly prefix: string;
  readonly items: readonly number[];
  /** JSON text of the loop's item; the flow itself has none. */
  readonly item: string | undefined;
  /** JSON text that the first nodes are given. */
  readonly given: string | undefined;
  readonly outer: { readonly scope: Scope; readonly level: Level; readonly loop: PlanNode } | undefined;
}

export const topScope: Scope = { prefix: '', items: [], item: undefined, given: undefined, outer: undefined };

export interface Surroundings {
  readonly scope: Scope;
  readonly level: Level;
  readonly run: RunFacts;
  readonly trigger: string;
  readonly parameters: string;
}

/** JSON text for each variable that the program reads; what it doesn't read is not copied. */
export function toBindings(
  program: PlannedProgram,
  node: PlanNode,
  around: Surroundings,
): Readonly<Record<string, string>> {
  const wanted = new Set(program.variables);
  const { scope, run } = around;
  const index = scope.items.at(-1);
  return {
    ...(wanted.has('nodes') ? { nodes: toObject(visibleOutputs(program, node, around)) } : {}),
    ...(wanted.has('trigger') ? { trigger: around.trigger } : {}),
    ...(wanted.has('parameters') ? { parameters: around.parameters } : {}),
    ...(wanted.has('run')
      ? { run: JSON.stringify({ id: run.id, startedAt: new Date(run.startedAtMs).toISOString() }) }
      : {}),
    ...(wanted.has('callbacks') ? { callbacks: JSON.stringify(toCallbacks(around)) } : {}),
    ...(wanted.has('item') && scope.item !== undefined ? { item: scope.item } : {}),
    ...(wanted.has('index') && index !== undefined ? { index: String(index) } : {}),
  };
}

/** The address of each step of this level that waits for a request: it can be sent away before the step is reached. */
function toCallbacks({ scope, level, run }: Surroundings): Readonly<Record<string, string>> {
  const { callbacks } = run;
  if (callbacks === undefined) return {};
  const waiting = level.graph.order.filter(({ type }) => type.kind === 'control' && type.waitsFor === 'callback');
  return Object.fromEntries(
    waiting.map(({ id }) => [
      id,
      `${callbacks.url}/${toCallbackToken({ runId: run.id, step: scope.prefix + id, secret: callbacks.secret })}`,
    ]),
  );
}

/** Outputs of the nodes that come before, in this graph and in those around it; the nearest of a name wins. */
function visibleOutputs(program: PlannedProgram, node: PlanNode, around: Surroundings): Map<string, string> {
  const outputs = new Map<string, string>();
  let here: { readonly scope: Scope; readonly level: Level } | undefined = around;
  let at: PlanNode | undefined = node;
  while (here !== undefined && at !== undefined) {
    collect(outputs, { level: here.level, at, only: program.nodes });
    at = here.scope.outer?.loop;
    here = here.scope.outer;
  }
  return outputs;
}

/** What a node before this one gave, in this graph or in those around it. */
export function findOutput(nodeId: string, node: PlanNode, around: Surroundings): string | undefined {
  const program = { language: 'jsonata', source: '', variables: [], nodes: [nodeId] } as const;
  return visibleOutputs(program, node, around).get(nodeId);
}

interface Collecting {
  readonly level: Level;
  readonly at: PlanNode;
  readonly only: readonly string[] | undefined;
}

function collect(outputs: Map<string, string>, { level, at, only }: Collecting): void {
  const { ancestry } = level.graph;
  const before = only === undefined ? ancestry.list(at.id) : only.filter((id) => ancestry.isBefore(id, at.id));
  for (const id of before) {
    const state = level.states.get(id);
    if (state?.kind === 'done' && !outputs.has(id)) outputs.set(id, state.output);
  }
}

export function toObject(texts: ReadonlyMap<string, string>): string {
  return `{${[...texts].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}
