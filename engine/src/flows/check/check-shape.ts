import { type FlowDocument, type FlowNode, nodeLimit } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Problem } from './problem.ts';
import { nameOf, type Scope } from './scope.ts';

const depthLimit = 4;

function problemsOfIds(nodes: readonly FlowNode[]): Problem[] {
  const counts = new Map<string, number>();
  for (const { id } of nodes) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].flatMap(([id, count]) =>
    count === 1
      ? []
      : {
          nodeId: id,
          path: `nodes.${id}.id`,
          code: 'flow.duplicate-id',
          message: `${count} nodes have the id ${id}. Give each node an id of its own, inside loops too.`,
        },
  );
}

function problemsOfSize(nodes: readonly FlowNode[], scopes: readonly Scope[]): Problem[] {
  const problems: Problem[] = [];
  if (nodes.length > nodeLimit) {
    problems.push({
      nodeId: null,
      path: 'nodes',
      code: 'flow.too-many-nodes',
      message: `The flow has ${nodes.length} nodes; ${nodeLimit} is the most. Split it into several flows.`,
    });
  }
  for (const { depth, within, place } of scopes) {
    if (depth !== depthLimit + 1 || within === undefined) continue;
    problems.push({
      nodeId: within.loop.id,
      path: place.slice(0, -1),
      code: 'flow.too-deep',
      message: `Loops stand in loops ${depthLimit} deep at most. Make the list flat in a transform before the loop.`,
    });
  }
  return problems;
}

function problemsOfBody(node: FlowNode, catalog: Catalog): Problem[] {
  const kind = catalog.find(node.type)?.kind;
  const at = { nodeId: node.id, path: `nodes.${node.id}.body` };
  if (kind === 'loop' && (node.body === undefined || node.body.nodes.length === 0)) {
    return [{ ...at, code: 'flow.empty-loop', message: `${nameOf(node)} repeats nothing. Put a node into the loop.` }];
  }
  if (kind !== undefined && kind !== 'loop' && node.body !== undefined) {
    const message = `${nameOf(node)} is no loop and can't hold other nodes. Move them out of it.`;
    return [{ ...at, code: 'flow.body-outside-loop', message }];
  }
  return [];
}

function problemsOfType(node: FlowNode, scope: Scope, catalog: Catalog): Problem[] {
  const type = catalog.find(node.type);
  const at = { nodeId: node.id, path: `nodes.${node.id}.type` };
  if (type === undefined) {
    const message = `This engine has no node of the type ${node.type}. Choose another node, or add its connector.`;
    return [{ ...at, code: 'flow.unknown-node-type', message }];
  }
  if (type.kind === 'trigger' && scope.within !== undefined) {
    const message = `${nameOf(node)} is a trigger and can't stand in a loop. Move it to the start of the flow.`;
    return [{ ...at, code: 'flow.trigger-in-loop', message }];
  }
  return [];
}

function problemsOfTriggers(document: FlowDocument, catalog: Catalog): Problem[] {
  if (document.nodes.some((node) => catalog.find(node.type)?.kind === 'trigger')) return [];
  const message = 'Nothing starts this flow. Add a trigger.';
  return [{ nodeId: null, path: 'nodes', code: 'flow.no-trigger', message }];
}

/** Ids, sizes, types, loops and triggers. */
export function checkShape(document: FlowDocument, scopes: readonly Scope[], catalog: Catalog): Problem[] {
  const nodes = scopes.flatMap((scope) => scope.nodes);
  return [
    ...problemsOfIds(nodes),
    ...problemsOfSize(nodes, scopes),
    ...problemsOfTriggers(document, catalog),
    ...scopes.flatMap((scope) => scope.nodes.flatMap((node) => problemsOfType(node, scope, catalog))),
    ...nodes.flatMap((node) => problemsOfBody(node, catalog)),
  ];
}
