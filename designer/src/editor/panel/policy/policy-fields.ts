import type { FlowNode, NodeDescriptor } from '@invoicepatch/sdk';
import type { Graph } from '../../../document/graph.ts';

/** The settings of a step about failures, time and joins. */
export type PolicyField = 'onError' | 'retry' | 'timeoutMs' | 'join';

function joins(node: FlowNode, scope: Graph): boolean {
  return new Set(scope.edges.filter((edge) => edge.to === node.id).map((edge) => edge.from)).size > 1;
}

/** Those that mean something for a step where it stands, and those that are set although they mean nothing: they must be removable. */
export function listPolicyFields(node: FlowNode, descriptor: NodeDescriptor, scope: Graph): PolicyField[] {
  const { kind, waitsFor } = descriptor;
  const fitting: Record<PolicyField, boolean> = {
    onError: kind !== 'trigger',
    retry: kind === 'action',
    timeoutMs: kind === 'action' || (kind === 'control' && waitsFor !== 'flow'),
    join: kind !== 'trigger' && joins(node, scope),
  };
  const all: PolicyField[] = ['onError', 'retry', 'timeoutMs', 'join'];
  return all.filter((field) => fitting[field] || node[field] !== undefined);
}

/** What is set, as parts of one line; empty when nothing is. */
export type Said =
  | { readonly kind: 'tries'; readonly count: number }
  | { readonly kind: 'error'; readonly onError: 'stop' | 'continue' | 'branch' }
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'first' };

export function sayPolicy({ retry, onError, timeoutMs, join }: FlowNode): Said[] {
  return [
    ...(retry === undefined ? [] : [{ kind: 'tries', count: retry.attempts } as const]),
    ...(onError === undefined ? [] : [{ kind: 'error', onError } as const]),
    ...(timeoutMs === undefined ? [] : [{ kind: 'time', ms: timeoutMs } as const]),
    ...(join === 'first' ? [{ kind: 'first' } as const] : []),
  ];
}
