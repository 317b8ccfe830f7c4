import type { PlanNode, PlannedProgram } from './plan.ts';
import type { StepState } from './step.ts';

/** Where a graph is being run: the flow itself, or one item of a loop in it. */
export interface Scope {
  /** Before a node's id in its step's key: empty, or `each[0].`. */
  readonly prefix: string;
  readonly items: readonly number[];
  /** JSON text of the loop's item; the flow itself has none. */
  readonly item: string | undefined;
  readonly outer:
    | { readonly scope: Scope; readonly states: ReadonlyMap<string, StepState>; readonly loop: PlanNode }
    | undefined;
}

export const topScope: Scope = { prefix: '', items: [], item: undefined, outer: undefined };

export interface Surroundings {
  readonly scope: Scope;
  /** Of the same graph, by node id. */
  readonly states: ReadonlyMap<string, StepState>;
  readonly run: { readonly id: string; readonly startedAtMs: number };
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
    ...(wanted.has('item') && scope.item !== undefined ? { item: scope.item } : {}),
    ...(wanted.has('index') && index !== undefined ? { index: String(index) } : {}),
  };
}

/** Outputs of the nodes that come before, in this graph and in those around it; the nearest of a name wins. */
function visibleOutputs(program: PlannedProgram, node: PlanNode, around: Surroundings): Map<string, string> {
  const outputs = new Map<string, string>();
  let here: { readonly scope: Scope; readonly states: ReadonlyMap<string, StepState> } | undefined = around;
  let at: PlanNode | undefined = node;
  while (here !== undefined && at !== undefined) {
    collect(outputs, { states: here.states, at, only: program.nodes });
    at = here.scope.outer?.loop;
    here = here.scope.outer;
  }
  return outputs;
}

interface Collecting {
  readonly states: ReadonlyMap<string, StepState>;
  readonly at: PlanNode;
  readonly only: readonly string[] | undefined;
}

function collect(outputs: Map<string, string>, { states, at, only }: Collecting): void {
  for (const id of at.ancestors) {
    const state = states.get(id);
    if (state?.kind === 'done' && !outputs.has(id) && (only === undefined || only.includes(id)))
      outputs.set(id, state.output);
  }
}

export function toObject(texts: ReadonlyMap<string, string>): string {
  return `{${[...texts].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
}
