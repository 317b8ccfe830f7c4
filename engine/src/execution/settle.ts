import { type Action, errorPort, type FaultRecord } from '@invoicepatch/sdk';
import { isBegun, planAct } from './act.ts';
import { lookAhead } from './ahead.ts';
import { toBindings } from './context.ts';
import { unexpected } from './faults.ts';
import { type SlotName, toSlot, type Value } from './memory.ts';
import type { PlannedProgram } from './plan.ts';
import { falseTexts } from './region.ts';
import type { StepState } from './step.ts';
import type { Turn } from './turn.ts';
import { settleControl } from './waits/settle-control.ts';

export interface Settling {
  readonly state: StepState;
  readonly input: string | undefined;
}

/** Where a node stands that is neither a trigger nor a loop. */
export function settleNode(turn: Turn): Settling {
  const { plan } = turn;
  const given = evaluated(turn, 'input', plan.input, turn.incoming);
  const input = given?.ok === true ? given.text : undefined;
  // What was sent before is settled by its journal, whatever its input would be worked out to be now.
  if (plan.type.kind === 'action' && (given?.ok === true || isBegun(turn.memory.effects.get(turn.key)))) {
    return { state: settleAction(turn, plan.type, input), input };
  }
  if (given === undefined) return { state: { kind: 'running' }, input };
  if (!given.ok) return { state: { kind: 'failed', fault: given.fault }, input };
  return { state: settleGiven(turn, given.text), input };
}

function settleGiven(turn: Turn, input: string): StepState {
  const { type } = turn.plan;
  switch (type.kind) {
    case 'evaluation':
      return settleEvaluation(turn, input, type.result);
    case 'control':
      return settleControl(turn, type, input);
    case 'action':
      return settleAction(turn, type, input);
    case 'trigger':
    case 'loop':
      return { kind: 'failed', fault: unexpected('A trigger or loop was run as a step.') };
  }
}

/** What becomes of a failure, as the node says: the run fails, or the flow goes on. */
export function settleFailure(
  turn: Pick<Turn, 'plan' | 'incoming'>,
  failed: Extract<StepState, { kind: 'failed' }>,
): StepState {
  const { plan, incoming } = turn;
  switch (plan.node.onError ?? 'stop') {
    case 'stop':
      return failed;
    case 'continue':
      return { kind: 'done', port: 'out', output: incoming, fault: failed.fault };
    case 'branch': {
      const output = `{"error":${JSON.stringify(toError(failed))},"input":${incoming}}`;
      return { kind: 'done', port: errorPort, output, fault: failed.fault };
    }
  }
}

/** A fault as a flow may read it. */
export function toError({ fault, at }: { readonly fault: FaultRecord; readonly at?: string }) {
  const { kind, code, message, details } = fault;
  return { kind, code, message, details, ...(at === undefined ? {} : { step: at }) };
}

/** The value of one of a node's programs: known, or asked for. Without a program the input is the value. */
export function evaluated(
  turn: Turn,
  name: SlotName,
  program: PlannedProgram | undefined,
  input: string,
): Value | undefined {
  if (program === undefined) return { ok: true, text: input };
  const slot = toSlot(turn.key, name);
  const value = turn.memory.values.get(slot);
  if (value === undefined) {
    turn.propose({
      kind: 'evaluate',
      slot,
      step: turn.key,
      program,
      input,
      bindings: toBindings(program, turn.plan, turn.around),
      ahead: () => lookAhead(turn, name, input),
    });
  }
  return value;
}

function settleEvaluation(turn: Turn, input: string, result: 'value' | 'branch'): StepState {
  const value = evaluated(turn, 'value', turn.plan.program, input);
  if (value === undefined) return { kind: 'running' };
  if (!value.ok) return { kind: 'failed', fault: value.fault };
  if (result === 'value') return { kind: 'done', port: 'out', output: value.text };
  return { kind: 'done', port: isTruthy(value.text) ? 'true' : 'false', output: turn.incoming };
}

function isTruthy(text: string): boolean {
  return !falseTexts.includes(text);
}

function settleAction(turn: Turn, action: Action, input: string | undefined): StepState {
  const { plan, key, memory } = turn;
  const { state, move } = planAct({
    key,
    plan,
    action,
    effect: memory.effects.get(key),
    input,
    runId: memory.run.id,
    nowMs: memory.nowMs,
  });
  if (move !== undefined) turn.propose(move);
  return state;
}
