import type { Json } from '@invoicepatch/sdk';
import type { Advance } from '../../../execution/advance.ts';
import { conclude } from '../../../execution/conclude.ts';
import type { Plan } from '../../../execution/plan.ts';
import type { Step } from '../../../execution/step.ts';
import { type Difference, differencesOf } from '../../../flows/rehearsal/differences.ts';
import { rehearse } from '../../../flows/rehearsal/rehearse.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { stageOf } from '../../driving/evaluator.ts';
import type { Run, RunStatus } from '../../run.ts';
import { type RunViewer, type StepStatus, toStatus } from '../run-viewer.ts';
import { type Call, RecordedWorld } from './recorded-world.ts';

/** Steps and calls of one run that are told of. */
const mostShown = 100;
const longestText = 2_000;

interface StepSide {
  readonly status: StepStatus;
  readonly port: string | null;
  readonly fault: { readonly code: string; readonly message: string } | null;
}

export interface StepDifference {
  readonly step: string;
  readonly nodeId: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly before: StepSide | null;
  readonly after: StepSide | null;
  readonly output: readonly Difference[];
}

export interface CallDifference extends Omit<Call, 'before' | 'after' | 'type'> {
  readonly type: string | null;
  readonly before: Json;
  readonly after: Json;
  readonly input: readonly Difference[];
}

/** What a document would make of an event that another version worked on. */
export interface RunComparison {
  readonly runId: string;
  readonly version: number;
  readonly acceptedAt: string;
  readonly verdict: 'same' | 'different' | 'no-trigger';
  readonly before: RunStatus;
  /** `open`: it hangs on calls whose answer nobody knows. */
  readonly after: RunStatus | 'open';
  readonly steps: readonly StepDifference[];
  readonly calls: readonly CallDifference[];
  /** Calls that would leave just as they did. */
  readonly sameCalls: number;
  /** Steps and calls beyond those that are shown. */
  readonly more: number;
}

export interface CompareTools {
  readonly viewer: RunViewer;
  readonly sandbox: Sandbox;
}

/** Rehearses a run's event on another plan. Nothing is sent: calls are answered as they were answered then. */
export async function compareRun({ viewer, sandbox }: CompareTools, run: Run, plan: Plan): Promise<RunComparison> {
  const head = { runId: run.id, version: run.version, acceptedAt: new Date(run.acceptedAtMs).toISOString() };
  if (!plan.order.some(({ id }) => id === run.event.nodeId)) {
    return { ...head, verdict: 'no-trigger', before: run.status, after: 'open', ...nothing };
  }
  const [view, entries] = await Promise.all([viewer.view(run), viewer.journal(run)]);
  const world = new RecordedWorld(entries);
  const stage = { ...stageOf(run), scope: `${run.flowId}/draft` };
  const next = await rehearse(sandbox, {
    plan,
    stage,
    event: run.event,
    effects: new Map(),
    // Waits are over when they are come to; time itself stands, so no deadline passes.
    nowMs: stage.now,
    answer: world.answer,
  });
  const before = new Map([...view.steps].map(([key, { step }]) => [key, step]));
  const steps = compareSteps(before, next.steps);
  const all = world.listCalls();
  const calls = all.filter(({ change }) => change !== 'same');
  return {
    ...head,
    verdict: steps.length + calls.length === 0 ? 'same' : 'different',
    before: run.status,
    after: endOf(next),
    steps: steps.slice(0, mostShown),
    calls: calls.slice(0, mostShown).map(toCallDifference),
    sameCalls: all.length - calls.length,
    more: Math.max(0, steps.length - mostShown) + Math.max(0, calls.length - mostShown),
  };
}

/** A question that nobody was asked then leaves the run to a person; a call that nobody made leaves its end open. */
function endOf(next: Advance): RunComparison['after'] {
  const moves = next.moves.filter((move) => move.kind !== 'note' || move.fact.kind !== 'asked');
  return conclude({ ...next, moves })?.status ?? 'open';
}

const nothing = { steps: [], calls: [], sameCalls: 0, more: 0 };

function compareSteps(before: ReadonlyMap<string, Step>, after: ReadonlyMap<string, Step>): readonly StepDifference[] {
  const keys = new Set([...after.keys(), ...before.keys()]);
  return [...keys].flatMap((key) => compareStep(before.get(key), after.get(key)) ?? []);
}

function compareStep(before: Step | undefined, after: Step | undefined): StepDifference | undefined {
  const step = after ?? before;
  if (step === undefined) return undefined;
  const sides = { before: toSide(before), after: toSide(after) };
  const output = before && after ? compareOutputs(outputOf(before), outputOf(after)) : [];
  if (before && after && output.length === 0 && sameSide(sides.before, sides.after)) return undefined;
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return { step: step.key, nodeId: step.plan.id, change, ...sides, output: output.map(toShown) };
}

function toSide(step: Step | undefined): StepSide | null {
  if (step === undefined) return null;
  const { state } = step;
  return {
    status: toStatus(state),
    port: state.kind === 'done' ? state.port : null,
    fault: state.kind === 'failed' ? { code: state.fault.code, message: state.fault.message } : null,
  };
}

function sameSide(one: StepSide | null, other: StepSide | null): boolean {
  return one?.status === other?.status && one?.port === other?.port && one?.fault?.code === other?.fault?.code;
}

function outputOf({ state }: Step): Json | undefined {
  return state.kind === 'done' ? (JSON.parse(state.output) as Json) : undefined;
}

/** A side that gave nothing at all is another thing than one that gave null. */
function compareOutputs(before: Json | undefined, after: Json | undefined): readonly Difference[] {
  if (before !== undefined && after !== undefined) return differencesOf(before, after);
  if (before === undefined && after === undefined) return [];
  return [{ path: '', ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

function toCallDifference({ before, after, type, ...call }: Call): CallDifference {
  const [then, now] = [toJson(before), toJson(after)];
  return {
    ...call,
    type: type ?? null,
    before: clip(then) ?? null,
    after: clip(now) ?? null,
    input: call.change === 'changed' ? differencesOf(then, now).map(toShown) : [],
  };
}

function toJson(text: string | undefined): Json {
  return text === undefined ? null : (JSON.parse(text) as Json);
}

function toShown({ path, before, after }: Difference): Difference {
  const [then, now] = [clip(before), clip(after)];
  return { path, ...(then === undefined ? {} : { before: then }), ...(now === undefined ? {} : { after: now }) };
}

/** A value that nobody would read to its end is shown by its beginning, as text. */
function clip(value: Json | undefined): Json | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  return text.length <= longestText ? value : `${text.slice(0, longestText)}…`;
}
