import {
  Fault,
  type FlowEdge,
  type FlowNode,
  type LoopPolicy,
  listNodePorts,
  type NodeType,
  type Program,
  toPortFace,
  undoPort,
} from '@invoicepatch/sdk';
import { Ancestry } from './graph/ancestry.ts';
import { sortNodes } from './graph/sort-nodes.ts';

/** A program with what it reads, so that no more than that is copied into the sandbox. */
export interface PlannedProgram extends Program {
  /** Free variables without the dollar sign. */
  readonly variables: readonly string[];
  /** Ids read as `$nodes.<id>`; `undefined` means it may read any. */
  readonly nodes: readonly string[] | undefined;
  /** What the compiler made of it, for whoever evaluates. */
  readonly compiled?: { readonly code: string; readonly hash: string } | undefined;
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
  readonly body: PlanGraph | undefined;
  /** For a loop: how it goes through its list. */
  readonly loop: LoopPolicy;
  /** What takes its act back: the nodes behind its port `undo`. */
  readonly undo: PlanGraph | undefined;
}

export interface PlanGraph {
  /** Every node after all that lead to it. */
  readonly order: readonly PlanNode[];
  readonly byId: ReadonlyMap<string, PlanNode>;
  /** Who has an edge from a node, by that node's id; each follower once. */
  readonly next: ReadonlyMap<string, readonly PlanNode[]>;
  readonly ancestry: Ancestry;
  /** Whether nothing in it touches the world or waits: its results can be worked out again from its input alone. */
  readonly pure: boolean;
  /** Whether a step in it waits at an address of its own. */
  readonly listens: boolean;
  /** Ids of the nodes that only take something back, those inside loops too. */
  readonly undoing: ReadonlySet<string>;
}

export interface Plan extends PlanGraph {
  /** JSON text of the flow's parameters. */
  readonly parameters: string;
  /** How long a run may take from its start. */
  readonly timeoutMs?: number | undefined;
}

/** What compiling needs to know from outside. */
export interface PlanSources {
  findType(name: string): NodeType | undefined;
  /** Looks a program up that has been inspected before. */
  reads(program: Program): Pick<PlannedProgram, 'variables' | 'nodes' | 'compiled'>;
}

interface GraphSource {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

export function compileGraph(graph: GraphSource, sources: PlanSources): PlanGraph {
  const sorted = sortNodes(graph.nodes, graph.edges);
  const [stuck] = sorted.length < graph.nodes.length ? except(graph.nodes, sorted) : [];
  if (stuck !== undefined) throw notRunnable(stuck, 'it stands in a circle or an edge comes from nowhere');
  const incoming = Map.groupBy(graph.edges, (edge) => edge.to);
  const compiled = sorted.map((node) => compileNode({ node, incoming: incoming.get(node.id) ?? [] }, sources));
  const ancestry = new Ancestry(sorted, graph.edges);
  return toGraph(withUndo(compiled, graph.edges, ancestry), ancestry);
}

function except(nodes: readonly FlowNode[], sorted: readonly FlowNode[]): readonly FlowNode[] {
  const placed = new Set(sorted);
  return nodes.filter((node) => !placed.has(node));
}

function toGraph(order: readonly PlanNode[], ancestry: Ancestry): PlanGraph {
  const next = new Map<string, PlanNode[]>();
  for (const plan of order) {
    for (const from of new Set(plan.incoming.map((edge) => edge.from))) {
      const after = next.get(from);
      if (after === undefined) next.set(from, [plan]);
      else after.push(plan);
    }
  }
  return {
    order,
    byId: new Map(order.map((plan) => [plan.id, plan])),
    next,
    ancestry,
    pure: order.every(isPure),
    listens: order.some(listens),
    undoing: new Set(order.flatMap(listUndoing)),
  };
}

function listUndoing({ undo, body }: PlanNode): readonly string[] {
  return [...(undo === undefined ? [] : listIds(undo)), ...(body?.undoing ?? [])];
}

function listIds({ order }: PlanGraph): readonly string[] {
  return order.flatMap(({ id, body }) => [id, ...(body === undefined ? [] : listIds(body))]);
}

function listens({ type, body }: PlanNode): boolean {
  return (type.kind === 'control' && type.waitsFor === 'callback') || body?.listens === true;
}

function isPure({ type, body, node }: PlanNode): boolean {
  if (node.join === 'first') return false;
  return type.kind === 'evaluation' || (type.kind === 'loop' && (body === undefined || body.pure));
}

/** Gives each node the branch behind its port `undo`. The first nodes of it are given what the act's step handed on. */
function withUndo(order: readonly PlanNode[], edges: readonly FlowEdge[], ancestry: Ancestry): readonly PlanNode[] {
  const undoing = Map.groupBy(
    edges.filter((edge) => edge.port === undoPort),
    (edge) => edge.from,
  );
  if (undoing.size === 0) return order;
  const next = Map.groupBy(edges, (edge) => edge.from);
  return order.map((plan) => {
    const starts = undoing.get(plan.id)?.map((edge) => edge.to) ?? [];
    if (starts.length === 0) return plan;
    const inside = new Set(starts);
    for (const id of inside) for (const { to } of next.get(id) ?? []) inside.add(to);
    const branch = order
      .filter(({ id }) => inside.has(id))
      .map((each) => ({ ...each, incoming: each.incoming.filter((edge) => inside.has(edge.from)) }));
    return { ...plan, undo: toGraph(branch, ancestry) };
  });
}

interface PlacedNode {
  readonly node: FlowNode;
  readonly incoming: readonly FlowEdge[];
}

const plainLoop: LoopPolicy = { onItemError: 'stop', output: 'list' };

function compileNode({ node, incoming }: PlacedNode, sources: PlanSources): PlanNode {
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
    ports: listNodePorts(toPortFace(type), node),
    input: node.input === undefined ? undefined : plan({ language: 'jsonata', source: node.input }, sources),
    program: program === undefined ? undefined : plan(program, sources),
    body: node.body === undefined ? undefined : compileGraph(node.body, sources),
    loop: (type.kind === 'loop' ? type.policy?.(config) : undefined) ?? plainLoop,
    undo: undefined,
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
