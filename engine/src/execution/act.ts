import type { Action, FaultRecord } from '@invoicepatch/sdk';
import type { Effect } from './effect.ts';
import { toEffectKey } from './effect-key.ts';
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
  readonly input: string;
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

/** What is to be done about an effect, given how far it got. */
export function planAct(request: ActRequest): Acting {
  const state = request.effect?.state ?? { phase: 'planned' };
  switch (state.phase) {
    case 'planned':
      return act(request, { key: keyOf(request), input: request.input });
    case 'carried':
      return carried(request, state);
    case 'intended':
      return resume(request, { ...state, fault: interrupted });
    case 'retrying':
      if (state.atMs > request.nowMs) return { state: { kind: 'sleeping', untilMs: state.atMs, fault: state.fault } };
      return request.effect?.doubted === true ? resume(request, state) : act(request, state);
    case 'confirmed':
      return { state: { kind: 'done', port: 'out', output: state.output } };
    case 'refused':
      return { state: { kind: 'failed', fault: state.fault } };
    case 'doubtful':
      return { state: { kind: 'doubtful', fault: state.fault } };
    case 'asked':
      return { state: { kind: 'asking', question: state.question, details: state.details } };
  }
}

interface Sending {
  readonly key: string;
  readonly input: string;
  readonly again?: boolean;
}

function act(request: ActRequest, { key, input, again = false }: Sending): Acting {
  const attempt = (request.effect?.attempts.length ?? 0) + 1;
  return {
    state: { kind: 'running' },
    move: { kind: 'act', step: request.key, plan: request.plan, input, key, attempt, again },
  };
}

/** A person said that the first try did not happen: the remote may remember the old key's answer, so a new key is used. */
function keyOf({ runId, key, effect }: ActRequest): string {
  const tries = effect?.attempts.length ?? 0;
  return toEffectKey(runId, tries === 0 ? key : `${key}#${tries}`);
}

/** The same input is the same act: its result is taken over, or it is sent under the key it had. */
function carried(
  request: ActRequest,
  state: { readonly key: string; readonly input: string; readonly output?: string },
): Acting {
  if (state.input !== request.input) return act(request, { key: keyOf(request), input: request.input });
  if (state.output !== undefined) return { state: { kind: 'done', port: 'out', output: state.output } };
  return resume(request, { key: state.key, input: state.input, fault: leftBehind });
}

/** An earlier try may have happened. Reading again harms nobody; a write goes by its repeat policy. */
function resume(
  request: ActRequest,
  state: { readonly key: string; readonly input: string; readonly fault: FaultRecord },
): Acting {
  const { effect } = request.action;
  if (effect.kind === 'write' && effect.repeat === 'none') {
    const attempt = request.effect?.attempts.length ?? 1;
    return { state: { kind: 'running' }, move: { kind: 'doubt', step: request.key, attempt, fault: state.fault } };
  }
  return act(request, { key: state.key, input: state.input, again: true });
}
