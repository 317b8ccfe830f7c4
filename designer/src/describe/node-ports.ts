import { canBeUndone, type FlowNode, listNodePorts, type NodeDescriptor, undoPort } from '@invoicepatch/sdk';

/** The ways out that a step shows: its own, those that its settings give it, and the one that takes it back where that is used. */
export function portsOf(
  node: Pick<FlowNode, 'config' | 'onError'>,
  descriptor: NodeDescriptor | undefined,
  used: readonly string[],
): readonly string[] {
  if (descriptor === undefined) return [...new Set(['out', ...used])];
  const ports = listNodePorts(descriptor, node);
  return used.includes(undoPort) && canBeUndone(descriptor) ? [...ports, undoPort] : ports;
}

/** The ways out by which a step may be connected. */
export function connectablePorts(
  node: Pick<FlowNode, 'config' | 'onError'>,
  descriptor: NodeDescriptor | undefined,
): readonly string[] {
  if (descriptor === undefined) return ['out'];
  const ports = listNodePorts(descriptor, node);
  return canBeUndone(descriptor) ? [...ports, undoPort] : ports;
}
