import { Fault, type FlowDocument, type FlowNode, type Program } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import { compileGraph, type Plan, type PlannedProgram, parseConfig, programOf } from '../../execution/plan.ts';
import type { PublishedFlows } from '../../flows/published-flows.ts';
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
    const reads = await this.#inspectAll(tenantId, document.nodes);
    const graph = compileGraph(document, {
      findType: (name) => this.#catalog.find(name),
      reads: (program) => reads.get(nameOf(program)) ?? { variables: [], nodes: undefined },
    });
    return { document, plan: { ...graph, parameters: JSON.stringify(document.parameters ?? {}) } };
  }

  async #inspectAll(
    tenantId: string,
    nodes: readonly FlowNode[],
  ): Promise<Map<string, Pick<PlannedProgram, 'variables' | 'nodes'>>> {
    const programs = new Map(this.#programsOf(nodes).map((program) => [nameOf(program), program]));
    const inspected = await Promise.all(
      [...programs].map(async ([name, program]) => [name, await this.#inspect(tenantId, program)] as const),
    );
    return new Map(inspected);
  }

  async #inspect(tenantId: string, program: Program): Promise<Pick<PlannedProgram, 'variables' | 'nodes'>> {
    const inspection = await this.#sandbox.inspect(tenantId, program);
    if (inspection.ok) return { variables: inspection.variables, nodes: inspection.nodes };
    throw new Fault(
      'invalid',
      'flow.not-runnable',
      `An expression of this version can't be read: ${inspection.message}`,
      {
        details: { code: inspection.code },
      },
    );
  }

  #programsOf(nodes: readonly FlowNode[]): Program[] {
    return nodes.flatMap((node) => {
      const type = this.#catalog.find(node.type);
      const own = type === undefined ? undefined : programOf(type, parseConfig(node, type));
      return [
        ...(own === undefined ? [] : [own]),
        ...(node.input === undefined ? [] : [{ language: 'jsonata' as const, source: node.input }]),
        ...this.#programsOf(node.body?.nodes ?? []),
      ];
    });
  }
}

function nameOf(program: Program): string {
  return `${program.language}\n${program.source}`;
}
