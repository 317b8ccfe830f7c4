import { type Advance, advance } from '../../execution/advance.ts';
import type { Effect } from '../../execution/effect.ts';
import type { Memory, Value } from '../../execution/memory.ts';
import type { Move } from '../../execution/move.ts';
import type { Plan } from '../../execution/plan.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { evaluateOn, type Stage } from './evaluate.ts';

/** Whatever a flow asks of the world: calls and questions. */
export type Request = Exclude<Move, { kind: 'evaluate' }>;

export interface Rehearsal {
  readonly plan: Plan;
  readonly stage: Stage;
  readonly event: Memory['event'];
  /** What is known of effects before the rehearsal begins. */
  readonly effects: ReadonlyMap<string, Effect>;
  readonly nowMs: number;
  /** What the world says to a request; `undefined` leaves it, and all that hangs on it, open. Nothing is ever sent. */
  answer?(request: Request): Effect | undefined;
}

/** Plays a flow as far as what is known lets it come: evaluations really happen, everything else is only answered. */
export async function rehearse(sandbox: Sandbox, rehearsal: Rehearsal): Promise<Advance> {
  const { plan, stage, event, nowMs } = rehearsal;
  const effects = new Map(rehearsal.effects);
  const values = new Map<string, Value>();
  const asked = new Set<string>();
  for (;;) {
    const run = { id: stage.runId, startedAtMs: stage.now };
    const next = advance(plan, { run, event, effects, values, nowMs });
    const evaluations = next.moves.filter((move) => move.kind === 'evaluate');
    const requests = next.moves.filter((move) => move.kind !== 'evaluate').filter(({ step }) => !asked.has(step));
    const results = await Promise.all(
      evaluations.map(async (move) => [move.slot, await evaluateOn(sandbox, stage, move)] as const),
    );
    for (const [slot, value] of results) values.set(slot, value);
    for (const request of requests) {
      asked.add(request.step);
      const effect = rehearsal.answer?.(request);
      if (effect !== undefined) effects.set(request.step, effect);
    }
    if (evaluations.length === 0 && requests.length === 0) return next;
  }
}

const none = { attempts: [], doubted: false };

/** An effect that is over: this came of it. */
export function confirmedEffect(output: string): Effect {
  return { ...none, state: { phase: 'confirmed', output } };
}
