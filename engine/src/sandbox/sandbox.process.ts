import type { Program, WorkbookRows } from '@invoicepatch/sdk';
import { ChildPool } from './child-pool.ts';
import { explain, toExpressionFault } from './expression-fault.ts';
import type { PoolAnswer, PoolRequest } from './pool-job.ts';
import type { Evaluate, Inspection, ReadWorkbook, Sandbox } from './sandbox.ts';
import { packageFolder } from './sandbox-child.ts';
import { defaultLimits, type EvaluationLimits, type SandboxLimits } from './sandbox-limits.ts';
import { SnapshotGreeting } from './snapshot-greeting.ts';
import { WorkbookReaders } from './workbook-readers.ts';

/** Room for a snapshot, or for the header of an answer. */
const frameOverheadBytes = 8_388_608;

function createPool({ evaluation, pool }: SandboxLimits): ChildPool {
  const setup = {
    entry: 'child/main',
    // The addon's loader looks at the last one to learn which C library the system has.
    readable: [packageFolder('isolated-vm'), packageFolder('node-gyp-build'), '/etc/alpine-release'],
    flags: ['--no-node-snapshot', '--allow-addons', '--max-old-space-size=64', '--max-semi-space-size=1'],
    frameBytes: evaluation.resultBytes + frameOverheadBytes,
  };
  return new ChildPool(
    {
      setup,
      welcome: new SnapshotGreeting(evaluation),
      processBytes: pool.processMb * 1_048_576,
      graceMs: pool.graceMs,
    },
    pool,
  );
}

/** Evaluates in isolates that live in child processes, and reads workbooks in children of their own. */
export class ProcessSandbox implements Sandbox {
  readonly #limits: EvaluationLimits;
  readonly #pool: ChildPool;
  readonly #readers: WorkbookReaders;

  constructor(limits: SandboxLimits = defaultLimits) {
    this.#limits = limits.evaluation;
    this.#pool = createPool(limits);
    this.#readers = new WorkbookReaders(limits.workbook);
  }

  /** Starts the first children, so that the first evaluation need not wait for them. */
  prewarm(): void {
    this.#pool.prewarm();
  }

  get pool(): Pick<ChildPool, 'pids' | 'peakBytes'> {
    return this.#pool;
  }

  async evaluate(request: Evaluate): Promise<string | undefined> {
    const { tenantId, scope, program, now, seed } = request;
    const timeoutMs = Math.min(request.timeoutMs ?? this.#limits.timeoutMs, this.#limits.timeoutMs);
    const answer = await this.#run({
      header: {
        kind: 'evaluate',
        tenantId,
        scope,
        language: program.language,
        names: Object.keys(request.bindings),
        now,
        seed,
        timeoutMs,
      },
      parts: [program.source, request.input, ...Object.values(request.bindings)],
    });
    if (answer.outcome === 'failure') throw this.#fault(answer, program, timeoutMs);
    return answer.outcome === 'value' ? answer.text : undefined;
  }

  async inspect(tenantId: string, program: Program): Promise<Inspection> {
    const { timeoutMs } = this.#limits;
    const answer = await this.#run({
      header: { kind: 'inspect', tenantId, language: program.language, timeoutMs },
      parts: [program.source],
    });
    if (answer.outcome === 'value') return JSON.parse(answer.text);
    if (answer.outcome !== 'failure')
      throw this.#fault({ outcome: 'failure', failure: { kind: 'broken' } }, program, timeoutMs);
    if (answer.failure.kind === 'broken') throw this.#fault(answer, program, timeoutMs);
    return this.#toProblem(answer, program);
  }

  readWorkbook(request: ReadWorkbook): Promise<WorkbookRows> {
    return this.#readers.read(request);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), this.#readers.close()]);
  }

  async #run(request: PoolRequest): Promise<PoolAnswer> {
    const sizeBytes = request.parts.reduce((sum, part) => sum + part.length, 0);
    if (sizeBytes <= this.#limits.inputBytes) return this.#pool.run(request);
    return { outcome: 'failure', failure: { kind: 'too-large', code: 'input-bytes' } };
  }

  #fault({ failure }: Extract<PoolAnswer, { outcome: 'failure' }>, { language, source }: Program, timeoutMs: number) {
    return toExpressionFault(failure, { language, source, limits: this.#limits, timeoutMs });
  }

  #toProblem(answer: Extract<PoolAnswer, { outcome: 'failure' }>, program: Program): Inspection {
    const { failure } = answer;
    const known = failure.kind === 'syntax' || failure.kind === 'failed';
    const reason = known ? explain(failure) : this.#fault(answer, program, this.#limits.timeoutMs).message;
    const message = known ? `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.` : reason;
    const place = failure.position === undefined ? {} : { position: failure.position };
    return { ok: false, code: failure.code ?? `expression.${failure.kind}`, message, ...place };
  }
}
