import type { FlowDocument, FlowEdge } from '@invoicepatch/sdk';
import { editScope, findNode, findParent, type Graph, isSameEdge, scopeOf } from '../graph.ts';

export type Refusal = 'same-step' | 'other-level' | 'exists' | 'circle';

function reaches(scope: Graph, from: string, goal: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === goal) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const edge of scope.edges) if (edge.from === at) open.push(edge.to);
  }
  return false;
}

/** Why two steps cannot be joined, or `undefined` when they can. */
export function whyNotConnect(document: FlowDocument, edge: FlowEdge): Refusal | undefined {
  if (edge.from === edge.to) return 'same-step';
  const parent = findParent(document, edge.from);
  const scope = scopeOf(document, parent);
  const known = findNode(document, edge.from) !== undefined && findNode(document, edge.to) !== undefined;
  if (!known || parent !== findParent(document, edge.to)) return 'other-level';
  if (scope.edges.some((existing) => isSameEdge(existing, edge))) return 'exists';
  return reaches(scope, edge.to, edge.from) ? 'circle' : undefined;
}

/** Joins two steps; a join that cannot be leaves the document as it is. */
export function connect(document: FlowDocument, edge: FlowEdge): FlowDocument {
  if (whyNotConnect(document, edge) !== undefined) return document;
  return editScope(document, findParent(document, edge.from), (scope) => ({ ...scope, edges: [...scope.edges, edge] }));
}

export function disconnect(document: FlowDocument, edge: FlowEdge): FlowDocument {
  return editScope(document, findParent(document, edge.from), (scope) => ({
    nodes: scope.nodes,
    edges: scope.edges.filter((existing) => !isSameEdge(existing, edge)),
  }));
}
