import type { FlowDocument } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Plan } from '../../execution/plan.ts';
import type { PublishedFlows } from '../../flows/published-flows.ts';
import { compileDocument } from '../../flows/rehearsal/compile-document.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

/** Compiled versions kept at once; a version is compiled again when it was pushed out. */
const keptPlans = 200;

/** A version, ready to run. */
export interface CompiledVersion {
  readonly document: FlowDocument;
  readonly plan: Plan;
}

export interface VersionKey {
  readonly tenantId: string;
  readonly flowId: string;
  readonly version: number;
}

/** Compiles each version once. */
export class PlanLibrary {
  readonly #flows: PublishedFlows;
  readonly #catalog: Catalog;
  readonly #sandbox: Sandbox;
  readonly #kept = new Map<string, Promise<CompiledVersion>>();

  constructor(flows: PublishedFlows, catalog: Catalog, sandbox: Sandbox) {
    this.#flows = flows;
    this.#catalog = catalog;
    this.#sandbox = sandbox;
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

  async #compile({ tenantId, flowId, version }: VersionKey): Promise<CompiledVersion> {
    const { document } = await this.#flows.getVersion(tenantId, flowId, version);
    const plan = await compileDocument({ catalog: this.#catalog, sandbox: this.#sandbox }, tenantId, document);
    return { document, plan };
  }
}
