import type { FlowDocument, FlowEdge } from '@invoicepatch/sdk';
import { editScope, findNode, findParent, isSameEdge, portOf } from '../graph.ts';

/**
 * The edges without one step, its neighbours joined where that changes nothing else: a step that leaves by several
 * ports decided something, and nobody but the author knows which way is right without it.
 */
function heal(edges: readonly FlowEdge[], id: string): FlowEdge[] {
  const into = edges.filter((edge) => edge.to === id);
  const outOf = edges.filter((edge) => edge.from === id);
  const rest = edges.filter((edge) => edge.to !== id && edge.from !== id);
  if (new Set(outOf.map(portOf)).size > 1) return rest;
  const joined = into.flatMap((before) => outOf.map((after) => ({ ...before, to: after.to })));
  return [...rest, ...joined.filter((edge) => !rest.some((existing) => isSameEdge(existing, edge)))];
}

function removeNode(document: FlowDocument, id: string): FlowDocument {
  if (findNode(document, id) === undefined) return document;
  return editScope(document, findParent(document, id), (scope) => ({
    nodes: scope.nodes.filter((node) => node.id !== id),
    edges: heal(scope.edges, id),
  }));
}

/** Removes steps, loops with all they hold, and heals the path where they were. */
export function removeNodes(document: FlowDocument, ids: Iterable<string>): FlowDocument {
  return [...ids].reduce(removeNode, document);
}
