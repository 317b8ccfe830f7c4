import { Fault, toFault } from '@invoicepatch/sdk';
import type { Plan } from '../../execution/plan.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { evaluateOn, type Stage } from '../rehearsal/evaluate.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import { type Finding, type Holds, judge } from './judge.ts';
import { answerFrom } from './stand-ins.ts';
import type { TestCase } from './test-case.ts';

/** Longest that one test may take, in milliseconds. */
const testTimeoutMs = 20_000;

export interface TestPlace {
  readonly tenantId: string;
  readonly flowId: string;
}

/** Plays a test on a plan through the same sandbox as runs; nothing is sent. Empty when all is as it says. */
export async function runTest(
  sandbox: Sandbox,
  { tenantId, flowId }: TestPlace,
  { plan, test }: { readonly plan: Plan; readonly test: TestCase },
): Promise<readonly Finding[]> {
  if (!plan.order.some(({ id, type }) => id === test.nodeId && type.kind === 'trigger')) {
    return [{ step: test.nodeId, path: '', message: `The flow has no trigger called ${test.nodeId} (any more).` }];
  }
  const stage: Stage = {
    tenantId,
    scope: `${flowId}/tests`,
    runId: test.run.id,
    now: Date.parse(test.run.startedAt),
  };
  const parameters = test.parameters === undefined ? plan.parameters : JSON.stringify(test.parameters);
  const played = rehearse(sandbox, {
    plan: { ...plan, parameters },
    stage,
    event: { nodeId: test.nodeId, payload: JSON.stringify(test.payload) },
    effects: new Map(),
    // Waits are over when they are come to; time itself stands, so no deadline passes.
    nowMs: stage.now,
    answer: answerFrom(test.stubs),
  });
  try {
    return await judge(await inTime(played), test.expectations, holdsOn(sandbox, stage));
  } catch (thrown) {
    const fault = toFault(thrown);
    // A sandbox that is away says nothing about the flow.
    if (fault.retryable || fault.kind === 'bug') throw fault;
    return [{ step: null, path: '', message: fault.message }];
  }
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `The test took longer than ${testTimeoutMs / 1_000} seconds. Give it a smaller payload.`;
    timer = setTimeout(() => reject(new Fault('invalid', 'flow.test-too-slow', message)), testTimeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function holdsOn(sandbox: Sandbox, stage: Stage): Holds {
  return async (expression, value) => {
    const program = { language: 'jsonata' as const, source: expression, variables: [], nodes: undefined };
    const move = {
      kind: 'evaluate' as const,
      slot: `expectation ${expression}`,
      step: '',
      program,
      input: value,
      bindings: {},
    };
    const result = await evaluateOn(sandbox, stage, move);
    return result.ok ? result.text === 'true' : `can't be told: ${result.fault.message}`;
  };
}
