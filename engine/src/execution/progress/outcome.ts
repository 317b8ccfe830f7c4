import { type States, toObject } from '../context.ts';
import type { PlanGraph, PlanNode } from '../plan.ts';

/** The output of a graph that has ended: that of its last live node; several by their ids. */
export function toOutcome(graph: PlanGraph, states: States): string {
  const passedOn = new Set(graph.order.flatMap((node) => liveSources(node, states)));
  const ends = new Map<string, string>();
  for (const { id } of graph.order) {
    const state = states.get(id);
    if (state?.kind === 'done' && !passedOn.has(id)) ends.set(id, state.output);
  }
  const [only] = ends.values();
  if (only === undefined) return 'null';
  return ends.size === 1 ? only : toObject(ends);
}

function liveSources(node: PlanNode, states: States): string[] {
  return node.incoming.flatMap((edge) => {
    const state = states.get(edge.from);
    return state?.kind === 'done' && (edge.port ?? 'out') === state.port ? [edge.from] : [];
  });
}
