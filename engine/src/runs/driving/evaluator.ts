import { Foretold } from '../../execution/ahead.ts';
import type { Value } from '../../execution/memory.ts';
import { type EvaluateMove, evaluateAhead, evaluateOn, type Stage } from '../../flows/rehearsal/evaluate.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Run } from '../run.ts';

/** Where a run's expressions are evaluated: whoever looks at it later stands on the same stage. */
export function stageOf(run: Run): Stage {
  const { id, tenantId, flowId, version, startedAtMs, acceptedAtMs } = run;
  return { tenantId, scope: `${flowId}/${version}`, runId: id, now: startedAtMs ?? acceptedAtMs };
}

/** Evaluates what one run asks for, and along with it what will be asked for next, so that both cross together. */
export class Evaluator {
  readonly #sandbox: Sandbox;
  readonly #run: Run;
  readonly #foretold = new Foretold();

  constructor(sandbox: Sandbox, run: Run) {
    this.#sandbox = sandbox;
    this.#run = run;
  }

  /** What is known already, without a crossing. */
  known(move: EvaluateMove): Value | undefined {
    return this.#foretold.take(move);
  }

  async evaluate(move: EvaluateMove): Promise<Value> {
    const stage = stageOf(this.#run);
    const ahead = this.#foretold.plan(move);
    if (ahead === undefined) return evaluateOn(this.#sandbox, stage, move);
    const values = await evaluateAhead(this.#sandbox, stage, ahead);
    if (values === undefined) this.#foretold.takeApart(ahead);
    else this.#foretold.learn(ahead, values);
    return values?.[0] ?? evaluateOn(this.#sandbox, stage, move);
  }

  forget(steps: Iterable<string>): void {
    this.#foretold.forget(steps);
  }
}
