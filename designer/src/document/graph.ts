import type { FlowDocument, FlowEdge, FlowNode } from '@invoicepatch/sdk';

/** One level of a flow: the whole of it, or the inside of a loop. */
export interface Graph {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

export interface PlacedNode {
  readonly node: FlowNode;
  /** The loop that holds it; `undefined` at the top. */
  readonly parent: string | undefined;
}

const nothing: Graph = { nodes: [], edges: [] };

/** Every node of a flow, loops before what they hold. */
export function listNodes(graph: Graph, parent?: string): PlacedNode[] {
  return graph.nodes.flatMap((node) => [
    { node, parent },
    ...(node.body === undefined ? [] : listNodes(node.body, node.id)),
  ]);
}

export function findNode(graph: Graph, id: string): FlowNode | undefined {
  return listNodes(graph).find((placed) => placed.node.id === id)?.node;
}

export function findParent(graph: Graph, id: string): string | undefined {
  return listNodes(graph).find((placed) => placed.node.id === id)?.parent;
}

/** The level inside the loop `parent`, or the top. */
export function scopeOf(graph: Graph, parent: string | undefined): Graph {
  if (parent === undefined) return graph;
  return findNode(graph, parent)?.body ?? nothing;
}

function editNodes(nodes: readonly FlowNode[], id: string, edit: (node: FlowNode) => FlowNode): FlowNode[] {
  return nodes.map((node) => {
    if (node.id === id) return edit(node);
    if (node.body === undefined || findNode(node.body, id) === undefined) return node;
    return { ...node, body: { ...node.body, nodes: editNodes(node.body.nodes, id, edit) } };
  });
}

/** Replaces one node, wherever it is; everything beside its path stays the same object. */
export function editNode(document: FlowDocument, id: string, edit: (node: FlowNode) => FlowNode): FlowDocument {
  if (findNode(document, id) === undefined) return document;
  return { ...document, nodes: editNodes(document.nodes, id, edit) };
}

/** Replaces one level: the top, or the inside of the loop `parent`. */
export function editScope(
  document: FlowDocument,
  parent: string | undefined,
  edit: (scope: Graph) => Graph,
): FlowDocument {
  if (parent === undefined) return { ...document, ...toMutable(edit(document)) };
  return editNode(document, parent, (node) => ({ ...node, body: toMutable(edit(node.body ?? nothing)) }));
}

function toMutable({ nodes, edges }: Graph): { nodes: FlowNode[]; edges: FlowEdge[] } {
  return { nodes: [...nodes], edges: [...edges] };
}

export function portOf(edge: FlowEdge): string {
  return edge.port ?? 'out';
}

/** An edge as it is stored: the port `out` is not written. */
export function toEdge(from: string, port: string, to: string): FlowEdge {
  return port === 'out' ? { from, to } : { from, port, to };
}

export function isSameEdge(one: FlowEdge, other: FlowEdge): boolean {
  return one.from === other.from && one.to === other.to && portOf(one) === portOf(other);
}
