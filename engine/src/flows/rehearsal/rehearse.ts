import type { Advance } from '../../execution/advance.ts';
import { type Effect, foldFact, untouched } from '../../execution/effect.ts';
import { type Memory, RunMemory } from '../../execution/memory.ts';
import type { Move } from '../../execution/move.ts';
import type { Plan } from '../../execution/plan.ts';
import { type ProgressOptions, RunProgress } from '../../execution/progress/run-progress.ts';
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
  /** Addresses of waits, as the run itself gave them out. */
  readonly callbacks?: Memory['run']['callbacks'] | undefined;
  readonly options?: ProgressOptions;
  /** What the world says to a request; `undefined` leaves it, and all that hangs on it, open. Nothing is ever sent. */
  answer?(request: Request): Effect | undefined;
}

/** Plays a flow as far as what is known lets it come: evaluations really happen, everything else is only answered. */
export async function rehearse(sandbox: Sandbox, rehearsal: Rehearsal): Promise<Advance> {
  const { plan, stage, event, nowMs, callbacks } = rehearsal;
  const memory = new RunMemory();
  const { effects, values } = memory;
  for (const [step, effect] of rehearsal.effects) effects.set(step, effect);
  const progress = new RunProgress(plan, rehearsal.options);
  const run = { id: stage.runId, startedAtMs: stage.now, ...(callbacks === undefined ? {} : { callbacks }) };
  const asked = new Set<string>();
  for (;;) {
    const next = progress.advance({ run, event, effects, values, nowMs });
    memory.forget(next.forgotten);
    const evaluations = next.moves.filter((move) => move.kind === 'evaluate');
    const requests = next.moves.filter((move) => move.kind !== 'evaluate').filter((move) => !asked.has(nameOf(move)));
    const results = await Promise.all(
      evaluations.map(async (move) => [move.slot, await evaluateOn(sandbox, stage, move)] as const),
    );
    for (const [slot, value] of results) values.set(slot, value);
    for (const request of requests) {
      asked.add(nameOf(request));
      const effect = rehearsal.answer?.(request) ?? settledAlone(rehearsal, request, effects.get(request.step));
      if (effect !== undefined) effects.set(request.step, effect);
    }
    if (evaluations.length === 0 && requests.length === 0) return next;
  }
}

function nameOf(request: Request): string {
  return request.kind === 'note' ? `${request.step} ${request.fact.kind}` : request.step;
}

/** What needs nobody's answer happens in a rehearsal too: time passes, and one of several predecessors was the first. */
function settledAlone(
  { answer, nowMs: atMs }: Rehearsal,
  request: Request,
  effect: Effect = untouched,
): Effect | undefined {
  if (answer === undefined || request.kind !== 'note') return undefined;
  const { fact } = request;
  const after = foldFact(effect, { seq: 0, fact, atMs });
  if (fact.kind === 'asleep') return { ...after, elapsed: true };
  return ['joined', 'folded', 'undone', 'elapsed', 'overdue'].includes(fact.kind) ? after : undefined;
}

const none = { attempts: [], doubted: false };

/** An effect that is over: this came of it. */
export function confirmedEffect(output: string): Effect {
  return { ...none, state: { phase: 'confirmed', output } };
}
