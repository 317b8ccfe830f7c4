import type { FlowNode } from '@invoicepatch/sdk';
import { type Graph, portOf } from './graph.ts';

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
