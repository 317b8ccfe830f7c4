import type { FlowDocument, FlowNode } from '@invoicepatch/sdk';
import type { Surroundings } from '../expression/infer-expression.ts';
import { checkFlowTypes, type FlowFacts } from '../flow/check-flow-types.ts';
import type { NodeTypes } from '../flow/node-types.ts';
import { anything, type Type } from '../type/type.ts';

export interface Field {
  readonly nodeId: string;
  /** `input`, or the name of a field of the configuration. */
  readonly field: string;
}

export type ExpressionPlace = Surroundings & { readonly target?: Type };

function without(nodes: readonly FlowNode[], { nodeId, field }: Field): FlowNode[] {
  return nodes.map((node) => ({
    ...node,
    ...(node.id === nodeId && field === 'input' ? { input: '$' } : {}),
    ...(node.body === undefined ? {} : { body: { ...node.body, nodes: without(node.body.nodes, { nodeId, field }) } }),
  }));
}

/** What an expression in a field of a node can read, and what has to come out of it. */
export function placeOf(types: NodeTypes, field: string): ExpressionPlace {
  const { incoming, given, variables, target } = types;
  if (field !== 'input') return { input: given, variables };
  return { input: incoming, variables, ...(target === undefined ? {} : { target }) };
}

/** The same, straight from a flow, whatever stands in the field just now. */
export function findPlace(document: FlowDocument, at: Field, facts: FlowFacts): ExpressionPlace {
  const bare = at.field === 'input' ? { ...document, nodes: without(document.nodes, at) } : document;
  const types = checkFlowTypes(bare, { ...facts, focus: at.nodeId }).nodes.get(at.nodeId);
  const language = facts.language === undefined ? {} : { language: facts.language };
  return types === undefined ? { input: anything, ...language } : { ...placeOf(types, at.field), ...language };
}
