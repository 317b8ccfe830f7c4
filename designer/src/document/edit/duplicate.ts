import type { FlowDocument, FlowEdge, FlowNode } from '@invoicepatch/sdk';
import { editScope, findParent, listNodes, scopeOf } from '../graph.ts';
import { newNodeId } from '../node-id.ts';
import { renameInNode } from './rename-id.ts';

function newNames(document: FlowDocument, nodes: readonly FlowNode[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { node } of listNodes({ nodes, edges: [] })) {
    names.set(node.id, newNodeId(document, node.type, new Set(names.values())));
  }
  return names;
}

function copyNode(node: FlowNode, names: ReadonlyMap<string, string>): FlowNode {
  const copy = renameInNode(node, names);
  return copy.at === undefined ? copy : { ...copy, at: { x: copy.at.x + 32, y: copy.at.y + 80 } };
}

function copyEdge(edge: FlowEdge, names: ReadonlyMap<string, string>): FlowEdge[] {
  const [from, to] = [names.get(edge.from), names.get(edge.to)];
  return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
}

/** Copies steps of one level beside the originals, with the edges between them. Says which ids the copies have. */
export function duplicateNodes(
  document: FlowDocument,
  ids: ReadonlySet<string>,
): { readonly document: FlowDocument; readonly ids: readonly string[] } {
  const [first] = ids;
  if (first === undefined) return { document, ids: [] };
  const parent = findParent(document, first);
  const originals = scopeOf(document, parent).nodes.filter((node) => ids.has(node.id));
  const names = newNames(document, originals);
  const copied = editScope(document, parent, (scope) => ({
    nodes: [...scope.nodes, ...originals.map((node) => copyNode(node, names))],
    edges: [...scope.edges, ...scope.edges.flatMap((edge) => copyEdge(edge, names))],
  }));
  return { document: copied, ids: originals.flatMap((node) => names.get(node.id) ?? []) };
}
