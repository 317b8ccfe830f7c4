import type { FlowEdge, FlowNode, NodeDescriptor } from '@invoicepatch/sdk';
import type { Effort } from '../expression/inference.ts';
import type { Language } from '../type/show.ts';
import type { Type } from '../type/type.ts';
import type { FlowFinding } from './flow-finding.ts';

/** A node where it stands. */
export interface Placed {
  readonly node: FlowNode;
  readonly descriptor: NodeDescriptor | undefined;
  /** Those that lead here. */
  readonly edges: readonly FlowEdge[];
}

/** What is known where a node stands. */
export interface Scene {
  readonly incoming: Type;
  readonly variables: Readonly<Record<string, Type>>;
  readonly language: Language;
  readonly effort: Effort;
  report(finding: FlowFinding): void;
}

/** Every node after all that lead to it; nodes in circles last, in the order they came. */
export function sortNodes(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): readonly FlowNode[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const placed = new Set<string>();
  const sorted: FlowNode[] = [];
  for (let waiting = [...nodes]; waiting.length > 0; ) {
    const ready = waiting.filter(({ id }) =>
      edges.every((edge) => edge.to !== id || !ids.has(edge.from) || placed.has(edge.from)),
    );
    const next = ready.length > 0 ? ready : waiting;
    for (const { id } of next) placed.add(id);
    sorted.push(...next);
    waiting = waiting.filter(({ id }) => !placed.has(id));
  }
  return sorted;
}
