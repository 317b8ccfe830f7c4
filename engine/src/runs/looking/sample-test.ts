import { Fault, type Json } from '@invoicepatch/sdk';
import type { Effect } from '../../execution/effect.ts';
import type { Step } from '../../execution/step.ts';
import type { Expectation, Stub, TestCase } from '../../flows/tests/test-case.ts';
import type { Run } from '../run.ts';
import type { RunView, ViewedStep } from './run-viewer.ts';

/** Answers and expectations of one test; what a flow makes of more items is seldom looked at one by one. */
const mostStubs = 1_000;
const mostExpectations = 200;

/** A run as a test: the same event, answered as it was answered, and what left and what came of it as what is expected. */
export function toTestCase(run: Run, view: RunView, name: string): TestCase {
  const steps = [...view.steps.values()];
  const stubs = steps.flatMap(toStub);
  const expectations = [...steps.flatMap(toCallExpectation), ...endsOf(view).flatMap(toEndExpectation)];
  if (expectations.length === 0 || stubs.length > mostStubs || run.startedAtMs === undefined) throw noSample(run);
  const { parameters } = view.document;
  return {
    name,
    nodeId: run.event.nodeId,
    payload: JSON.parse(run.event.payload) as Json,
    ...(parameters === undefined ? {} : { parameters }),
    run: { id: run.id, startedAt: new Date(run.startedAtMs).toISOString() },
    stubs,
    expectations: expectations.slice(0, mostExpectations),
  };
}

function toStub({ step, effect }: ViewedStep): Stub[] {
  const { key, plan, state } = step;
  const answer = answerOf(effect);
  if (answer !== undefined) return [{ step: key, port: answer.port, note: answer.note }];
  if (plan.type.kind !== 'action') return [];
  if (state.kind === 'done') return [{ step: key, output: JSON.parse(state.output) as Json }];
  const { fault } = state.kind === 'failed' ? state : { fault: undefined };
  return fault === undefined || effect === undefined
    ? []
    : [{ step: key, fault: { code: fault.code, message: fault.message } }];
}

function answerOf(effect: Effect | undefined) {
  return effect?.state.phase === 'asked' ? effect.state.answer : undefined;
}

/** What leaves must stay what it is. */
function toCallExpectation({ step }: ViewedStep): Expectation[] {
  const { key, plan, input, state } = step;
  const isWrite = plan.type.kind === 'action' && plan.type.effect.kind === 'write';
  if (!isWrite || input === undefined || state.kind !== 'done') return [];
  return [{ kind: 'equals', step: key, of: 'input', value: JSON.parse(input) as Json }];
}

/** The steps that hand on to none, of the flow itself. */
function endsOf({ document, steps }: RunView): readonly Step[] {
  const passedOn = new Set(document.edges.map(({ from }) => from));
  return [...steps.values()].flatMap(({ step }) =>
    step.state.kind === 'failed' || (step.items.length === 0 && !passedOn.has(step.plan.id)) ? [step] : [],
  );
}

function toEndExpectation({ key, state, plan }: Step): Expectation[] {
  if (state.kind === 'failed') return [{ kind: 'fails', step: key, code: state.fault.code }];
  if (state.kind === 'skipped') return [{ kind: 'skipped', step: key }];
  if (state.kind !== 'done' || plan.type.kind === 'action') return [];
  return [{ kind: 'equals', step: key, of: 'output', value: JSON.parse(state.output) as Json }];
}

function noSample(run: Run): Fault {
  const message = 'This run is no sample for a test: it has not begun, has no end to expect, or calls too many others.';
  return new Fault('invalid', 'run.no-sample', message, { details: { runId: run.id } });
}
