import type { FlowDocument } from '@invoicepatch/sdk';
import { listNodes } from './graph.ts';

/** What the engine, or we, found wrong with a flow. */
export interface Problem {
  readonly nodeId: string | null;
  readonly path: string;
  readonly code: string;
  readonly message: string;
  /** Where in an expression. */
  readonly position?: number | undefined;
  readonly range?: { readonly start: number; readonly end: number } | undefined;
}

/** Problems in the order of the steps they belong to, each said once; those of steps that are gone are left out. */
export function mergeProblems(document: FlowDocument, ...lists: readonly (readonly Problem[])[]): Problem[] {
  const order = new Map(listNodes(document).map(({ node }, index) => [node.id, index]));
  const merged = new Map<string, Problem>();
  for (const problem of lists.flat()) {
    if (problem.nodeId !== null && !order.has(problem.nodeId)) continue;
    merged.set(JSON.stringify([problem.nodeId, problem.path, problem.code, problem.message]), problem);
  }
  const rank = (problem: Problem) => (problem.nodeId === null ? -1 : (order.get(problem.nodeId) ?? -1));
  return [...merged.values()].sort((one, other) => rank(one) - rank(other));
}

/** How many problems each step has. */
export function countByNode(problems: readonly Problem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { nodeId } of problems) if (nodeId !== null) counts.set(nodeId, (counts.get(nodeId) ?? 0) + 1);
  return counts;
}
