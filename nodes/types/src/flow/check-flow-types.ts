import type { FlowDocument, FlowEdge, FlowNode, NodeDescriptor } from '@invoicepatch/sdk';
import type { Effort } from '../expression/inference.ts';
import { fromValue } from '../type/from-sample.ts';
import { join } from '../type/join.ts';
import type { Language } from '../type/show.ts';
import {
  anything,
  anyValue,
  integerType,
  isNever,
  listOf,
  nullType,
  objectOf,
  optional,
  present,
  stringType,
  type Type,
  without,
} from '../type/type.ts';
import type { FlowFinding } from './flow-finding.ts';
import { joinSources } from './incoming.ts';
import { always, and, implies, type Liveness, liveOver, or } from './liveness.ts';
import { inferNode, type NodeTypes } from './node-types.ts';
import { type Placed, type Scene, sortNodes } from './scene.ts';
import { payloadOf } from './trigger-output.ts';

export interface FlowTypes {
  /** By id, loops' bodies included. Nodes of unknown types give anything. */
  readonly nodes: ReadonlyMap<string, NodeTypes>;
  readonly findings: readonly FlowFinding[];
}

export interface FlowFacts {
  /** What the catalog says of a node type, `core.transform@1`. */
  describe(type: string): NodeDescriptor | undefined;
  readonly language?: Language;
}

/** Pieces of expressions that one look at a flow looks at; it takes well under a second. */
const effortLimit = 200_000;

interface Graph {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

interface Around {
  readonly facts: FlowFacts;
  readonly found: Map<string, NodeTypes>;
  readonly findings: FlowFinding[];
  readonly variables: Readonly<Record<string, Type>>;
  readonly effort: Effort;
  /** Outputs of the nodes before the loops around. */
  readonly outer: ReadonlyMap<string, Type>;
  /** Of the loop's item, for the first nodes of a body. */
  readonly item?: Type;
}

interface Ran {
  readonly live: Liveness;
  readonly output: Type;
  readonly ports: readonly string[];
  readonly before: ReadonlySet<string>;
}

function edgesInto(graph: Graph, id: string, ran: ReadonlyMap<string, Ran>): readonly FlowEdge[] {
  return graph.edges.filter((edge) => edge.to === id && ran.has(edge.from));
}

function livenessOf(node: FlowNode, placed: Placed, ran: ReadonlyMap<string, Ran>): Liveness {
  if (placed.descriptor?.kind === 'trigger') return and(always, '', node.id);
  if (placed.edges.length === 0) return always;
  return or(...placed.edges.map((edge) => liveOver(edge, ran.get(edge.from)?.live, ran.get(edge.from)?.ports ?? [])));
}

function incomingOf({ edges }: Placed, ran: ReadonlyMap<string, Ran>, item: Type | undefined): Type {
  if (edges.length === 0) return item ?? anything;
  const ids = [...new Set(edges.map(({ from }) => from))];
  const sources = ids.map((id) => {
    const from = ran.get(id);
    const ways = edges.filter((edge) => edge.from === id);
    const live = or(...ways.map((edge) => liveOver(edge, from?.live, from?.ports ?? [])));
    return { id, output: from?.output ?? anything, live };
  });
  return joinSources(sources);
}

/** `$nodes`: the outputs of the nodes before; those that may have been skipped may be missing. */
function stepsOf(
  before: ReadonlySet<string>,
  live: Liveness,
  { ran, outer }: { ran: ReadonlyMap<string, Ran>; outer: ReadonlyMap<string, Type> },
) {
  const own = [...before].map((id): [string, Type] => {
    const earlier = ran.get(id);
    if (earlier === undefined) return [id, anything];
    return [id, implies(live, earlier.live) ? earlier.output : optional(earlier.output)];
  });
  return new Map([...outer, ...own]);
}

/** What one pass of a loop gives: the output of the body's last node, when there is one that always is. */
function outcomeOf({ nodes, edges }: Graph, ran: ReadonlyMap<string, Ran>): Type {
  const ends = nodes.filter(({ id }) => !edges.some((edge) => edge.from === id));
  const [only] = ends;
  const splits = nodes.some(({ id }) => (ran.get(id)?.ports.length ?? 2) > 1 && !ends.some((end) => end.id === id));
  if (only === undefined || ends.length > 1 || splits) return anything;
  return ran.get(only.id)?.output ?? anything;
}

/** The items of a loop: those of a list, none of nothing, one of anything else. */
function itemsOf(type: Type): { readonly item: Type; readonly min: number } {
  if (type.any) return { item: { any: true }, min: 0 };
  const single = without(type, 'array', 'null', 'missing');
  const min = isNever(single) && !type.null && !type.missing ? (type.array?.min ?? 0) : 0;
  return { item: join(single, present(type.array?.items ?? {})), min };
}

function walkBody(
  node: FlowNode,
  types: NodeTypes,
  { around, steps }: { around: Around; steps: ReadonlyMap<string, Type> },
) {
  const { item, min } = itemsOf(types.result ?? anything);
  const { batchSize, onItemError = 'stop', output = 'list' } = node.config ?? {};
  const known = isNever(item) ? anything : batchSize === undefined ? item : listOf(item);
  if (node.body === undefined) return listOf(known);
  const variables = { ...around.variables, item: known, index: integerType };
  const ran = walk(node.body, { ...around, variables, outer: steps, item: known });
  const outcome = outcomeOf(node.body, ran);
  if (onItemError !== 'stop' || output !== 'list') return anyValue;
  return listOf(outcome.missing ? { ...present(outcome), ...(outcome.any ? {} : nullType) } : outcome, min);
}

function walk(graph: Graph, around: Around): ReadonlyMap<string, Ran> {
  const ran = new Map<string, Ran>();
  for (const node of sortNodes(graph.nodes, graph.edges)) {
    const descriptor = around.facts.describe(node.type);
    const placed: Placed = { node, descriptor, edges: edgesInto(graph, node.id, ran) };
    const live = livenessOf(node, placed, ran);
    const before = new Set(placed.edges.flatMap((edge) => [edge.from, ...(ran.get(edge.from)?.before ?? [])]));
    const steps = stepsOf(before, live, { ran, outer: around.outer });
    const scene: Scene = {
      incoming: incomingOf(placed, ran, around.item),
      variables: { ...around.variables, nodes: { object: { fields: steps, steps: true } } },
      language: around.facts.language ?? 'en',
      effort: around.effort,
      report: (finding) => around.findings.push(finding),
    };
    const types = inferNode(placed, scene);
    const inside = descriptor?.kind === 'loop' ? walkBody(node, types, { around, steps }) : types.output;
    // By one way out goes what the step gives, by another what went wrong.
    const output = (node.onError ?? 'stop') === 'stop' ? inside : anyValue;
    around.found.set(node.id, { ...types, output });
    ran.set(node.id, { live, output, before, ports: descriptor?.ports ?? ['?', '??'] });
  }
  return ran;
}

function triggerOf({ nodes }: FlowDocument, facts: FlowFacts): Type {
  const payloads = nodes.flatMap((node) => {
    const descriptor = facts.describe(node.type);
    return descriptor?.kind === 'trigger' ? [payloadOf(node, descriptor)] : [];
  });
  return payloads.length === 0 ? anything : join(...payloads);
}

/**
 * The type of everything that goes through a flow, from its triggers on in the order of the graph, and what is wrong
 * with its expressions, rules and inputs. The flow need not be whole: what is not known is anything.
 */
export function checkFlowTypes(document: FlowDocument, facts: FlowFacts): FlowTypes {
  const found = new Map<string, NodeTypes>();
  const findings: FlowFinding[] = [];
  const variables = {
    trigger: triggerOf(document, facts),
    callbacks: anything,
    run: objectOf({ id: stringType, startedAt: { string: { format: 'date-time' } } }),
    parameters: fromValue(document.parameters ?? {}),
  };
  walk(document, { facts, found, findings, variables, effort: { left: effortLimit }, outer: new Map() });
  return { nodes: found, findings };
}
