import type { Action } from './action.ts';
import type { Control } from './control.ts';
import type { Evaluation, Loop } from './evaluation.ts';
import type { Trigger } from './trigger.ts';

/** Everything that a flow can be made of. */
export type NodeType = Trigger | Action | Evaluation | Control | Loop;

/** The name that flows store: `quickbooks-online.create-invoice@1`. */
export function toTypeName(node: { readonly id: string; readonly version: number }): string {
  return `${node.id}@${node.version}`;
}

/** The names of a node's ways out, in the order in which the canvas draws them. */
export function listPorts(node: NodeType): readonly string[] {
  if (node.kind === 'control') return node.ports;
  if (node.kind === 'evaluation' && node.result === 'branch') return ['true', 'false'];
  return ['out'];
}
