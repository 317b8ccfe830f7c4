import {
  type Action,
  type ActionContext,
  Fault,
  type FaultRecord,
  toFault,
  toFaultRecord,
  Untrusted,
  type z,
} from '@invoicepatch/sdk';
import type { ConnectionDoor } from '../../connections/connection-door.ts';
import type { Fact } from '../../execution/fact.ts';
import { timedOut, wrongInput } from '../../execution/faults.ts';
import type { Move } from '../../execution/move.ts';
import { nextAttemptAt } from '../../execution/retry.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { isDatabaseAway } from '../../platform/database/database-away.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { ClaimedRun } from '../run.ts';
import { openRecords } from '../store/record-store.ts';

export type ActMove = Extract<Move, { kind: 'act' }>;

/** Longest that one attempt may take. */
const attemptTimeoutMs = 60_000;

export interface EffectTools {
  readonly door: ConnectionDoor;
  readonly sandbox: Sandbox;
  readonly files: FileStore;
  readonly database: Database;
  readonly clock: Clock;
}

/** Carries an effect out and says what became of it, as a fact. Never throws. */
export class EffectRunner {
  readonly #tools: EffectTools;

  constructor(tools: EffectTools) {
    this.#tools = tools;
  }

  /** What stands against the attempt before it is begun: then nothing is sent. */
  refuse(move: ActMove): FaultRecord | undefined {
    const parsed = actionOf(move).input.safeParse(JSON.parse(move.input));
    return parsed.success ? undefined : wrongInput(move.plan, parsed.error.issues[0]);
  }

  async attempt(run: ClaimedRun, move: ActMove): Promise<Fact> {
    const limit = new TimeLimit(this.#timeFor(move));
    try {
      const output = await Promise.race([this.#perform(run, move, limit.signal), limit.passed]);
      return { kind: 'confirmed', attempt: move.attempt, output: JSON.stringify(output) };
    } catch (thrown) {
      return this.#judge(move, isOwnTrouble(thrown) ? databaseAway(thrown) : toFault(thrown));
    } finally {
      limit.end();
    }
  }

  /** An attempt that only finds out what became of an earlier one gets its time even when the step's own is over. */
  #timeFor({ again, deadlineMs }: ActMove): number {
    if (again || deadlineMs === undefined) return attemptTimeoutMs;
    return Math.max(1, Math.min(attemptTimeoutMs, deadlineMs - this.#tools.clock.now()));
  }

  async #perform(run: ClaimedRun, move: ActMove, signal: AbortSignal): Promise<unknown> {
    const action = actionOf(move);
    const context = await this.#context(run, move, signal);
    const looksFirst = move.again && action.effect.kind === 'write' && action.effect.repeat === 'lookup';
    const found = looksFirst ? await action.lookup?.(context) : undefined;
    return toOutput(action.output, found ?? (await action.run(context)));
  }

  async #context(
    run: ClaimedRun,
    move: ActMove,
    signal: AbortSignal,
  ): Promise<ActionContext<Record<string, unknown>, unknown>> {
    const { door, sandbox, files, database, clock } = this.#tools;
    const { tenantId } = run;
    const action = actionOf(move);
    const opened = await door.open({
      tenantId,
      connectionId: move.plan.node.connection,
      auth: action.auth?.id,
      signal,
    });
    return {
      config: move.plan.config,
      input: action.input.parse(JSON.parse(move.input)),
      http: opened.http,
      settings: opened.settings,
      key: move.key,
      records: openRecords(database, tenantId),
      workbooks: {
        read: async ({ fileId, ...request }) =>
          sandbox.readWorkbook({ tenantId, path: await files.path(tenantId, fileId), ...request }),
      },
      now: clock.now(),
      signal,
    };
  }

  #judge(move: ActMove, fault: Fault): Fact {
    const { attempt } = move;
    const { effect } = actionOf(move);
    const isWrite = effect.kind === 'write';
    // Our own mistake may have struck after the request had left.
    const doubtful = isWrite && (fault.doubtful || fault.kind === 'bug');
    const record = toFaultRecord(fault);
    if (doubtful && effect.repeat === 'none') return { kind: 'doubtful', attempt, fault: record };
    const { key: seed, deadlineMs, plan } = move;
    const atMs = nextAttemptAt(record, { attempt, nowMs: this.#tools.clock.now(), policy: plan.node.retry, seed });
    // What may have happened is found out, however late.
    const isLate = atMs !== undefined && deadlineMs !== undefined && atMs >= deadlineMs && !doubtful && !move.again;
    if (isLate) return { kind: 'refused', attempt, fault: timedOut(plan, record) };
    if (atMs !== undefined) return { kind: 'retrying', attempt, fault: record, atMs };
    return doubtful || (isWrite && move.again && fault.retryable)
      ? { kind: 'doubtful', attempt, fault: record }
      : { kind: 'refused', attempt, fault: record };
  }
}

/** What the other system answered is a fault already; the database fails as what its driver throws. */
function isOwnTrouble(thrown: unknown): boolean {
  return !(thrown instanceof Fault && thrown.kind !== 'bug') && isDatabaseAway(thrown);
}

function databaseAway(cause: unknown): Fault {
  const text = 'The engine lost its database for a moment while this step was under way.';
  return new Fault('unavailable', 'effect.database-away', text, { doubtful: true, cause });
}

function actionOf(move: ActMove): Action {
  const { type } = move.plan;
  if (type.kind === 'action') return type;
  throw new Fault('bug', 'engine.unexpected', 'Only actions act.');
}

function toOutput(schema: z.ZodType, result: unknown): unknown {
  const untrusted = result instanceof Untrusted ? result : new Untrusted(result);
  return untrusted.as(schema);
}

/** A call that ignores its signal must not hold the run. Ended by hand: thousands of timers a minute would pile up. */
class TimeLimit {
  /** Never resolves. */
  readonly passed: Promise<never>;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number) {
    const passed = Promise.withResolvers<never>();
    this.passed = passed.promise;
    this.passed.catch(() => undefined);
    this.#timer = setTimeout(() => {
      const text = 'The other system gave no answer in time.';
      const fault = new Fault('unavailable', 'effect.timeout', text, { doubtful: true });
      passed.reject(fault);
      this.#controller.abort(fault);
    }, ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
