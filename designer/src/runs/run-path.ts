import type { FlowEdge } from '@invoicepatch/sdk';
import type { Run, StepStatus, StepSummary } from '../api/wire.ts';
import { findNode, portOf } from '../document/graph.ts';

const attention: readonly StepStatus[] = ['needs-person', 'doubtful', 'failed', 'running', 'waiting'];

/** A loop is in the state that one of its steps is in; that step says more. */
const isLoop = (run: Run, { nodeId }: StepSummary) => findNode(run.document, nodeId)?.body !== undefined;

/** The step that somebody who opens a run wants to see: the one in trouble, else the one that began it. */
export function worstFirst(run: Run): StepSummary | undefined {
  for (const status of attention) {
    const found = run.steps.filter((step) => step.status === status && !isLoop(run, step));
    if (found[0] !== undefined) return found[0];
  }
  return run.steps.find((step) => step.status === 'failed') ?? run.steps.find((step) => step.status === 'succeeded');
}

/** Whether the run went along an edge: its source left by that port, and its goal was reached. */
export function isTakenIn(stepOf: (nodeId: string) => StepSummary | undefined): (edge: FlowEdge) => boolean {
  return (edge) => {
    const [from, to] = [stepOf(edge.from), stepOf(edge.to)];
    if (from?.status !== 'succeeded' || to === undefined || to.status === 'skipped' || to.status === 'pending')
      return false;
    return (from.port ?? 'out') === portOf(edge);
  };
}
