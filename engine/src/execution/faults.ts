import { Fault, type FaultRecord, toFaultRecord } from '@invoicepatch/sdk';
import type { PlanNode } from './plan.ts';

function nameOf({ node, id }: PlanNode): string {
  return node.name ?? id;
}

/** A step has not ended in the time that its node allows; `last` is why it had not ended before. */
export function timedOut(plan: PlanNode, last: FaultRecord | undefined): FaultRecord {
  const seconds = Math.round((plan.node.timeoutMs ?? 0) / 1_000);
  const why = last === undefined ? '' : ` The last trouble was: ${last.message}`;
  const text = `The step "${nameOf(plan)}" had ${seconds} s and did not end in them.${why}`;
  const details = {
    nodeId: plan.id,
    timeoutMs: plan.node.timeoutMs,
    ...(last === undefined ? {} : { last: last.code }),
  };
  return toFaultRecord(new Fault('unavailable', 'step.timed-out', text, { details }));
}

/** The run has not ended in the time that its flow allows. */
export function runOverdue(timeoutMs: number): FaultRecord {
  const text = `This run had ${Math.round(timeoutMs / 1_000)} s and did not end in them. Look which step it waited for, or give the flow more time.`;
  return toFaultRecord(new Fault('unavailable', 'run.timed-out', text, { details: { timeoutMs } }));
}

/** A node was given something that its schema refuses. */
export function wrongInput(
  plan: PlanNode,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined,
): FaultRecord {
  const place =
    issue === undefined || issue.path.length === 0 ? 'as a whole' : `at ${issue.path.map(String).join('.')}`;
  const text = `The step "${nameOf(plan)}" was given something it can't use ${place}: ${issue?.message ?? 'unknown'}. Check the mapping before it.`;
  return toFaultRecord(
    new Fault('invalid', 'step.wrong-input', text, {
      details: { nodeId: plan.id, path: issue?.path.map(String) ?? [] },
    }),
  );
}

export function tooManyItems(plan: PlanNode, count: number, limit: number): FaultRecord {
  const text = `The loop "${nameOf(plan)}" was given ${count} items; ${limit} is the most here. Split the input.`;
  return toFaultRecord(new Fault('invalid', 'loop.too-many-items', text, { details: { count, limit } }));
}

/** The run that this one repeats had finished items of another list: taking them over would be wrong, and doing them again too. */
export function listChanged(plan: PlanNode): FaultRecord {
  const text = `The loop "${nameOf(plan)}" goes through another list than in the run that this one repeats, so it is not known which items are done. Start a new run with the items that are missing.`;
  return toFaultRecord(new Fault('conflict', 'loop.list-changed', text, { details: { nodeId: plan.id } }));
}

export function unexpected(text: string): FaultRecord {
  return toFaultRecord(new Fault('bug', 'engine.unexpected', text));
}
