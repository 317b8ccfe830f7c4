import type { FlowEdge } from '@invoicepatch/sdk';
import { type States, toObject } from './context.ts';
import type { PlanNode } from './plan.ts';
import { isSettled } from './step.ts';

/** What reaches a node over its edges. */
export type Incoming =
  | { readonly kind: 'pending' }
  /** Every edge is dead. */
  | { readonly kind: 'dead' }
  | { readonly kind: 'arrived'; readonly text: string };

/**
 * One live predecessor hands over its output; several hand over an object by their ids. A dead branch does not hold a
 * node up, one that can still come does.
 */
export function gatherIncoming(node: PlanNode, states: States): Incoming {
  const live = new Map<string, string>();
  for (const edge of node.incoming) {
    const state = states.get(edge.from);
    if (state === undefined || !isSettled(state)) return { kind: 'pending' };
    if (state.kind === 'done' && leavesBy(edge, state.port)) live.set(edge.from, state.output);
  }
  const [only] = live.values();
  if (only === undefined) return { kind: 'dead' };
  return { kind: 'arrived', text: live.size === 1 ? only : toObject(live) };
}

/** For a node that takes whichever predecessor is done first: those that are done by now. */
export function listArrived(node: PlanNode, states: States): readonly string[] {
  return node.incoming.flatMap((edge) => {
    const state = states.get(edge.from);
    return state?.kind === 'done' && leavesBy(edge, state.port) ? [edge.from] : [];
  });
}

function leavesBy(edge: FlowEdge, port: string): boolean {
  return (edge.port ?? 'out') === port;
}
