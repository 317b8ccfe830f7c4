import { toFault, toFaultRecord } from '@invoicepatch/sdk';
import type { Value } from '../../execution/memory.ts';
import type { Move } from '../../execution/move.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Run } from '../run.ts';

type EvaluateMove = Extract<Move, { kind: 'evaluate' }>;

/** Evaluates a move in the sandbox. A sandbox that is away is no property of the expression: that fault is thrown. */
export async function evaluateMove(sandbox: Sandbox, run: Run, move: EvaluateMove): Promise<Value> {
  try {
    const text = await sandbox.evaluate({
      tenantId: run.tenantId,
      scope: `${run.flowId}/${run.version}`,
      program: { language: move.program.language, source: move.program.source },
      input: move.input,
      bindings: move.bindings,
      now: run.startedAtMs ?? run.acceptedAtMs,
      seed: `${run.id}/${move.slot}`,
    });
    // JSON has no word for "nothing"; a step that gives nothing hands on null.
    return { ok: true, text: text ?? 'null' };
  } catch (thrown) {
    const fault = toFault(thrown);
    if (fault.retryable) throw fault;
    return { ok: false, fault: toFaultRecord(fault) };
  }
}
