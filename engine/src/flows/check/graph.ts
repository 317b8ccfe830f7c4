import { sortNodes } from '../../execution/graph/sort-nodes.ts';
import type { Scope } from './scope.ts';

/** Who follows whom within one scope; edges to nodes that are not there are left out. */
export interface Graph {
  readonly ids: readonly string[];
  readonly next: ReadonlyMap<string, ReadonlySet<string>>;
  readonly previous: ReadonlyMap<string, ReadonlySet<string>>;
}

export function toGraph({ nodes, edges }: Scope): Graph {
  const ids = [...new Set(nodes.map((node) => node.id))];
  const next = new Map(ids.map((id) => [id, new Set<string>()]));
  const previous = new Map(ids.map((id) => [id, new Set<string>()]));
  for (const { from, to } of edges) {
    if (!next.has(from) || !previous.has(to)) continue;
    next.get(from)?.add(to);
    previous.get(to)?.add(from);
  }
  return { ids, next, previous };
}

/** Everything that can be reached from the starts, the starts included. */
export function reach(starts: Iterable<string>, steps: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const seen = new Set(starts);
  for (const id of seen) for (const found of steps.get(id) ?? []) seen.add(found);
  return seen;
}

/** Nodes that come before this one on some way, itself left out unless it stands in a circle. */
export function ancestors(graph: Graph, id: string): ReadonlySet<string> {
  return reach(graph.previous.get(id) ?? [], graph.previous);
}

/** Those of the nodes that stand in a circle among them, or behind one. */
function trim(ids: readonly string[], next: Graph['next']): ReadonlySet<string> {
  const among = new Set(ids);
  const edges = ids.flatMap((from) =>
    [...(next.get(from) ?? [])].filter((to) => among.has(to)).map((to) => ({ from, to })),
  );
  for (const { id } of sortNodes(
    ids.map((each) => ({ id: each })),
    edges,
  ))
    among.delete(id);
  return among;
}

/** Groups of nodes that stand in a circle together. */
export function findCycles(graph: Graph): readonly (readonly string[])[] {
  // What has nothing before it, or nothing after it, stands in no circle.
  const forth = trim(graph.ids, graph.next);
  const left = new Set(trim([...forth], graph.previous));
  const cycles: string[][] = [];
  for (const id of left) {
    const before = ancestors(graph, id);
    if (!before.has(id) || cycles.some((cycle) => cycle.includes(id))) continue;
    const after = reach(graph.next.get(id) ?? [], graph.next);
    cycles.push(graph.ids.filter((other) => before.has(other) && after.has(other)));
  }
  return cycles;
}
