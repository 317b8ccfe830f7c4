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
    const leftMs = move.deadlineMs === undefined ? attemptTimeoutMs : move.deadlineMs - this.#tools.clock.now();
    // An attempt that only finds out what became of an earlier one gets its time even when the step's own is over.
    const signal = AbortSignal.timeout(move.again ? attemptTimeoutMs : Math.max(1, Math.min(attemptTimeoutMs, leftMs)));
    try {
      const output = await within(signal, this.#perform(run, move, signal));
      return { kind: 'confirmed', attempt: move.attempt, output: JSON.stringify(output) };
    } catch (thrown) {
      return this.#judge(move, isOwnTrouble(thrown) ? databaseAway(thrown) : toFault(thrown));
    }
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
    const policy = move.plan.node.retry;
    const atMs = nextAttemptAt(record, { attempt, nowMs: this.#tools.clock.now(), policy, seed: move.key });
    const inTime = atMs !== undefined && (move.deadlineMs === undefined || atMs < move.deadlineMs || doubtful);
    if (inTime) return { kind: 'retrying', attempt, fault: record, atMs };
    if (atMs !== undefined && !(isWrite && move.again))
      return { kind: 'refused', attempt, fault: timedOut(move.plan, record) };
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

/** Waits no longer than the signal allows: a call that ignores its signal must not hold the run. */
async function within<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const late = new Promise<never>((_, reject) => {
    const text = 'The other system gave no answer in time.';
    signal.addEventListener(
      'abort',
      () => reject(new Fault('unavailable', 'effect.timeout', text, { doubtful: true })),
      { once: true },
    );
  });
  return Promise.race([work, late]);
}
