import {
  type Control,
  type Json,
  type Poll,
  type Returned,
  toFault,
  toFaultRecord,
  type Verdict,
} from '@invoicepatch/sdk';
import type { AskedState, Effect, EffectState } from '../effect.ts';
import type { Fact } from '../fact.ts';
import { timedOut, wrongInput } from '../faults.ts';
import type { StepState } from '../step.ts';
import type { Turn } from '../turn.ts';

/** Looks at a called run after a second first, then less and less often, but each five minutes at least. */
const inquiry = { soonestMs: 1_000, latestMs: 300_000 };

interface ControlTurn {
  readonly turn: Turn;
  readonly type: Control;
  readonly effect: Effect | undefined;
}

/** Where a control stands: as its verdict says, and as far as its waits have got. */
export function settleControl(turn: Turn, type: Control, input: string): StepState {
  const effect = turn.memory.effects.get(turn.key);
  const parsed = type.input.safeParse(JSON.parse(input));
  if (!parsed.success) return { kind: 'failed', fault: wrongInput(turn.plan, parsed.error.issues[0]) };
  if (effect?.state.phase === 'refused') return { kind: 'failed', fault: effect.state.fault };
  try {
    const verdict = type.decide({
      config: turn.plan.config,
      input: parsed.data,
      incoming: JSON.parse(turn.incoming) as Json,
      now: turn.around.run.startedAtMs,
      atMs: begunAt(effect?.state) ?? turn.memory.nowMs,
      ...known(effect),
    });
    return follow({ turn, type, effect }, verdict);
  } catch (thrown) {
    return { kind: 'failed', fault: toFaultRecord(toFault(thrown)) };
  }
}

function begunAt(state: EffectState | undefined): number | undefined {
  return state !== undefined && 'atMs' in state && state.phase !== 'retrying' ? state.atMs : undefined;
}

/** What has come of its wait. */
function known(effect: Effect | undefined): {
  heard?: { body: Json };
  answer?: NonNullable<AskedState['answer']>;
  expired?: boolean;
  returned?: Returned;
} {
  if (effect === undefined) return {};
  const { state } = effect;
  if (state.phase === 'confirmed') return { returned: { ok: true, output: JSON.parse(state.output) as Json } };
  if (state.phase === 'asked' && state.answer !== undefined) return { answer: state.answer };
  if (state.phase === 'listening' && effect.heard !== undefined)
    return { heard: { body: JSON.parse(effect.heard) as Json } };
  return effect.elapsed === true && (state.phase === 'asked' || state.phase === 'listening') ? { expired: true } : {};
}

function follow(at: ControlTurn, verdict: Verdict): StepState {
  switch (verdict.kind) {
    case 'go':
      return { kind: 'done', port: verdict.port, output: JSON.stringify(verdict.output) };
    case 'sleep':
      return sleep(at, verdict.untilMs);
    case 'ask':
      return ask(at, verdict);
    case 'listen':
      return listen(at, verdict.expiresAtMs);
    case 'call':
      return call(at, verdict);
  }
}

function write({ turn }: ControlTurn, fact: Fact): void {
  turn.propose({ kind: 'note', step: turn.key, fact });
}

/** The node's own time for the step, counted from the beginning of its wait. */
function deadlineOf({ turn }: ControlTurn, begunAtMs: number): number | undefined {
  const { timeoutMs } = turn.plan.node;
  return timeoutMs === undefined ? undefined : begunAtMs + timeoutMs;
}

/** Whether the node's own time is over; then that is written down, and the step fails with it. */
function isOverdue(at: ControlTurn, begunAtMs: number): boolean {
  const deadlineMs = deadlineOf(at, begunAtMs);
  if (deadlineMs === undefined || at.turn.memory.nowMs < deadlineMs) return false;
  write(at, { kind: 'refused', attempt: 0, fault: timedOut(at.turn.plan, undefined) });
  return true;
}

function earliest(...times: readonly (number | undefined)[]): { readonly wakeAtMs?: number } {
  const given = times.filter((time) => time !== undefined);
  return given.length === 0 ? {} : { wakeAtMs: Math.min(...given) };
}

function sleep(at: ControlTurn, untilMs: number): StepState {
  const { turn, effect } = at;
  const { nowMs } = turn.memory;
  const passed: StepState = { kind: 'done', port: 'out', output: turn.incoming };
  if (effect?.elapsed === true) return passed;
  if (effect?.state.phase !== 'asleep') {
    if (untilMs <= nowMs) return passed;
    write(at, { kind: 'asleep', untilMs });
    return { kind: 'sleeping', untilMs };
  }
  const { state } = effect;
  if (state.untilMs <= nowMs) write(at, { kind: 'elapsed' });
  else if (!isOverdue(at, state.atMs))
    return { kind: 'sleeping', untilMs: Math.min(state.untilMs, deadlineOf(at, state.atMs) ?? state.untilMs) };
  return { kind: 'running' };
}

function ask(
  at: ControlTurn,
  { question, details, poll }: { readonly question: string; readonly details: Json; readonly poll?: Poll },
): StepState {
  const { turn, effect } = at;
  const { nowMs } = turn.memory;
  const state = effect?.state;
  const asking: StepState = { kind: 'asking', question, details: JSON.stringify(details) };
  if (state?.phase !== 'asked') {
    write(at, { kind: 'asked', question, details: asking.details, ...(poll === undefined ? {} : { poll }) });
    return asking;
  }
  const { expiresAtMs, remindEveryMs } = state.poll ?? {};
  if (expiresAtMs !== undefined && expiresAtMs <= nowMs) {
    write(at, { kind: 'elapsed' });
    return { kind: 'running' };
  }
  if (isOverdue(at, state.atMs)) return { kind: 'running' };
  const remindAtMs = remindEveryMs === undefined ? undefined : state.atMs + remindEveryMs * (state.reminders + 1);
  if (remindAtMs !== undefined && remindAtMs <= nowMs) write(at, { kind: 'reminded' });
  return {
    kind: 'asking',
    question: state.question,
    details: state.details,
    ...earliest(expiresAtMs, remindAtMs, deadlineOf(at, state.atMs)),
  };
}

function listen(at: ControlTurn, expiresAtMs: number | undefined): StepState {
  const { turn, effect } = at;
  const state = effect?.state;
  if (state?.phase !== 'listening') {
    write(at, { kind: 'listening', ...(expiresAtMs === undefined ? {} : { expiresAtMs }) });
    return { kind: 'listening' };
  }
  if (state.expiresAtMs !== undefined && state.expiresAtMs <= turn.memory.nowMs) {
    write(at, { kind: 'elapsed' });
    return { kind: 'running' };
  }
  if (isOverdue(at, state.atMs)) return { kind: 'running' };
  return { kind: 'listening', ...earliest(state.expiresAtMs, deadlineOf(at, state.atMs)) };
}

function call(at: ControlTurn, verdict: Extract<Verdict, { kind: 'call' }>): StepState {
  const { turn, effect } = at;
  const { nowMs } = turn.memory;
  const state = effect?.state;
  const payload = JSON.stringify(verdict.payload);
  if (state?.phase === 'carried' && state.input === payload && state.output !== undefined)
    return { kind: 'done', port: 'out', output: state.output };
  if (state?.phase !== 'called') {
    turn.propose({
      kind: 'call',
      step: turn.key,
      flowId: verdict.flowId,
      version: verdict.version,
      payload,
      // The key under which the earlier run brought it along is the run that it had called.
      againOf: state?.phase === 'carried' && state.input === payload ? state.key : undefined,
    });
    return { kind: 'running' };
  }
  if (turn.memory.inquired?.has(turn.key) !== true)
    turn.propose({ kind: 'inquire', step: turn.key, runId: state.runId });
  const waitMs = Math.min(Math.max(nowMs - state.atMs, inquiry.soonestMs), inquiry.latestMs);
  return { kind: 'calling', runId: state.runId, wakeAtMs: nowMs + waitMs };
}
