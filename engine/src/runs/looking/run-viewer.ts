import type { FaultRecord, FlowDocument, Json } from '@invoicepatch/sdk';
import { advance } from '../../execution/advance.ts';
import { conclude } from '../../execution/conclude.ts';
import { type Attempt, type Effect, foldJournal } from '../../execution/effect.ts';
import type { JournalEntry } from '../../execution/fact.ts';
import type { Plan } from '../../execution/plan.ts';
import type { LoopCounts, Step, StepState } from '../../execution/step.ts';
import { rehearse } from '../../flows/rehearsal/rehearse.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { CallbackKeys } from '../callbacks/callback-keys.ts';
import { stageOf } from '../driving/evaluator.ts';
import type { PlanLibrary } from '../driving/plan-library.ts';
import type { Run, RunStatus } from '../run.ts';
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
  /** Where in its journal the run is looked at, when that is not its end. */
  readonly asOf?: JournalPlace & { readonly status: RunStatus };
}

export interface ViewerParts {
  readonly store: RunStore;
  readonly plans: PlanLibrary;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly callbacks: CallbackKeys;
}

/** A place in a run's journal. */
export interface JournalPlace {
  readonly seq: number;
  readonly atMs: number;
}

/** Shows a run as its journal tells it. Pure steps are recomputed; nothing is ever sent. */
export class RunViewer {
  readonly #parts: ViewerParts;

  constructor(parts: ViewerParts) {
    this.#parts = parts;
  }

  journal(run: Run): Promise<readonly JournalEntry[]> {
    return this.#parts.store.journal(run);
  }

  /** The run as it is, or as it was when its journal ended with the fact `asOf`; 0 is before its first fact. */
  async view(run: Run, asOf?: number): Promise<RunView> {
    const [{ document, plan }, journal] = await Promise.all([this.#parts.plans.get(run), this.journal(run)]);
    const entries = asOf === undefined ? journal : journal.filter(({ seq }) => seq <= asOf);
    const effects = foldJournal(entries);
    const place = asOf === undefined ? undefined : toPlace(run, entries);
    const { steps, status } = await this.#recompute(run, plan, { effects, place });
    const sent = sentInputs(entries);
    const viewed = new Map(
      [...steps].map(([key, step]) => [
        key,
        { step: { ...step, input: step.input ?? sent.get(key) }, effect: effects.get(key) },
      ]),
    );
    return { document, steps: viewed, ...(place === undefined ? {} : { asOf: { ...place, status } }) };
  }

  async #recompute(run: Run, plan: Plan, { effects, place }: Known) {
    const memory = { event: run.event, effects, nowMs: place?.atMs ?? run.finishedAtMs ?? this.#parts.clock.now() };
    // What has not begun has computed nothing yet; a finished run is looked at as of its end, so that nothing seems due.
    if (run.startedAtMs === undefined) {
      const began = { id: run.id, startedAtMs: run.acceptedAtMs };
      return { steps: advance(plan, { ...memory, run: began, values: new Map() }).steps, status: 'queued' as const };
    }
    const callbacks = plan.listens ? await this.#parts.callbacks.of(run.tenantId) : undefined;
    const next = await rehearse(this.#parts.sandbox, { ...memory, plan, stage: stageOf(run), callbacks });
    return { steps: next.steps, status: conclude(next)?.status ?? ('running' as const) };
  }
}

interface Known {
  readonly effects: ReadonlyMap<string, Effect>;
  readonly place: JournalPlace | undefined;
}

/** What was sent is what the journal says, to the byte: a step that began needs no computing to know it. */
function sentInputs(entries: readonly JournalEntry[]): ReadonlyMap<string, string> {
  return new Map(
    entries.flatMap(({ step, fact }) =>
      fact.kind === 'intended' || fact.kind === 'carried' || fact.kind === 'called' ? [[step, fact.input]] : [],
    ),
  );
}

function toPlace(run: Run, entries: readonly JournalEntry[]): JournalPlace {
  const last = entries.at(-1);
  return { seq: last?.seq ?? 0, atMs: last?.atMs ?? run.startedAtMs ?? run.acceptedAtMs };
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

export function toStatus(state: StepState): StepStatus {
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
