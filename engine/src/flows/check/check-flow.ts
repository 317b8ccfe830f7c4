import type { FlowDocument, FlowNode } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import { checkConfig } from './check-config.ts';
import { type ConnectionFacts, checkConnection } from './check-connection.ts';
import { checkEdges } from './check-edges.ts';
import { checkPolicies } from './check-policies.ts';
import { checkPrograms, type Inspections } from './check-programs.ts';
import { checkShape } from './check-shape.ts';
import type { Problem } from './problem.ts';
import { listPrograms } from './programs.ts';
import { listScopes, nameOf } from './scope.ts';

export interface CheckFacts {
  readonly catalog: Catalog;
  readonly connections: ConnectionFacts;
  /** Of each program that `listPrograms` gives. */
  readonly inspections: Inspections;
}

function problemsOfNode(node: FlowNode, { catalog, connections }: CheckFacts): Problem[] {
  const type = catalog.find(node.type);
  if (type === undefined) return [];
  const problems = [...checkConfig(node, type), ...checkConnection(node, type, connections)];
  if (type.kind === 'trigger' && node.input !== undefined) {
    const message = `${nameOf(node)} is a trigger and gets nothing to reshape. Put the expression into a transform after it.`;
    problems.push({ nodeId: node.id, path: `nodes.${node.id}.input`, code: 'flow.input-of-trigger', message });
  }
  return problems;
}

/** Everything that keeps a flow from being published, all at once; empty when it can be. */
export function checkFlow(document: FlowDocument, facts: CheckFacts): readonly Problem[] {
  const scopes = listScopes(document);
  return [
    ...checkShape(document, scopes, facts.catalog),
    ...checkEdges(scopes, facts.catalog),
    ...checkPolicies(scopes, facts.catalog),
    ...scopes.flatMap((scope) => scope.nodes.flatMap((node) => problemsOfNode(node, facts))),
    ...checkPrograms(listPrograms(scopes, facts.catalog), facts.inspections),
  ];
}
