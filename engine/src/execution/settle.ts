import { Fault, type FaultRecord, type Json, toFault, toFaultRecord } from '@invoicepatch/sdk';
import { planAct } from './act.ts';
import { type Surroundings, toBindings } from './context.ts';
import type { Memory, Value } from './memory.ts';
import type { Move } from './move.ts';
import type { PlanNode, PlannedProgram } from './plan.ts';
import type { StepState } from './step.ts';

/** A node whose turn has come, with what reached it. */
export interface Turn {
  readonly key: string;
  readonly plan: PlanNode;
  readonly incoming: string;
  readonly around: Surroundings;
  readonly memory: Memory;
  /** Takes the moves that this node asks for. */
  readonly propose: (move: Move) => void;
}

export interface Settling {
  readonly state: StepState;
  readonly input: string | undefined;
}

/** Where a node stands that is neither a trigger nor a loop. */
export function settleNode(turn: Turn): Settling {
  const given = evaluated(turn, 'input', turn.plan.input, turn.incoming);
  if (given === undefined) return { state: { kind: 'running' }, input: undefined };
  if (!given.ok) return { state: { kind: 'failed', fault: given.fault }, input: undefined };
  return { state: settleGiven(turn, given.text), input: given.text };
}

function settleGiven(turn: Turn, input: string): StepState {
  const { type } = turn.plan;
  switch (type.kind) {
    case 'evaluation':
      return settleEvaluation(turn, input, type.result);
    case 'control':
      return settleControl(turn, input);
    case 'action':
      return settleAction(turn, input);
    case 'trigger':
    case 'loop':
      return {
        kind: 'failed',
        fault: toFaultRecord(new Fault('bug', 'engine.unexpected', 'A trigger or loop was run as a step.')),
      };
  }
}

/** The value of one of a node's programs: known, or asked for. Without a program the input is the value. */
export function evaluated(
  turn: Turn,
  name: 'input' | 'value' | 'items',
  program: PlannedProgram | undefined,
  input: string,
): Value | undefined {
  if (program === undefined) return { ok: true, text: input };
  const slot = `${turn.key}#${name}`;
  const value = turn.memory.values.get(slot);
  if (value === undefined) {
    turn.propose({
      kind: 'evaluate',
      slot,
      step: turn.key,
      program,
      input,
      bindings: toBindings(program, turn.plan, turn.around),
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

/** JSON logic's own idea of truth: an empty list is false, as are 0, "", null and false. */
function isTruthy(text: string): boolean {
  return !['false', 'null', '0', '-0', '""', '[]'].includes(text);
}

function settleControl(turn: Turn, input: string): StepState {
  const { type, config } = turn.plan;
  if (type.kind !== 'control') return { kind: 'pending' };
  const effect = turn.memory.effects.get(turn.key)?.state;
  const asked = effect?.phase === 'asked' ? effect : undefined;
  const parsed = type.input.safeParse(JSON.parse(input));
  if (!parsed.success) return { kind: 'failed', fault: wrongInput(turn.plan, parsed.error.issues[0]) };
  try {
    const verdict = type.decide({
      config,
      input: parsed.data,
      incoming: JSON.parse(turn.incoming) as Json,
      now: turn.around.run.startedAtMs,
      ...(asked?.answer === undefined ? {} : { answer: asked.answer }),
    });
    switch (verdict.kind) {
      case 'go':
        return { kind: 'done', port: verdict.port, output: JSON.stringify(verdict.output) };
      case 'sleep':
        return sleep(verdict.untilMs, turn);
      case 'ask':
        return ask(turn, { question: verdict.question, details: JSON.stringify(verdict.details) }, asked !== undefined);
    }
  } catch (thrown) {
    return { kind: 'failed', fault: toFaultRecord(toFault(thrown)) };
  }
}

function sleep(untilMs: number, turn: Turn): StepState {
  if (untilMs > turn.memory.nowMs) return { kind: 'sleeping', untilMs };
  return { kind: 'done', port: 'out', output: turn.incoming };
}

function ask(
  turn: Turn,
  question: { readonly question: string; readonly details: string },
  alreadyAsked: boolean,
): StepState {
  if (!alreadyAsked) turn.propose({ kind: 'ask', step: turn.key, ...question });
  return { kind: 'asking', ...question };
}

function settleAction(turn: Turn, input: string): StepState {
  const { plan, key, memory } = turn;
  if (plan.type.kind !== 'action') return { kind: 'pending' };
  const { state, move } = planAct({
    key,
    plan,
    action: plan.type,
    effect: memory.effects.get(key),
    input,
    runId: memory.run.id,
    nowMs: memory.nowMs,
  });
  if (move !== undefined) turn.propose(move);
  return state;
}

/** A node was given something that its schema refuses. */
export function wrongInput(
  plan: PlanNode,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined,
): FaultRecord {
  const place =
    issue === undefined || issue.path.length === 0 ? 'as a whole' : `at ${issue.path.map(String).join('.')}`;
  const name = plan.node.name ?? plan.id;
  const text = `The step "${name}" was given something it can't use ${place}: ${issue?.message ?? 'unknown'}. Check the mapping before it.`;
  return toFaultRecord(
    new Fault('invalid', 'step.wrong-input', text, {
      details: { nodeId: plan.id, path: issue?.path.map(String) ?? [] },
    }),
  );
}
