import type { FlowEdge, FlowNode } from '@invoicepatch/sdk';

/** One level of a flow: its nodes, each after all that lead to it, and the edges by their ends. */
export interface Graph {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** Edges from nodes that are there. */
  into(id: string): readonly FlowEdge[];
  leaves(id: string): boolean;
  /** A node goes on before all that lead to it are done: then nothing is sure to be done before anything. */
  readonly isRacing: boolean;
}

function groupBy(edges: readonly FlowEdge[], end: 'from' | 'to'): ReadonlyMap<string, readonly FlowEdge[]> {
  const groups = new Map<string, FlowEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[end]);
    if (group === undefined) groups.set(edge[end], [edge]);
    else group.push(edge);
  }
  return groups;
}

/** Nodes in circles come last, in the order they stand. */
function sortNodes(nodes: readonly FlowNode[], from: ReadonlyMap<string, readonly FlowEdge[]>): readonly FlowNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const waiting = new Map(nodes.map(({ id }) => [id, 0]));
  for (const { id } of nodes) for (const { to } of from.get(id) ?? []) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const sorted = nodes.filter(({ id }) => waiting.get(id) === 0);
  const placed = new Set(sorted.map(({ id }) => id));
  for (const { id } of sorted) {
    for (const { to } of from.get(id) ?? []) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      const node = byId.get(to);
      if (left > 0 || node === undefined || placed.has(to)) continue;
      placed.add(to);
      sorted.push(node);
    }
  }
  return [...sorted, ...nodes.filter(({ id }) => !placed.has(id))];
}

export function toGraph(level: { readonly nodes: readonly FlowNode[]; readonly edges: readonly FlowEdge[] }): Graph {
  const ids = new Set(level.nodes.map(({ id }) => id));
  const edges = level.edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const [from, to] = [groupBy(edges, 'from'), groupBy(edges, 'to')];
  return {
    nodes: sortNodes(level.nodes, from),
    edges,
    into: (id) => to.get(id) ?? [],
    leaves: (id) => from.has(id),
    isRacing: level.nodes.some(({ join }) => join === 'first'),
  };
}

/** Every node from which a way leads to this one. `undefined` when looking took more steps than are left. */
export function ancestorsOf(graph: Graph, id: string, effort: { left: number }): readonly string[] | undefined {
  const found = new Set<string>();
  const pending = [id];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const { from } of graph.into(at)) {
      effort.left -= 1;
      if (effort.left < 0) return undefined;
      if (found.has(from)) continue;
      found.add(from);
      pending.push(from);
    }
  }
  return [...found];
}
