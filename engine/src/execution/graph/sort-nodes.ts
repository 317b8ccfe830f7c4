interface Line {
  readonly from: string;
  readonly to: string;
}

/**
 * Every node after all that lead to it, otherwise in the given order. Nodes that stand in a circle, behind one, or
 * behind an edge from nowhere are left out. Linear in nodes and edges.
 */
export function sortNodes<Node extends { readonly id: string }>(
  nodes: readonly Node[],
  edges: readonly Line[],
): readonly Node[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const missing = new Map<string, number>();
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    missing.set(to, (missing.get(to) ?? 0) + 1);
    const after = next.get(from);
    if (after === undefined) next.set(from, [to]);
    else after.push(to);
  }
  const sorted = nodes.filter((node) => !missing.has(node.id));
  for (const node of sorted) {
    for (const id of next.get(node.id) ?? []) {
      const left = (missing.get(id) ?? 0) - 1;
      missing.set(id, left);
      const follower = byId.get(id);
      if (left === 0 && follower !== undefined) sorted.push(follower);
    }
  }
  return sorted;
}
