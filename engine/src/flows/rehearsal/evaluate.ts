import { toFault, toFaultRecord } from '@invoicepatch/sdk';
import type { Value } from '../../execution/memory.ts';
import type { Move } from '../../execution/move.ts';
import type { Ahead } from '../../execution/region.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

export type EvaluateMove = Extract<Move, { kind: 'evaluate' }>;

/** Everything, beside the move itself, that decides what an evaluation gives. The same stage gives the same bytes. */
export interface Stage {
  readonly tenantId: string;
  /** Evaluations with the same scope may share a warm context. */
  readonly scope: string;
  readonly runId: string;
  /** What `$now()` says, epoch milliseconds. */
  readonly now: number;
}

/**
 * Evaluates a region: what each stage gives, as `evaluateOn` would say it; `undefined` for what was left out, or for all
 * when only one by one can tell.
 */
export async function evaluateAhead(
  sandbox: Sandbox,
  stage: Stage,
  { stages, prefix, texts }: Ahead,
): Promise<readonly (Value | undefined)[] | undefined> {
  const { tenantId, scope, runId, now } = stage;
  const evaluated = await sandbox.evaluateRegion({ tenantId, scope, stages, texts, now, seed: `${runId}/${prefix}` });
  return evaluated?.map((one) => {
    if (one === undefined) return undefined;
    return one.ok ? { ok: true, text: one.text ?? 'null' } : { ok: false, fault: toFaultRecord(one.fault) };
  });
}

/** Evaluates a move in the sandbox. A sandbox that is away is no property of the expression: that fault is thrown. */
export async function evaluateOn(sandbox: Sandbox, stage: Stage, move: EvaluateMove): Promise<Value> {
  try {
    const text = await sandbox.evaluate({
      tenantId: stage.tenantId,
      scope: stage.scope,
      program: move.program,
      input: move.input,
      bindings: move.bindings,
      now: stage.now,
      seed: `${stage.runId}/${move.slot}`,
    });
    // JSON has no word for "nothing"; a step that gives nothing hands on null.
    return { ok: true, text: text ?? 'null' };
  } catch (thrown) {
    const fault = toFault(thrown);
    if (fault.retryable) throw fault;
    return { ok: false, fault: toFaultRecord(fault) };
  }
}
