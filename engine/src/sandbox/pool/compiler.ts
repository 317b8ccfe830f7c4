import type { Compiled } from '@invoicepatch/jsonata';
import type { Language } from '../child/job.ts';
import type { CompiledProgram } from '../sandbox.ts';
import type { PoolLimits } from '../sandbox-limits.ts';
import { ChildPool } from './child-pool.ts';
import type { SlotOptions } from './child-slot.ts';
import type { KnownPrograms } from './known-programs.ts';

/** Longer sources are interpreted: so much code costs more than it saves. */
const maxSourceLength = 300_000;
const timeoutMs = 2_000;

/**
 * Compiles in a child that does nothing else: what a mapping costs to read is its author's doing, and must hold up
 * neither the engine nor whoever evaluates. The child starts with the first mapping and ends when there are none.
 */
export class Compiler {
  readonly #pool: ChildPool;
  readonly #programs: KnownPrograms;

  constructor(options: SlotOptions, limits: PoolLimits, programs: KnownPrograms) {
    this.#pool = new ChildPool(options, { ...limits, minChildren: 0, maxChildren: 1, spareChildren: 0 });
    this.#programs = programs;
  }

  /** `undefined` for what is interpreted. */
  async compile(
    tenantId: string,
    { language, source }: { readonly language: Language; readonly source: string },
  ): Promise<CompiledProgram | undefined> {
    if (language !== 'jsonata' || source.length > maxSourceLength) return undefined;
    const program = this.#programs.number({ language, source, code: undefined });
    const order = { kind: 'compile', tenantId, scope: '', program, names: [], timeoutMs } as const;
    const answer = await this.#pool.run(order, { texts: [], now: 0, seed: '' });
    if (answer.outcome !== 'value') return undefined;
    const made: Compiled = JSON.parse(answer.text);
    return made.kind === 'compiled' ? { code: made.code, hash: made.hash } : undefined;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
