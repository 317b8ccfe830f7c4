import { Fault, type FlowEdge, type FlowNode, listPorts, type NodeType, type Program } from '@invoicepatch/sdk';

/** A program with what it reads, so that no more than that is copied into the sandbox. */
export interface PlannedProgram extends Program {
  /** Free variables without the dollar sign. */
  readonly variables: readonly string[];
  /** Ids read as `$nodes.<id>`; `undefined` means it may read any. */
  readonly nodes: readonly string[] | undefined;
}

export interface PlanNode {
  readonly id: string;
  readonly type: NodeType;
  readonly node: FlowNode;
  /** The parsed configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly incoming: readonly FlowEdge[];
  readonly ports: readonly string[];
  /** Shapes what the node is given. */
  readonly input: PlannedProgram | undefined;
  /** What an evaluation or a loop evaluates. */
  readonly program: PlannedProgram | undefined;
  /** Ids of the nodes of the same graph that come before it. */
  readonly ancestors: ReadonlySet<string>;
  readonly body: PlanGraph | undefined;
}

export interface PlanGraph {
  /** Every node after all that lead to it. */
  readonly order: readonly PlanNode[];
}

export interface Plan extends PlanGraph {
  /** JSON text of the flow's parameters. */
  readonly parameters: string;
}

/** What compiling needs to know from outside. */
export interface PlanSources {
  findType(name: string): NodeType | undefined;
  /** Looks a program up that has been inspected before. */
  reads(program: Program): Pick<PlannedProgram, 'variables' | 'nodes'>;
}

export function compileGraph(
  graph: { readonly nodes: readonly FlowNode[]; readonly edges: readonly FlowEdge[] },
  sources: PlanSources,
): PlanGraph {
  const ancestors = new Map<string, Set<string>>();
  const order: PlanNode[] = [];
  for (const node of sortNodes(graph.nodes, graph.edges)) {
    const incoming = graph.edges.filter((edge) => edge.to === node.id);
    const before = new Set(incoming.flatMap((edge) => [edge.from, ...(ancestors.get(edge.from) ?? [])]));
    ancestors.set(node.id, before);
    order.push(compileNode({ node, incoming, ancestors: before }, sources));
  }
  return { order };
}

interface PlacedNode {
  readonly node: FlowNode;
  readonly incoming: readonly FlowEdge[];
  readonly ancestors: ReadonlySet<string>;
}

function compileNode({ node, incoming, ancestors }: PlacedNode, sources: PlanSources): PlanNode {
  const type = sources.findType(node.type);
  if (type === undefined) throw notRunnable(node, `the type ${node.type} is not installed`);
  const config = parseConfig(node, type);
  const program = programOf(type, config);
  return {
    id: node.id,
    type,
    node,
    config,
    incoming,
    ancestors,
    ports: listPorts(type),
    input: node.input === undefined ? undefined : plan({ language: 'jsonata', source: node.input }, sources),
    program: program === undefined ? undefined : plan(program, sources),
    body: node.body === undefined ? undefined : compileGraph(node.body, sources),
  };
}

/** The program that a node's own configuration holds, if its kind has one. */
export function programOf(type: NodeType, config: Readonly<Record<string, unknown>>): Program | undefined {
  if (type.kind === 'evaluation') return type.program(config);
  if (type.kind === 'loop') return type.items(config);
  return undefined;
}

function plan(program: Program, sources: PlanSources): PlannedProgram {
  return { ...program, ...sources.reads(program) };
}

export function parseConfig(node: FlowNode, type: NodeType): Readonly<Record<string, unknown>> {
  const schema = type.config;
  if (schema === undefined) return {};
  const parsed = schema.safeParse(node.config ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw notRunnable(
    node,
    `its configuration is wrong at ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'unknown'}`,
  );
}

function notRunnable(node: FlowNode, why: string): Fault {
  const text = `The step ${node.id} can't run: ${why}. Mend it in the designer and publish again.`;
  return new Fault('invalid', 'flow.not-runnable', text, { details: { nodeId: node.id } });
}

function sortNodes(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowNode[] {
  const sorted: FlowNode[] = [];
  const placed = new Set<string>();
  let waiting = [...nodes];
  while (waiting.length > 0) {
    const ready = waiting.filter((node) => edges.every((edge) => edge.to !== node.id || placed.has(edge.from)));
    const [first] = waiting;
    if (ready.length === 0 && first !== undefined)
      throw notRunnable(first, 'it stands in a circle or an edge comes from nowhere');
    for (const node of ready) placed.add(node.id);
    sorted.push(...ready);
    waiting = waiting.filter((node) => !placed.has(node.id));
  }
  return sorted;
}
