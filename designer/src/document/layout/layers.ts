import type { FlowNode } from '@invoicepatch/sdk';
import { type Graph, portOf, toEdge } from '../graph.ts';

/** How many steps the longest way to each node has. A circle, which only a foreign file can hold, is cut where it is met. */
function depths(graph: Graph): Map<string, number> {
  const known = new Map<string, number>();
  const onPath = new Set<string>();
  const before = new Map<string, string[]>();
  for (const edge of graph.edges) before.set(edge.to, [...(before.get(edge.to) ?? []), edge.from]);
  const depth = (id: string): number => {
    const found = known.get(id);
    if (found !== undefined) return found;
    if (onPath.has(id)) return -1;
    onPath.add(id);
    const result = Math.max(-1, ...(before.get(id) ?? []).map(depth)) + 1;
    onPath.delete(id);
    known.set(id, result);
    return result;
  };
  for (const node of graph.nodes) depth(node.id);
  return known;
}

/** Nodes by column, in each column in the order of what leads to them, by port. */
export function toLayers(graph: Graph): FlowNode[][] {
  const depth = depths(graph);
  const layers: FlowNode[][] = [];
  for (const node of graph.nodes) {
    const column = depth.get(node.id) ?? 0;
    while (layers.length <= column) layers.push([]);
    layers[column]?.push(node);
  }
  const rank = new Map<string, number>();
  return layers
    .filter((layer) => layer.length > 0)
    .map((layer) => {
      const order = layer.map((node, index) => ({ node, weight: weightOf(graph, node.id, rank), index }));
      order.sort((one, other) => one.weight - other.weight || one.index - other.index);
      order.forEach(({ node }, index) => {
        rank.set(node.id, index);
      });
      return order.map(({ node }) => node);
    });
}

function weightOf(graph: Graph, id: string, rank: ReadonlyMap<string, number>): number {
  const into = graph.edges.filter((edge) => edge.to === id);
  if (into.length === 0) return Number.MAX_SAFE_INTEGER;
  return Math.min(...into.map((edge) => (rank.get(edge.from) ?? 0) + (portOf(edge) === 'false' ? 0.5 : 0)));
}

export interface Laned {
  readonly graph: Graph;
  /** Ids of the stand-ins that keep a lane free for a long edge. */
  readonly lanes: ReadonlySet<string>;
}

/** The graph with a stand-in in each column that an edge passes, so that nothing else is placed on its way. */
export function withLanes(graph: Graph): Laned {
  const depth = depths(graph);
  const nodes = [...graph.nodes];
  const edges = [];
  const lanes = new Set<string>();
  for (const edge of graph.edges) {
    const span = (depth.get(edge.to) ?? 0) - (depth.get(edge.from) ?? 0);
    let from = edge.from;
    for (let column = 1; column < span; column += 1) {
      const id = `${edge.from} ${portOf(edge)} ${edge.to} ${column}`;
      lanes.add(id);
      nodes.push({ id, type: 'lane' });
      edges.push(toEdge(from, column === 1 ? portOf(edge) : 'out', id));
      from = id;
    }
    edges.push(toEdge(from, from === edge.from ? portOf(edge) : 'out', edge.to));
  }
  return { graph: { nodes, edges }, lanes };
}
