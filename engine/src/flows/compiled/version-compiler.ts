import type { FlowDocument } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Plan } from '../../execution/plan.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { compileDocument } from '../rehearsal/compile-document.ts';
import type { CompiledPrograms, VersionKey } from './compiled-programs.ts';

export const VERSION_COMPILER = Symbol('VersionCompiler');

/** Makes a version ready to run, with the compiled mappings that are kept with it. */
export class VersionCompiler {
  readonly #catalog: Catalog;
  readonly #sandbox: Sandbox;
  readonly #programs: CompiledPrograms;

  constructor(catalog: Catalog, sandbox: Sandbox, programs: CompiledPrograms) {
    this.#catalog = catalog;
    this.#sandbox = sandbox;
    this.#programs = programs;
  }

  async compile(key: VersionKey, document: FlowDocument): Promise<Plan> {
    const programs = await this.#programs.open(key);
    const tools = { catalog: this.#catalog, sandbox: this.#sandbox, compiled: programs };
    const plan = await compileDocument(tools, key.tenantId, document);
    await this.#programs.save(key, programs);
    return plan;
  }
}
