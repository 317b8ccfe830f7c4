import type { FlowDocument, FlowNode } from '@invoicepatch/sdk';
import { listNodes } from './graph.ts';

export interface Difference {
  readonly id: string;
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
}

/** What a step is, without where it stands and what it holds. */
function essence({ at: _at, body: _body, ...rest }: FlowNode): string {
  return JSON.stringify(Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What `theirs` has that `mine` has not, step by step. Where a step stands does not count. */
export function compareDocuments(mine: FlowDocument, theirs: FlowDocument): Difference[] {
  const before = new Map(listNodes(mine).map(({ node }) => [node.id, node]));
  const after = new Map(listNodes(theirs).map(({ node }) => [node.id, node]));
  const named = (node: FlowNode, change: Difference['change']) => ({ id: node.id, name: node.name ?? node.id, change });
  return [
    ...[...after.values()].flatMap((node) => {
      const old = before.get(node.id);
      if (old === undefined) return [named(node, 'added')];
      return essence(old) === essence(node) ? [] : [named(node, 'changed')];
    }),
    ...[...before.values()].filter((node) => !after.has(node.id)).map((node) => named(node, 'removed')),
  ];
}
