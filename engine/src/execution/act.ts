import { type Action, Fault, type FaultRecord, toFaultRecord } from '@invoicepatch/sdk';
import type { Effect, EffectState } from './effect.ts';
import { toEffectKey } from './effect-key.ts';
import type { Fact } from './fact.ts';
import { timedOut } from './faults.ts';
import type { Move } from './move.ts';
import type { PlanNode } from './plan.ts';
import type { StepState } from './step.ts';

const leftBehind: FaultRecord = {
  kind: 'unavailable',
  code: 'effect.left-in-doubt',
  message: 'The run that this one repeats sent this, and its answer was not heard. Look for it in the other system.',
  details: {},
  doubtful: true,
};

export interface ActRequest {
  readonly key: string;
  readonly plan: PlanNode;
  readonly action: Action;
  readonly effect: Effect | undefined;
  /** JSON text; `undefined` while it is being worked out. */
  readonly input: string | undefined;
  readonly runId: string;
  readonly nowMs: number;
}

export interface Acting {
  readonly state: StepState;
  readonly move?: Move;
}

const interrupted: FaultRecord = {
  kind: 'unavailable',
  code: 'effect.interrupted',
  message: 'The engine stopped while this step was under way, so its answer was not heard.',
  details: {},
  doubtful: true,
};

/** Whether what is to be sent doesn't matter any more: it was sent, and under which key is in the journal. */
export function isBegun(effect: Effect | undefined): boolean {
  const phase = effect?.state.phase ?? 'planned';
  return phase !== 'planned' && phase !== 'carried';
}

/** What is to be done about an effect, given how far it got. */
export function planAct(request: ActRequest): Acting {
  const state = request.effect?.state ?? { phase: 'planned' };
  switch (state.phase) {
    case 'planned':
    case 'carried':
      return begin(request, state);
    case 'intended':
      return resume(request, { ...state, fault: interrupted });
    case 'retrying':
      return again(request, state);
    case 'confirmed':
      return { state: { kind: 'done', port: 'out', output: state.output } };
    case 'refused':
      return { state: { kind: 'failed', fault: state.fault } };
    case 'doubtful':
      return { state: { kind: 'doubtful', fault: state.fault } };
    case 'asked':
    case 'asleep':
    case 'listening':
    case 'called':
      return { state: { kind: 'failed', fault: strange() } };
  }
}

function strange(): FaultRecord {
  return toFaultRecord(new Fault('bug', 'engine.unexpected', 'An action waits for what only a control waits for.'));
}

type Carried = Extract<EffectState, { phase: 'carried' }>;

/** The same input is the same act: its result is taken over, or it is sent under the key it had. */
function begin(request: ActRequest, state: Carried | { readonly phase: 'planned' }): Acting {
  const { input } = request;
  if (input === undefined) return { state: { kind: 'running' } };
  if (state.phase === 'planned' || state.input !== input) return act(request, { key: keyOf(request), input });
  if (state.output !== undefined) return { state: { kind: 'done', port: 'out', output: state.output } };
  return resume(request, { key: state.key, input, fault: leftBehind });
}

/** After a failure that can pass: when its time has come, and while the step still has time. */
function again(request: ActRequest, state: Extract<EffectState, { phase: 'retrying' }>): Acting {
  const { effect, nowMs } = request;
  const deadlineMs = deadlineOf(request);
  const overdue = deadlineMs !== undefined && nowMs >= deadlineMs;
  // What may have happened is still found out, however late.
  if (overdue && effect?.doubted !== true) {
    const attempt = effect?.attempts.length ?? 0;
    return note(request, { kind: 'refused', attempt, fault: timedOut(request.plan, state.fault) });
  }
  if (state.atMs > nowMs) {
    const untilMs = Math.min(state.atMs, deadlineMs ?? state.atMs);
    const doubted = effect?.doubted === true;
    return { state: { kind: 'sleeping', untilMs: overdue ? state.atMs : untilMs, fault: state.fault, doubted } };
  }
  return effect?.doubted === true ? resume(request, state) : act(request, state);
}

function note({ key }: ActRequest, fact: Fact): Acting {
  return { state: { kind: 'running' }, move: { kind: 'note', step: key, fact } };
}

function deadlineOf({ plan, effect, nowMs }: ActRequest): number | undefined {
  const { timeoutMs } = plan.node;
  return timeoutMs === undefined ? undefined : (effect?.attempts[0]?.startedAtMs ?? nowMs) + timeoutMs;
}

interface Sending {
  readonly key: string;
  readonly input: string;
  readonly again?: boolean;
}

function act(request: ActRequest, { key, input, again: repeats = false }: Sending): Acting {
  const attempt = (request.effect?.attempts.length ?? 0) + 1;
  const deadlineMs = deadlineOf(request);
  return {
    state: { kind: 'running' },
    move: {
      kind: 'act',
      step: request.key,
      plan: request.plan,
      input,
      key,
      attempt,
      again: repeats,
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    },
  };
}

/** A person said that the first try did not happen: the remote may remember the old key's answer, so a new key is used. */
function keyOf({ runId, key, effect }: ActRequest): string {
  const tries = effect?.attempts.length ?? 0;
  return toEffectKey(runId, tries === 0 ? key : `${key}#${tries}`);
}

/** An earlier try may have happened. Reading again harms nobody; a write goes by its repeat policy. */
function resume(
  request: ActRequest,
  state: { readonly key: string; readonly input: string; readonly fault: FaultRecord },
): Acting {
  const { effect } = request.action;
  if (effect.kind === 'write' && effect.repeat === 'none') {
    return note(request, {
      kind: 'doubtful',
      attempt: request.effect?.attempts.length ?? 1,
      fault: state.fault,
    });
  }
  return act(request, { key: state.key, input: state.input, again: true });
}
