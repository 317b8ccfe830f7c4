import type { FlowDocument, FlowEdge, FlowNode } from '@invoicepatch/sdk';
import { editScope, type Graph, isSameEdge, toEdge } from '../graph.ts';

/** Where a new step goes. */
export type Spot =
  | { readonly kind: 'free'; readonly parent?: string | undefined }
  | { readonly kind: 'after'; readonly parent?: string | undefined; readonly from: string; readonly port: string }
  | { readonly kind: 'on-edge'; readonly parent?: string | undefined; readonly edge: FlowEdge };

function edgesWith(scope: Graph, node: FlowNode, spot: Spot): readonly FlowEdge[] {
  switch (spot.kind) {
    case 'free':
      return scope.edges;
    case 'after':
      return [...scope.edges, toEdge(spot.from, spot.port, node.id)];
    case 'on-edge':
      return scope.edges.flatMap((edge) =>
        isSameEdge(edge, spot.edge)
          ? [
              { ...edge, to: node.id },
              { from: node.id, to: edge.to },
            ]
          : [edge],
      );
  }
}

/** Adds a step, joined to its neighbours as the spot says. On an edge it goes on by `port`, its first way out. */
export function addNode(document: FlowDocument, node: FlowNode, spot: Spot): FlowDocument {
  return editScope(document, spot.parent, (scope) => ({
    nodes: [...scope.nodes, node],
    edges: edgesWith(scope, node, spot),
  }));
}

/** Where a step on an edge goes on: its `out`, else its first port. */
export function leaveBy(
  document: FlowDocument,
  { id, port }: { id: string; port: string },
  parent?: string,
): FlowDocument {
  if (port === 'out') return document;
  return editScope(document, parent, (scope) => ({
    nodes: scope.nodes,
    edges: scope.edges.map((edge) => (edge.from === id && edge.port === undefined ? { ...edge, port } : edge)),
  }));
}
