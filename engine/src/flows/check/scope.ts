import type { FlowDocument, FlowEdge, FlowNode } from '@invoicepatch/sdk';

/** The nodes and edges of one level: the flow itself, or the body of one loop. */
export interface Scope {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  /** Start of the paths in it: empty for the flow, `nodes.each.body.` for a body. */
  readonly place: string;
  readonly depth: number;
  readonly within: { readonly loop: FlowNode; readonly scope: Scope } | undefined;
}

function bodyScope(loop: FlowNode, scope: Scope): Scope[] {
  if (loop.body === undefined) return [];
  const { nodes, edges } = loop.body;
  return listFrom({ nodes, edges, place: `nodes.${loop.id}.body.`, depth: scope.depth + 1, within: { loop, scope } });
}

function listFrom(scope: Scope): Scope[] {
  return [scope, ...scope.nodes.flatMap((node) => bodyScope(node, scope))];
}

/** The flow's own level first, then each body. */
export function listScopes({ nodes, edges }: FlowDocument): readonly Scope[] {
  return listFrom({ nodes, edges, place: '', depth: 0, within: undefined });
}

/** How a person knows a node. */
export function nameOf(node: FlowNode): string {
  return node.name === undefined || node.name === '' ? node.id : `${node.name} (${node.id})`;
}
