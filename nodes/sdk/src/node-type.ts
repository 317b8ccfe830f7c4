import type { Action } from './action.ts';
import type { Control } from './control.ts';
import type { Evaluation, Loop } from './evaluation.ts';
import type { FlowNode } from './flow-document.ts';
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

/** Ways out that a node has by where it stands and what is set on it, whatever its type. */
export const errorPort = 'error';
/** Leads to what takes an effect back when the run fails later. */
export const undoPort = 'undo';

interface PortFace {
  readonly kind: NodeType['kind'];
  readonly ports: readonly string[];
  readonly optionalPorts?: Readonly<Record<string, string>> | undefined;
}

/** The ways out of one node in a flow: of its type, and of what is set on it. Both a type's descriptor and a face of it will do. */
export function listNodePorts(face: PortFace, node: Pick<FlowNode, 'config' | 'onError'>): readonly string[] {
  const optional = face.optionalPorts ?? {};
  const own = face.ports.filter((port) => {
    const field = optional[port];
    return field === undefined || node.config?.[field] !== undefined;
  });
  return node.onError === 'branch' && face.kind !== 'trigger' ? [...own, errorPort] : own;
}

/** Whether a node's act can be taken back by an `undo` branch. */
export function canBeUndone(face: {
  readonly kind: NodeType['kind'];
  readonly waitsFor?: string | undefined;
}): boolean {
  return face.kind === 'action' || face.waitsFor === 'flow';
}

export function toPortFace(type: NodeType): PortFace {
  return {
    kind: type.kind,
    ports: listPorts(type),
    ...(type.kind === 'control' ? { optionalPorts: type.optionalPorts } : {}),
  };
}
