import { canBeUndone, errorPort, type FlowNode, type NodeType, undoPort } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import { reach, toGraph } from './graph.ts';
import type { Problem } from './problem.ts';
import { nameOf, type Scope } from './scope.ts';

interface Placed {
  readonly node: FlowNode;
  readonly type: NodeType;
}

function problem(node: FlowNode, field: string, text: { readonly code: string; readonly message: string }): Problem {
  return { nodeId: node.id, path: `nodes.${node.id}.${field}`, ...text };
}

/** Settings that a node of this kind can't follow. */
function problemsOfNode({ node, type }: Placed): Problem[] {
  const problems: Problem[] = [];
  const useless = (field: string, why: string) =>
    problems.push(
      problem(node, field, {
        code: 'flow.useless-policy',
        message: `${nameOf(node)} ${why}. Remove "${field}" from it.`,
      }),
    );
  if (node.retry !== undefined && type.kind !== 'action') useless('retry', 'sends nothing that could be tried again');
  if (node.onError !== undefined && type.kind === 'trigger') useless('onError', 'is a trigger and can not fail');
  const waits = type.kind === 'action' || (type.kind === 'control' && type.waitsFor !== 'flow');
  if (node.timeoutMs !== undefined && !waits) {
    const hasOwn =
      type.kind === 'control' ? 'runs a flow, which has a time limit of its own' : 'neither sends nor waits';
    useless('timeoutMs', hasOwn);
  }
  return problems;
}

function problemsOfPorts({ node }: Placed, portsUsed: ReadonlySet<string>): Problem[] {
  if (node.onError !== 'branch' || portsUsed.has(`${node.id} ${errorPort}`)) return [];
  const message = `${nameOf(node)} sends its failures by the way out "${errorPort}", but nothing follows there, so nobody would hear of them. Connect it, or let the run stop.`;
  return [problem(node, 'onError', { code: 'flow.error-unheard', message })];
}

function problemsOfJoin({ node }: Placed, sources: ReadonlySet<string> | undefined): Problem[] {
  if (node.join !== 'first' || (sources?.size ?? 0) > 1) return [];
  const message = `${nameOf(node)} goes on with whichever step before it is first, but there are not two. Connect another, or remove "join".`;
  return [problem(node, 'join', { code: 'flow.useless-policy', message })];
}

/** A branch that takes an act back is entered by its own act alone, and has no other end than its own. */
function problemsOfUndo(scope: Scope, catalog: Catalog): Problem[] {
  const undoing = scope.edges.filter((edge) => edge.port === undoPort && isUndoable(scope, edge.from, catalog));
  if (undoing.length === 0) return [];
  const { next } = toGraph(scope);
  return undoing.flatMap(({ from, to }) => {
    const branch = reach(
      undoing.filter((edge) => edge.from === from).map((edge) => edge.to),
      next,
    );
    const inBranch = (id: string) => branch.has(id);
    const strangers = scope.edges.filter(
      (edge) => inBranch(edge.to) && !inBranch(edge.from) && !(edge.from === from && edge.port === undoPort),
    );
    return strangers.map((edge) => ({
      nodeId: edge.to,
      path: `nodes.${edge.to}`,
      code: 'flow.undo-mixed',
      message: `${edge.to} belongs to what takes ${from} back (from ${to} on), but ${edge.from} leads there too. Give each its own steps.`,
    }));
  });
}

function isUndoable(scope: Scope, id: string, catalog: Catalog): boolean {
  const type = catalog.find(scope.nodes.find((node) => node.id === id)?.type ?? '');
  return type !== undefined && canBeUndone(type);
}

function problemsOfScope(scope: Scope, catalog: Catalog): Problem[] {
  const portsUsed = new Set(scope.edges.map((edge) => `${edge.from} ${edge.port ?? 'out'}`));
  const sources = new Map<string, Set<string>>();
  for (const { from, to } of scope.edges) sources.set(to, (sources.get(to) ?? new Set()).add(from));
  const placed = scope.nodes.flatMap((node) => {
    const type = catalog.find(node.type);
    return type === undefined ? [] : [{ node, type }];
  });
  return [
    ...placed.flatMap((each) => [
      ...problemsOfNode(each),
      ...problemsOfPorts(each, portsUsed),
      ...problemsOfJoin(each, sources.get(each.node.id)),
    ]),
    ...problemsOfUndo(scope, catalog),
  ];
}

/** What is set on nodes about failures, times, joins and taking back. */
export function checkPolicies(scopes: readonly Scope[], catalog: Catalog): Problem[] {
  return scopes.flatMap((scope) => problemsOfScope(scope, catalog));
}
