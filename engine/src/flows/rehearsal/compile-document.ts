import { Fault, type FlowDocument, type FlowNode, type Program } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import { compileGraph, type Plan, type PlannedProgram, parseConfig, programOf } from '../../execution/plan.ts';
import type { CompiledProgram, Sandbox } from '../../sandbox/sandbox.ts';
import { programKey } from '../check/programs.ts';

type Reads = Pick<PlannedProgram, 'variables' | 'nodes' | 'compiled'>;

export interface CompileTools {
  readonly catalog: Catalog;
  readonly sandbox: Sandbox;
  /** Where a version's compiled mappings are; a draft has none. */
  readonly compiled?: { get(program: Program): Promise<CompiledProgram | undefined> };
}

/** A document, ready to run. Throws `flow.not-runnable` with the step and what is wrong with it. */
export async function compileDocument(tools: CompileTools, tenantId: string, document: FlowDocument): Promise<Plan> {
  const reads = await inspectAll(tools, tenantId, document.nodes);
  const graph = compileGraph(document, {
    findType: (name) => tools.catalog.find(name),
    reads: (program) => reads.get(programKey(program)) ?? { variables: [], nodes: undefined },
  });
  return { ...graph, parameters: JSON.stringify(document.parameters ?? {}), timeoutMs: document.timeoutMs };
}

async function inspectAll(
  tools: CompileTools,
  tenantId: string,
  nodes: readonly FlowNode[],
): Promise<ReadonlyMap<string, Reads>> {
  const programs = new Map(programsOf(tools.catalog, nodes).map((program) => [programKey(program), program]));
  const inspected = await Promise.all(
    [...programs].map(async ([key, program]) => [key, await inspect(tools, tenantId, program)] as const),
  );
  return new Map(inspected);
}

async function inspect({ sandbox, compiled }: CompileTools, tenantId: string, program: Program): Promise<Reads> {
  const inspection = await sandbox.inspect(tenantId, program);
  if (inspection.ok) {
    const { variables, nodes } = inspection;
    return { variables, nodes, compiled: await compiled?.get(program) };
  }
  throw new Fault(
    'invalid',
    'flow.not-runnable',
    `An expression of this version can't be read: ${inspection.message}`,
    { details: { code: inspection.code } },
  );
}

function programsOf(catalog: Catalog, nodes: readonly FlowNode[]): Program[] {
  return nodes.flatMap((node) => {
    const type = catalog.find(node.type);
    const own = type === undefined ? undefined : programOf(type, parseConfig(node, type));
    return [
      ...(own === undefined ? [] : [own]),
      ...(node.input === undefined ? [] : [{ language: 'jsonata' as const, source: node.input }]),
      ...programsOf(catalog, node.body?.nodes ?? []),
    ];
  });
}
