import { open } from 'node:fs/promises';
import { Fault, type WorkbookRows } from '@invoicepatch/sdk';
import type { ReadWorkbook } from './sandbox.ts';
import { type ChildSetup, packageFolder, SandboxChild } from './sandbox-child.ts';
import type { WorkbookLimits } from './sandbox-limits.ts';
import type { WorkbookJob, WorkbookReply } from './workbook/job.ts';

const mib = 1_048_576;
const watchMs = 50;

type Ending = WorkbookReply | { readonly outcome: 'timeout' | 'memory' | 'died' };

/** Reads each workbook in a process of its own, which ends with it. */
export class WorkbookReaders {
  readonly #limits: WorkbookLimits;
  readonly #setup: ChildSetup;
  readonly #children = new Set<SandboxChild>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #closed = false;

  constructor(limits: WorkbookLimits) {
    this.#limits = limits;
    this.#setup = {
      entry: 'workbook/main',
      readable: ['yauzl', 'pend', 'saxes', 'xmlchars'].map(packageFolder),
      flags: [`--max-old-space-size=${limits.processMb}`],
      frameBytes: 256 * mib,
    };
  }

  async read({ path, sheet, columns }: ReadWorkbook): Promise<WorkbookRows> {
    const bytes = await this.#load(path);
    const job: WorkbookJob = { columns, limits: this.#limits, ...(sheet === undefined ? {} : { sheet }) };
    await this.#takeTurn();
    try {
      return this.#settle(await this.#run(job, bytes));
    } finally {
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const next of this.#waiting.splice(0)) next();
    for (const child of this.#children) child.kill();
  }

  /** The child gets bytes, never a path. */
  async #load(path: string): Promise<Buffer> {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size <= this.#limits.fileBytes) return await file.readFile();
    } finally {
      await file.close();
    }
    throw new Fault(
      'invalid',
      'workbook.too-large',
      `The file is larger than ${this.#limits.fileBytes / mib} MB. Split it, or remove pictures from it.`,
    );
  }

  async #takeTurn(): Promise<void> {
    if (this.#busy >= this.#limits.readers) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy += 1;
  }

  #run(job: WorkbookJob, bytes: Buffer): Promise<Ending> {
    if (this.#closed) return Promise.resolve({ outcome: 'died' });
    return new Promise((resolve) => {
      const child = new SandboxChild(this.#setup, {
        frame: ([head]) => {
          resolve(JSON.parse(String(head)));
          child.kill();
        },
        ended: () => {
          clearInterval(watch);
          this.#children.delete(child);
          resolve({ outcome: 'died' });
        },
      });
      this.#children.add(child);
      const watch = this.#watch(child, resolve);
      child.send([JSON.stringify(job), bytes]);
    });
  }

  #watch(child: SandboxChild, resolve: (ending: Ending) => void): NodeJS.Timeout {
    const deadline = performance.now() + this.#limits.timeoutMs;
    return setInterval(() => {
      const late = performance.now() > deadline;
      const fat = (child.rssBytes() ?? 0) > this.#limits.processMb * mib;
      if (!late && !fat) return;
      resolve({ outcome: late ? 'timeout' : 'memory' });
      child.kill();
    }, watchMs);
  }

  #settle(ending: Ending): WorkbookRows {
    switch (ending.outcome) {
      case 'rows':
        return ending.rows;
      case 'failure':
        throw new Fault('invalid', `workbook.${ending.what}`, ending.message, { details: ending.details });
      case 'timeout':
        throw new Fault(
          'invalid',
          'workbook.timeout',
          `Reading the workbook took longer than ${this.#limits.timeoutMs / 1_000} seconds. Split it, or save only the sheet that is needed.`,
        );
      case 'memory':
        throw new Fault(
          'invalid',
          'workbook.too-large',
          'The workbook needs more memory than it may. Split it, or save only the sheet that is needed.',
        );
      case 'died':
        if (this.#closed)
          throw new Fault('unavailable', 'sandbox.unavailable', 'The engine is stopping. Try again in a moment.', {
            retryAfterMs: 1_000,
          });
        throw new Fault(
          'invalid',
          'workbook.damaged',
          'The workbook could not be read. Open it in Excel, save it again as .xlsx, and send the new file.',
        );
    }
  }
}
