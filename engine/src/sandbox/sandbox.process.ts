import { dirname } from 'node:path';
import type { Program, WorkbookRows } from '@invoicepatch/sdk';
import { explain, toExpressionFault } from './expression-fault.ts';
import type { Order, PoolAnswer, PoolRecord } from './pool/batch.ts';
import { ChildPool } from './pool/child-pool.ts';
import type { SlotOptions } from './pool/child-slot.ts';
import { CodeChildren } from './pool/code-children.ts';
import { Compiler } from './pool/compiler.ts';
import { fingerprintCompiler } from './pool/compiler-version.ts';
import { type KnownProgram, KnownPrograms } from './pool/known-programs.ts';
import { Regions, readStages } from './pool/regions.ts';
import { SnapshotGreeting } from './pool/snapshot-greeting.ts';
import type {
  CompiledProgram,
  Evaluate,
  Evaluated,
  EvaluateMany,
  EvaluateRegion,
  Inspection,
  ReadWorkbook,
  Sandbox,
  SandboxProgram,
} from './sandbox.ts';
import { packageFile, packageFolder } from './sandbox-child.ts';
import { defaultLimits, type EvaluationLimits, type SandboxLimits } from './sandbox-limits.ts';
import { WorkbookReaders } from './workbook-readers.ts';

const broken = { outcome: 'failure', failure: { kind: 'broken' } } as const;

/** Room for a snapshot, or for the header of an answer. */
const frameOverheadBytes = 8_388_608;

const heapFlags = ['--max-old-space-size=64', '--max-semi-space-size=1'];

function toSlotOptions({ evaluation, pool }: SandboxLimits): SlotOptions {
  const setup = {
    entry: 'child/main',
    readable: [
      ...['isolated-vm', 'node-gyp-build', 'jsonata'].map(packageFolder),
      `${dirname(dirname(packageFile('@invoicepatch/jsonata')))}/`,
      // The addon's loader looks at it to learn which C library the system has.
      '/etc/alpine-release',
    ],
    flags: ['--no-node-snapshot', '--allow-addons', '--expose-gc', ...heapFlags],
    frameBytes: evaluation.resultBytes + frameOverheadBytes,
  };
  return {
    setup,
    welcome: new SnapshotGreeting(evaluation),
    processBytes: pool.processMb * 1_048_576,
    graceMs: pool.graceMs,
  };
}

/** An order for one program's records. */
type ProgramOrder = Order & { readonly program: KnownProgram };

type RecordFacts = Pick<PoolRecord, 'texts' | 'now' | 'seed'>;

function toFacts({ names }: Order, { input, bindings, now, seed }: EvaluateMany['records'][number]): RecordFacts {
  const texts = names.length === 0 ? [input] : [input, ...names.map((name) => bindings[name] ?? 'null')];
  return { texts, now, seed };
}

/** Evaluates in isolates that live in child processes, and reads workbooks in children of their own. */
export class ProcessSandbox implements Sandbox {
  readonly #limits: EvaluationLimits;
  readonly #pool: ChildPool;
  readonly #compiler: Compiler;
  readonly #codeChildren: CodeChildren;
  #compilerVersion: string | undefined;
  readonly #programs = new KnownPrograms();
  readonly #regions = new Regions(this.#programs);
  readonly #readers: WorkbookReaders;

  constructor(limits: SandboxLimits = defaultLimits) {
    this.#limits = limits.evaluation;
    const options = toSlotOptions(limits);
    this.#pool = new ChildPool(options, limits.pool);
    this.#compiler = new Compiler(options, limits.pool, this.#programs);
    this.#codeChildren = new CodeChildren(options, limits.pool);
    this.#readers = new WorkbookReaders(limits.workbook);
  }

  /** Process ids of the children that run plain JavaScript. */
  get codePids(): readonly number[] {
    return this.#codeChildren.pids;
  }

  get compilerVersion(): string {
    this.#compilerVersion ??= fingerprintCompiler();
    return this.#compilerVersion;
  }

  /** Starts the first children, so that the first evaluation need not wait for them. */
  prewarm(): void {
    this.#pool.prewarm();
  }

  get pool(): Pick<ChildPool, 'pids' | 'peakBytes'> {
    return this.#pool;
  }

  async evaluate(request: Evaluate): Promise<string | undefined> {
    const order = await this.#toOrder(request, Object.keys(request.bindings));
    const evaluated = this.#toEvaluated(order, await this.#run(order, toFacts(order, request)));
    if (evaluated.ok) return evaluated.text;
    throw evaluated.fault;
  }

  async evaluateMany(request: EvaluateMany): Promise<readonly Evaluated[]> {
    const [first] = request.records;
    if (first === undefined) return [];
    const order = await this.#toOrder(request, Object.keys(first.bindings));
    return new Promise((resolve, reject) => {
      const evaluated: Evaluated[] = new Array(request.records.length);
      let left = evaluated.length;
      request.records.forEach((record, at) => {
        const settle = (answer: PoolAnswer) => {
          evaluated[at] = this.#toEvaluated(order, answer);
          left -= 1;
          if (left === 0) resolve(evaluated);
        };
        this.#add(order, { ...toFacts(order, record), settle, refuse: reject });
      });
    });
  }

  async evaluateRegion(request: EvaluateRegion): Promise<readonly (Evaluated | undefined)[] | undefined> {
    const { tenantId, scope, stages, texts, now, seed } = request;
    const know = (program: SandboxProgram) => this.#know(tenantId, program);
    const program = this.#regions.find(stages) ?? (await this.#regions.make(request, know));
    const names = texts.slice(1).map((_, at) => String(at + 1));
    const timeoutMs = this.#timeoutOf(request);
    const order = { kind: 'evaluate', tenantId, scope, program, names, timeoutMs } as const;
    const answer = await this.#run(order, { texts, now, seed });
    if (answer.outcome !== 'value') return undefined;
    return readStages(answer.text).map((stage, at) => {
      const part = program.parts[at];
      if (stage.kind === 'left' || part === undefined) return undefined;
      if (stage.kind === 'value') return { ok: true, text: stage.text };
      return { ok: false, fault: this.#fault({ outcome: 'failure', failure: stage.failure }, part, timeoutMs) };
    });
  }

  async inspect(tenantId: string, program: Program): Promise<Inspection> {
    const { timeoutMs } = this.#limits;
    const looked = this.#programs.number({ ...program, code: undefined });
    const order = { kind: 'inspect', tenantId, scope: '', program: looked, names: [], timeoutMs } as const;
    const answer = await this.#run(order, { texts: [], now: 0, seed: '' });
    if (answer.outcome === 'value') return JSON.parse(answer.text);
    if (answer.outcome !== 'failure') throw this.#fault(broken, program, timeoutMs);
    if (answer.failure.kind === 'broken') throw this.#fault(answer, program, timeoutMs);
    return this.#toProblem(answer, program);
  }

  compile(tenantId: string, program: Program): Promise<CompiledProgram | undefined> {
    return this.#compiler.compile(tenantId, program);
  }

  readWorkbook(request: ReadWorkbook): Promise<WorkbookRows> {
    return this.#readers.read(request);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), this.#compiler.close(), this.#codeChildren.close(), this.#readers.close()]);
  }

  /** Nothing is waited for when the program is known: what is asked for in one go crosses together. */
  #toOrder(
    request: Pick<Evaluate, 'tenantId' | 'scope' | 'program' | 'timeoutMs'>,
    names: readonly string[],
  ): ProgramOrder | Promise<ProgramOrder> {
    const { tenantId, scope, program } = request;
    const timeoutMs = this.#timeoutOf(request);
    const face = { kind: 'evaluate', tenantId, scope, names, timeoutMs } as const;
    const known = this.#programs.find(program.language, program.source);
    if (known !== undefined) return { ...face, program: known };
    return this.#know(tenantId, program).then((made) => ({ ...face, program: made }));
  }

  #timeoutOf({ timeoutMs = this.#limits.timeoutMs }: Pick<Evaluate, 'timeoutMs'>): number {
    return Math.min(timeoutMs, this.#limits.timeoutMs);
  }

  #toEvaluated({ program, timeoutMs }: ProgramOrder, answer: PoolAnswer): Evaluated {
    switch (answer.outcome) {
      case 'value':
        return { ok: true, text: answer.text };
      case 'nothing':
        return { ok: true, text: undefined };
      case 'failure':
        return { ok: false, fault: this.#fault(answer, program, timeoutMs) };
    }
  }

  /** A program that comes without its code is compiled first, so that a preview shows what a run will do. */
  async #know(tenantId: string, { language, source, compiled }: SandboxProgram): Promise<KnownProgram> {
    const known = this.#programs.find(language, source);
    if (known !== undefined) return known;
    const made = compiled ?? (await this.#compiler.compile(tenantId, { language, source }));
    return this.#programs.find(language, source) ?? this.#programs.add({ language, source, code: made?.code });
  }

  #run(order: Order, facts: RecordFacts): Promise<PoolAnswer> {
    return new Promise((settle, refuse) => this.#add(order, { ...facts, settle, refuse }));
  }

  #add(order: Order, record: PoolRecord): void {
    let size = order.program.source.length;
    for (const text of record.texts) size += text.length;
    if (size <= this.#limits.inputBytes) this.#poolFor(order).add(order, record);
    else record.settle({ outcome: 'failure', failure: { kind: 'too-large', code: 'input-bytes' } });
  }

  #poolFor({ program }: Order): Pick<ChildPool, 'add'> {
    return program.language === 'javascript' ? this.#codeChildren : this.#pool;
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
