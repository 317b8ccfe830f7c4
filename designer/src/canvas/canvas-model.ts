import type { FlowEdge, FlowNode, NodeDescriptor } from '@invoicepatch/sdk';
import { type Edge, MarkerType, type Node, Position } from '@xyflow/react';
import type { Catalog, Connection, StepStatus } from '../api/wire.ts';
import { connectorOf, type Descriptors, type Look, lookOf } from '../describe/node-look.ts';
import { portsOf } from '../describe/node-ports.ts';
import { type Graph, portOf } from '../document/graph.ts';
import { type Place, placeNodes, sizeOf } from '../document/layout/layout.ts';

export interface StepFace {
  readonly node: FlowNode;
  readonly parent: string | undefined;
  readonly descriptor: NodeDescriptor | undefined;
  readonly look: Look;
  readonly initials: string | undefined;
  readonly colour: string | undefined;
  readonly connection: string | undefined;
  readonly ports: readonly string[];
  /** Ports that lead nowhere yet. */
  readonly openPorts: readonly string[];
  readonly problems: number;
  /** In a run. */
  readonly status: StepStatus | undefined;
  readonly editable: boolean;
}

export type StepNode = Node<StepFace & Record<string, unknown>, 'step' | 'loop'>;
export type StepEdge = Edge<{ edge: FlowEdge; parent: string | undefined; taken: boolean; editable: boolean }, 'flow'>;

export interface Surroundings {
  readonly catalog: Catalog;
  readonly descriptors: Descriptors;
  readonly connections: readonly Connection[];
  readonly problems: ReadonlyMap<string, number>;
  readonly editable: boolean;
  /** In a run: how far each step came, and which edges were taken. */
  readonly statuses?: ReadonlyMap<string, StepStatus>;
  readonly isTaken?: (edge: FlowEdge) => boolean;
}

export function portOffset(index: number, count: number): number {
  return count === 1 ? 28 : 14 + (28 * index) / (count - 1);
}

function toHandles(face: StepFace, width: number): NonNullable<StepNode['handles']> {
  const into = { id: 'in', type: 'target' as const, position: Position.Left, x: -6, y: 22, width: 12, height: 12 };
  const outOf = face.ports.map((id, index, all) => ({
    id,
    type: 'source' as const,
    position: Position.Right,
    x: width - 6,
    y: portOffset(index, all.length) - 6,
    width: 12,
    height: 12,
  }));
  return face.look === 'trigger' ? outOf : [into, ...outOf];
}

function toFace(
  node: FlowNode,
  { scope, parent }: { scope: Graph; parent: string | undefined },
  around: Surroundings,
): StepFace {
  const descriptor = around.descriptors.get(node.type);
  const connector = connectorOf(around.catalog, node.type);
  const used = scope.edges.filter((edge) => edge.from === node.id).map(portOf);
  const ports = portsOf(node, descriptor, used);
  return {
    node,
    parent,
    descriptor,
    look: lookOf(descriptor),
    initials: connector?.mark.initials,
    colour: connector?.mark.colour,
    connection: around.connections.find((connection) => connection.id === node.connection)?.name,
    ports,
    openPorts: ports.filter((port) => !used.includes(port)),
    problems: around.problems.get(node.id) ?? 0,
    status: around.statuses?.get(node.id),
    editable: around.editable,
  };
}

function toStepNode(face: StepFace, position: Place): StepNode {
  const size = sizeOf(face.node);
  return {
    id: face.node.id,
    type: face.look === 'loop' ? 'loop' : 'step',
    position,
    ...size,
    measured: size,
    ...(face.parent === undefined ? {} : { parentId: face.parent }),
    ...(face.look === 'loop' ? { dragHandle: '.loop-title' } : {}),
    handles: toHandles(face, size.width),
    data: { ...face },
  };
}

/** Every step as the canvas library wants it, loops before what they hold. */
export function toStepNodes(graph: Graph, around: Surroundings, parent?: string): StepNode[] {
  const places = placeNodes(graph);
  return graph.nodes.flatMap((node) => [
    toStepNode(toFace(node, { scope: graph, parent }, around), places.get(node.id) ?? { x: 0, y: 0 }),
    ...(node.body === undefined ? [] : toStepNodes(node.body, around, node.id)),
  ]);
}

export function edgeId(edge: FlowEdge): string {
  return `${edge.from}:${portOf(edge)}>${edge.to}`;
}

export function toStepEdges(graph: Graph, around: Surroundings, parent?: string): StepEdge[] {
  const own = graph.edges.map((edge): StepEdge => {
    const taken = around.isTaken?.(edge) ?? false;
    return {
      id: edgeId(edge),
      type: 'flow',
      ariaRole: 'group',
      source: edge.from,
      target: edge.to,
      sourceHandle: portOf(edge),
      targetHandle: 'in',
      markerEnd: {
        type: MarkerType.ArrowClosed,
        width: taken ? 8 : 14,
        height: taken ? 8 : 14,
        color: taken ? 'var(--ip-brand)' : 'var(--ip-strong-line)',
      },
      // Edges of a loop's inside would hide behind its frame otherwise.
      zIndex: parent === undefined ? 0 : 10,
      data: { edge, parent, taken, editable: around.editable },
    };
  });
  return [
    ...own,
    ...graph.nodes.flatMap((node) => (node.body === undefined ? [] : toStepEdges(node.body, around, node.id))),
  ];
}

function isSameFace(one: StepFace, other: StepFace): boolean {
  const keys = ['node', 'descriptor', 'connection', 'problems', 'status', 'editable'] as const;
  return keys.every((key) => one[key] === other[key]) && one.openPorts.join() === other.openPorts.join();
}

/** Keeps the objects of nodes that did not change, so that they are not drawn again. */
export function reuse(previous: ReadonlyMap<string, StepNode>, next: readonly StepNode[]): StepNode[] {
  return next.map((node) => {
    const old = previous.get(node.id);
    if (old === undefined || !isSameFace(old.data, node.data)) return node;
    const still = old.position.x === node.position.x && old.position.y === node.position.y;
    const size = old.width === node.width && old.height === node.height;
    return still && size ? old : { ...node, data: old.data };
  });
}
