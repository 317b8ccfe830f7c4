import { canBeUndone, type FlowEdge, type FlowNode, listNodePorts, toPortFace, undoPort } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import { findCycles, reach, toGraph } from './graph.ts';
import type { Problem } from './problem.ts';
import { nameOf, type Scope } from './scope.ts';

function portOf(edge: FlowEdge): string {
  return edge.port ?? 'out';
}

interface Level {
  readonly scope: Scope;
  readonly catalog: Catalog;
  readonly byId: ReadonlyMap<string, FlowNode>;
  /** Of each edge, the place of the first that is the same. */
  readonly firsts: ReadonlyMap<string, number>;
}

function keyOf(edge: FlowEdge): string {
  return `${edge.from} ${portOf(edge)} ${edge.to}`;
}

function toLevel(scope: Scope, catalog: Catalog): Level {
  const firsts = new Map<string, number>();
  for (const [index, edge] of scope.edges.entries()) if (!firsts.has(keyOf(edge))) firsts.set(keyOf(edge), index);
  return { scope, catalog, byId: new Map(scope.nodes.map((node) => [node.id, node])), firsts };
}

function portsOf(node: FlowNode, catalog: Catalog): readonly string[] | undefined {
  const type = catalog.find(node.type);
  if (type === undefined) return undefined;
  const ports = listNodePorts(toPortFace(type), node);
  return canBeUndone(type) ? [...ports, undoPort] : ports;
}

function problemsOfEdge(edge: FlowEdge, index: number, { scope, catalog, byId, firsts }: Level): Problem[] {
  const path = `${scope.place}edges[${index}]`;
  const level = scope.within === undefined ? 'the flow' : `the loop ${nameOf(scope.within.loop)}`;
  const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
  const missing = [
    { id: edge.from, node: from, end: 'from' },
    { id: edge.to, node: to, end: 'to' },
  ].filter(({ node }) => node === undefined);
  const problems: Problem[] = missing.map(({ id, end }) => ({
    nodeId: null,
    path: `${path}.${end}`,
    code: 'flow.dangling-edge',
    message: `An edge leads ${end} ${id}, which is no node of ${level}. Remove the edge or add the node.`,
  }));
  const ports = from === undefined ? undefined : portsOf(from, catalog);
  if (from !== undefined && ports !== undefined && !ports.includes(portOf(edge))) {
    const message = `${nameOf(from)} has no way out named "${portOf(edge)}". It has: ${ports.join(', ')}.`;
    problems.push({ nodeId: from.id, path: `${path}.port`, code: 'flow.no-such-port', message });
  }
  if (to !== undefined && catalog.find(to.type)?.kind === 'trigger') {
    const message = `${nameOf(to)} is a trigger: nothing comes before it. Remove the edge from ${edge.from}.`;
    problems.push({ nodeId: to.id, path: `${path}.to`, code: 'flow.edge-into-trigger', message });
  }
  if ((firsts.get(keyOf(edge)) ?? index) < index) {
    const message = `Two edges lead from ${edge.from} to ${edge.to} by the same way out. Remove one.`;
    problems.push({ nodeId: edge.from, path, code: 'flow.duplicate-edge', message });
  }
  return problems;
}

function problemsOfOrder(scope: Scope, catalog: Catalog): Problem[] {
  const graph = toGraph(scope);
  const cycles = findCycles(graph);
  const problems: Problem[] = cycles.map((cycle) => ({
    nodeId: cycle[0] ?? null,
    path: `${scope.place}edges`,
    code: 'flow.cycle',
    message: `These nodes wait for each other in a circle: ${cycle.join(', ')}. Remove an edge; to repeat something, use a loop.`,
  }));
  if (scope.within !== undefined) return problems;
  const triggers = scope.nodes.filter((node) => catalog.find(node.type)?.kind === 'trigger').map((node) => node.id);
  if (triggers.length === 0) return problems;
  const reached = reach([...triggers, ...cycles.flat()], graph.next);
  for (const node of scope.nodes) {
    // An unknown type may well be a trigger; that it is unknown has been said.
    if (reached.has(node.id) || catalog.find(node.type) === undefined) continue;
    const message = `No way leads from a trigger to ${nameOf(node)}. Connect it or remove it.`;
    problems.push({ nodeId: node.id, path: `nodes.${node.id}`, code: 'flow.unreachable', message });
  }
  return problems;
}

function problemsOfEdges(scope: Scope, catalog: Catalog): Problem[] {
  const level = toLevel(scope, catalog);
  return scope.edges.flatMap((edge, index) => problemsOfEdge(edge, index, level));
}

/** Edges that lead nowhere, circles, and nodes that no run can come to. */
export function checkEdges(scopes: readonly Scope[], catalog: Catalog): Problem[] {
  return scopes.flatMap((scope) => [...problemsOfEdges(scope, catalog), ...problemsOfOrder(scope, catalog)]);
}
