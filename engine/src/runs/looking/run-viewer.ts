import type { FaultRecord, FlowDocument, Json } from '@invoicepatch/sdk';
import { advance } from '../../execution/advance.ts';
import { type Attempt, type Effect, foldJournal } from '../../execution/effect.ts';
import type { Memory, Value } from '../../execution/memory.ts';
import type { Plan } from '../../execution/plan.ts';
import type { LoopCounts, Step, StepState } from '../../execution/step.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { evaluateMove } from '../driving/evaluator.ts';
import type { PlanLibrary } from '../driving/plan-library.ts';
import { type Run, toRunFacts } from '../run.ts';
import type { RunStore } from '../store/run-store.ts';
import { showWait } from './show-wait.ts';

export type StepStatus =
  | 'pending'
  | 'running'
  | 'waiting'
  | 'needs-person'
  | 'succeeded'
  | 'failed'
  | 'skipped'
  | 'doubtful'
  /** It failed, and the flow goes on with that. */
  | 'handled'
  /** What it did was taken back. */
  | 'undone';

export interface StepSummary {
  readonly step: string;
  readonly nodeId: string;
  readonly items: readonly number[];
  readonly status: StepStatus;
  readonly port: string | null;
  readonly attempts: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Of a loop: how many items there are, and how many have ended. */
  readonly counts: LoopCounts | null;
}

export interface ViewedStep {
  readonly step: Step;
  readonly effect: Effect | undefined;
}

export interface RunView {
  readonly document: FlowDocument;
  readonly steps: ReadonlyMap<string, ViewedStep>;
}

export interface ViewerParts {
  readonly store: RunStore;
  readonly plans: PlanLibrary;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly callbacksUrl: () => string;
}

/** Shows a run as its journal tells it. Pure steps are recomputed; nothing is ever sent. */
export class RunViewer {
  readonly #parts: ViewerParts;

  constructor(parts: ViewerParts) {
    this.#parts = parts;
  }

  async view(run: Run): Promise<RunView> {
    const [{ document, plan }, entries] = await Promise.all([
      this.#parts.plans.get(run),
      this.#parts.store.journal(run),
    ]);
    const effects = foldJournal(entries);
    const steps = await this.#recompute(run, plan, effects);
    return { document, steps: new Map([...steps].map(([key, step]) => [key, { step, effect: effects.get(key) }])) };
  }

  async #recompute(run: Run, plan: Plan, effects: ReadonlyMap<string, Effect>): Promise<ReadonlyMap<string, Step>> {
    const values = new Map<string, Value>();
    for (;;) {
      const memory: Memory = {
        run: toRunFacts(run, this.#parts.callbacksUrl()),
        event: run.event,
        effects,
        values,
        // A finished run is looked at as of its end, so that nothing in it seems due.
        nowMs: run.finishedAtMs ?? this.#parts.clock.now(),
      };
      const { steps, moves } = advance(plan, memory);
      const open = moves.filter((move) => move.kind === 'evaluate');
      if (open.length === 0 || run.startedAtMs === undefined) return steps;
      await Promise.all(
        open.map(async (move) => values.set(move.slot, await evaluateMove(this.#parts.sandbox, run, move))),
      );
    }
  }
}

/** By its place in the run; a bare node id inside a loop means the first item's step. */
export function findStep({ steps }: RunView, name: string): ViewedStep | undefined {
  return steps.get(name) ?? [...steps.values()].find(({ step }) => step.plan.id === name);
}

export function toStepSummary({ step, effect }: ViewedStep): StepSummary {
  const attempts = effect?.attempts ?? [];
  return {
    step: step.key,
    nodeId: step.plan.id,
    items: step.items,
    status: effect?.undone === true ? 'undone' : toStatus(step.state),
    port: step.state.kind === 'done' ? step.state.port : null,
    attempts: attempts.length,
    startedAt: toTime(attempts[0]?.startedAtMs),
    finishedAt: toTime(attempts.at(-1)?.finishedAtMs),
    counts: step.counts ?? null,
  };
}

/** A step with everything that a person may want to see of it. */
export function toStepDetails(viewed: ViewedStep) {
  const { step, effect } = viewed;
  const { state } = step;
  const asked = effect?.state.phase === 'asked' ? effect.state : undefined;
  return {
    ...toStepSummary(viewed),
    input: toJson(step.input),
    output: state.kind === 'done' ? toJson(state.output) : null,
    fault: faultOf(state),
    attempts: (effect?.attempts ?? []).map(toAttempt),
    ask: asked === undefined ? null : { question: asked.question, details: toJson(asked.details) },
    answer: asked?.answer === undefined ? null : { ...asked.answer, at: toTime(asked.answer.at) },
    wait: showWait(step, effect),
  };
}

function toAttempt(attempt: Attempt) {
  return {
    number: attempt.number,
    startedAt: toTime(attempt.startedAtMs),
    finishedAt: toTime(attempt.finishedAtMs),
    outcome: attempt.outcome ?? null,
    fault: attempt.fault ?? null,
  };
}

function faultOf(state: StepState): FaultRecord | null {
  if (state.kind === 'failed' || state.kind === 'doubtful') return state.fault;
  if (state.kind === 'done') return state.fault ?? null;
  return state.kind === 'sleeping' ? (state.fault ?? null) : null;
}

function toStatus(state: StepState): StepStatus {
  switch (state.kind) {
    case 'pending':
    case 'running':
    case 'skipped':
    case 'failed':
    case 'doubtful':
      return state.kind;
    case 'done':
      return state.fault === undefined ? 'succeeded' : 'handled';
    case 'asking':
      return 'needs-person';
    case 'sleeping':
    case 'listening':
    case 'calling':
      return 'waiting';
  }
}

function toTime(atMs: number | undefined): string | null {
  return atMs === undefined ? null : new Date(atMs).toISOString();
}

function toJson(text: string | undefined): Json {
  return text === undefined ? null : (JSON.parse(text) as Json);
}
