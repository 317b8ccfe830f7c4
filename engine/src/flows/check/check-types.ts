import { describeNode, type FlowDocument, type FlowNode, type NodeDescriptor } from '@invoicepatch/sdk';
import { checkFlowTypes, type FlowFinding } from '@invoicepatch/types';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Judgement, Problem } from './problem.ts';

/** Told by the other checks already, with what stands before the node. */
const toldElsewhere = new Set(['flow.bad-expression', 'flow.unknown-reference', 'flow.unknown-variable']);

function toProblem({ nodeId, field, code, message, range, path, fix }: FlowFinding): Problem {
  const place = field === 'input' ? 'input' : `config.${field}`;
  const isInText = range.end > range.start;
  return {
    nodeId,
    path: `nodes.${nodeId}.${place}`,
    code,
    message,
    ...(isInText ? { position: range.start, range } : {}),
    ...(path === undefined ? {} : { target: path }),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** What the catalog says of node types, each made once. */
export function describing(catalog: Catalog): (type: string) => NodeDescriptor | undefined {
  const known = new Map<string, NodeDescriptor>();
  return (name) => {
    const type = catalog.find(name);
    const found = known.get(name) ?? (type && describeNode(type));
    if (found !== undefined) known.set(name, found);
    return found;
  };
}

/** Characters. Types are worked out in the engine's own thread, which nobody's flow may hold up. */
const longestText = 150_000;

function textOf(node: FlowNode): number {
  const texts = [node.input, ...Object.values(node.config ?? {})].filter((each) => typeof each === 'string');
  const inner = (node.body?.nodes ?? []).map(textOf);
  return texts.reduce((sum, { length }) => sum + length, 0) + inner.reduce((sum, length) => sum + length, 0);
}

const tooLong: Problem = {
  nodeId: null,
  path: 'nodes',
  code: 'flow.types-not-checked',
  message: `The flow's expressions have more than ${longestText / 1_000},000 characters together, so their types were not checked. Split the flow.`,
};

/** Whether what flows from node to node fits: fields that aren't there, operands of the wrong kind, missing targets. */
export function checkTypes(document: FlowDocument, describe: (type: string) => NodeDescriptor | undefined): Judgement {
  if (document.nodes.reduce((sum, node) => sum + textOf(node), 0) > longestText) {
    return { problems: [], warnings: [tooLong] };
  }
  const { findings } = checkFlowTypes(document, { describe });
  const told = findings.filter(({ code }) => !toldElsewhere.has(code));
  return {
    problems: told.filter(({ severity }) => severity === 'error').map(toProblem),
    warnings: told.filter(({ severity }) => severity === 'warning').map(toProblem),
  };
}
