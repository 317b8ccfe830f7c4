import type { FlowEdge } from '@invoicepatch/sdk';
import type { Run, StepStatus, StepSummary } from '../api/wire.ts';
import { portOf } from '../document/graph.ts';

const attention: readonly StepStatus[] = ['needs-person', 'doubtful', 'failed', 'running', 'waiting'];

/** The step that somebody who opens a run wants to see. */
export function worstFirst(run: Run): StepSummary | undefined {
  for (const status of attention) {
    const innermost = run.steps.filter((step) => step.status === status).at(-1);
    if (innermost !== undefined) return innermost;
  }
  return run.steps.filter((step) => step.status === 'succeeded' && step.items.length === 0).at(-1);
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
