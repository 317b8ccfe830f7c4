import type { FlowDocument } from '@invoicepatch/sdk';
import type { Plan } from '../../execution/plan.ts';
import type { VersionKey } from '../../flows/compiled/compiled-programs.ts';
import type { VersionCompiler } from '../../flows/compiled/version-compiler.ts';
import type { PublishedFlows } from '../../flows/published-flows.ts';

/** Compiled versions kept at once; a version is compiled again when it was pushed out. */
const keptPlans = 200;

/** A version, ready to run. */
export interface CompiledVersion {
  readonly document: FlowDocument;
  readonly plan: Plan;
}

/** Compiles each version once. */
export class PlanLibrary {
  readonly #flows: PublishedFlows;
  readonly #compiler: VersionCompiler;
  readonly #kept = new Map<string, Promise<CompiledVersion>>();

  constructor(flows: PublishedFlows, compiler: VersionCompiler) {
    this.#flows = flows;
    this.#compiler = compiler;
  }

  get(key: VersionKey): Promise<CompiledVersion> {
    const name = `${key.tenantId}/${key.flowId}/${key.version}`;
    const found = this.#kept.get(name);
    const compiled = found ?? this.#compile(key);
    this.#kept.delete(name);
    this.#kept.set(name, compiled);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > keptPlans && oldest !== undefined) this.#kept.delete(oldest);
    // A failure is not kept: the sandbox may have been away for a moment.
    compiled.catch(() => this.#kept.delete(name));
    return compiled;
  }

  async #compile(key: VersionKey): Promise<CompiledVersion> {
    const { document } = await this.#flows.getVersion(key.tenantId, key.flowId, key.version);
    return { document, plan: await this.#compiler.compile(key, document) };
  }
}
