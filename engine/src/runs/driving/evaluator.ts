import type { Value } from '../../execution/memory.ts';
import { type EvaluateMove, evaluateOn, type Stage } from '../../flows/rehearsal/evaluate.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Run } from '../run.ts';

/** Where a run's expressions are evaluated: whoever looks at it later stands on the same stage. */
export function stageOf(run: Run): Stage {
  const { id, tenantId, flowId, version, startedAtMs, acceptedAtMs } = run;
  return { tenantId, scope: `${flowId}/${version}`, runId: id, now: startedAtMs ?? acceptedAtMs };
}

export function evaluateMove(sandbox: Sandbox, run: Run, move: EvaluateMove): Promise<Value> {
  return evaluateOn(sandbox, stageOf(run), move);
}
