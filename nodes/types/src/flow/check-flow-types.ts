import type { FlowDocument, FlowEdge, FlowNode, NodeDescriptor } from '@invoicepatch/sdk';
import type { Effort } from '../expression/inference.ts';
import { fromValue } from '../type/from-sample.ts';
import { join } from '../type/join.ts';
import type { Language } from '../type/show.ts';
import { anything, integerType, listOf, objectOf, optional, stringType, type Type } from '../type/type.ts';
import type { FlowFinding } from './flow-finding.ts';
import { ancestorsOf, type Graph, toGraph } from './graph.ts';
import { joinSources } from './incoming.ts';
import { always, and, implies, type Liveness, or } from './liveness.ts';
import { itemsOf, loopOutput } from './loop-types.ts';
import { inferNode, type NodeTypes } from './node-types.ts';
import { mentionsSteps } from './programs.ts';
import { liveBy, outputBy, outputSeen, type Ran, toRan } from './ran.ts';
import { type Placed, type Scene, SchemaTypes } from './scene.ts';
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
  /** The node that somebody is working at: all that it can read is wanted, not only what it reads. */
  readonly focus?: string;
}

/** Pieces of expressions that one look at a flow looks at; it takes well under a second. */
const effortLimit = 200_000;
/** Steps back over edges, to find what comes before the nodes that read `$nodes`. */
const searchLimit = 300_000;

type Steps = ReadonlyMap<string, Type>;

interface Around {
  readonly facts: FlowFacts;
  readonly found: Map<string, NodeTypes>;
  readonly findings: FlowFinding[];
  readonly variables: Readonly<Record<string, Type>>;
  readonly effort: Effort;
  readonly search: Effort;
  readonly schemas: SchemaTypes;
  /** Outputs of the nodes before the loops around; `undefined` when there are too many. */
  outer(): Steps | undefined;
  /** The loop's item, for the first nodes of a body. */
  readonly item?: Type;
}

interface Level {
  readonly graph: Graph;
  readonly ran: Map<string, Ran>;
  readonly around: Around;
}

function livenessOf({ node, descriptor, edges }: Placed, { ran }: Level): Liveness {
  if (descriptor?.kind === 'trigger') return and(always, '', node.id);
  return edges.length === 0 ? always : or(...edges.map((edge) => liveBy(edge, ran.get(edge.from))));
}

function incomingOf({ node, edges }: Placed, { ran, around }: Level): Type {
  if (node.join === 'first') return anything;
  if (edges.length === 0) return around.item ?? anything;
  const byNode = new Map<string, FlowEdge[]>();
  for (const edge of edges) byNode.set(edge.from, [...(byNode.get(edge.from) ?? []), edge]);
  const sources = [...byNode].map(([id, ways]) => ({
    id,
    output: join(...ways.map((edge) => outputBy(edge, ran.get(id)))),
    live: or(...ways.map((edge) => liveBy(edge, ran.get(id)))),
  }));
  return joinSources(sources);
}

/** The outputs of the nodes before; those that may have been skipped may be missing. */
function stepsBefore(id: string, live: Liveness, { graph, ran, around }: Level): Steps | undefined {
  const before = ancestorsOf(graph, id, around.search);
  const outer = around.outer();
  if (before === undefined || outer === undefined) return undefined;
  const own = before.map((each): [string, Type] => {
    const earlier = ran.get(each);
    if (earlier === undefined) return [each, anything];
    const output = outputSeen(each, earlier, live);
    return [each, !graph.isRacing && implies(live, earlier.live) ? output : optional(output)];
  });
  return new Map([...outer, ...own]);
}

function toVariable(steps: Steps | undefined): Type {
  return steps === undefined ? anything : { object: { fields: steps, steps: true } };
}

function walkBody(
  node: FlowNode,
  types: NodeTypes,
  { around, steps }: { around: Around; steps(): Steps | undefined },
): Type {
  const { item, min } = itemsOf(types.result ?? anything, node);
  if (node.body === undefined) return listOf(item);
  const variables = { ...around.variables, item, index: integerType };
  const graph = toGraph(node.body);
  const ran = walk(graph, { ...around, variables, outer: steps, item });
  return loopOutput(node, { graph, ran, min });
}

function lookAt(node: FlowNode, level: Level): void {
  const { graph, ran, around } = level;
  const descriptor = around.facts.describe(node.type);
  const placed: Placed = { node, descriptor, edges: graph.into(node.id).filter(({ from }) => ran.has(from)) };
  const live = livenessOf(placed, level);
  let known: { readonly steps: Steps | undefined } | undefined;
  const steps = () => {
    known ??= { steps: stepsBefore(node.id, live, level) };
    return known.steps;
  };
  const reads = around.facts.focus === node.id || mentionsSteps(node, descriptor);
  const scene: Scene = {
    incoming: incomingOf(placed, level),
    variables: { ...around.variables, nodes: reads ? toVariable(steps()) : anything },
    language: around.facts.language ?? 'en',
    effort: around.effort,
    schemas: around.schemas,
    report: (finding) => around.findings.push(finding),
  };
  const types = inferNode(placed, scene);
  const output = descriptor?.kind === 'loop' ? walkBody(node, types, { around, steps }) : types.output;
  around.found.set(node.id, { ...types, output });
  ran.set(node.id, toRan(node, { descriptor, live, output, incoming: scene.incoming }));
}

function walk(graph: Graph, around: Around): ReadonlyMap<string, Ran> {
  const ran = new Map<string, Ran>();
  for (const node of graph.nodes) lookAt(node, { graph, ran, around });
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
  const outer: Steps = new Map();
  walk(toGraph(document), {
    facts,
    found,
    findings,
    variables,
    effort: { left: effortLimit },
    search: { left: searchLimit },
    schemas: new SchemaTypes(),
    outer: () => outer,
  });
  return { nodes: found, findings };
}
