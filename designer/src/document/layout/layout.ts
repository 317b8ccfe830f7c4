import type { FlowDocument, FlowNode } from '@invoicepatch/sdk';
import type { Graph } from '../graph.ts';
import { toLayers, withLanes } from './layers.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const nodeSize: Size = { width: 220, height: 56 };
/** Inside a loop's frame: room for its title above, and around what it holds. */
export const frame = { title: 56, padding: 24, emptyWidth: 300 };
const gap = { x: 80, y: 40 };

/** What a node takes on the canvas; a loop is as large as what it holds. */
export function sizeOf(node: FlowNode): Size {
  if (node.body === undefined) return nodeSize;
  const inside = placeNodes(node.body);
  const corners = node.body.nodes.map((child) => {
    const place = inside.get(child.id) ?? { x: 0, y: 0 };
    const size = sizeOf(child);
    return { right: place.x + size.width, bottom: place.y + size.height };
  });
  const right = Math.max(frame.emptyWidth, ...corners.map((corner) => corner.right + frame.padding));
  const bottom = Math.max(
    frame.title + nodeSize.height + frame.padding,
    ...corners.map((corner) => corner.bottom + frame.padding),
  );
  return { width: right, height: bottom };
}

/** Columns from left to right; each step stands level with what leads to it, unless another is there. */
export function layOut(graph: Graph, origin: Place = { x: 0, y: 0 }): Map<string, Place> {
  const { graph: laned, lanes } = withLanes(graph);
  const places = new Map<string, Place>();
  let x = origin.x;
  for (const layer of toLayers(laned)) {
    let floor = Number.NEGATIVE_INFINITY;
    for (const node of layer) {
      const y = Math.max(wantedY(laned, { id: node.id, lanes }, places) ?? origin.y, floor);
      places.set(node.id, { x, y });
      floor = y + sizeOf(node).height + gap.y;
    }
    x += Math.max(...layer.map((node) => sizeOf(node).width)) + gap.x;
  }
  return new Map([...places].filter(([id]) => !lanes.has(id)));
}

/** Level with the lane that leads here, so that a long edge runs free of the steps it passes; else with the first step before. */
function wantedY(
  graph: Graph,
  { id, lanes }: { id: string; lanes: ReadonlySet<string> },
  places: ReadonlyMap<string, Place>,
): number | undefined {
  const before = graph.edges.flatMap((edge) => {
    const place = edge.to === id ? places.get(edge.from) : undefined;
    return place === undefined ? [] : [{ y: place.y, isLane: lanes.has(edge.from) }];
  });
  const inLanes = before.filter((place) => place.isLane);
  if (inLanes.length > 0) return Math.max(...inLanes.map((place) => place.y));
  return before.length === 0 ? undefined : Math.min(...before.map((place) => place.y));
}

/** Where every node of one level stands: where its author put it, else where the layout would. */
export function placeNodes(graph: Graph): Map<string, Place> {
  const missing = graph.nodes.some((node) => node.at === undefined);
  const laidOut = missing ? layOut(graph, insideOrigin) : new Map<string, Place>();
  return new Map(graph.nodes.map((node) => [node.id, node.at ?? laidOut.get(node.id) ?? { x: 0, y: 0 }]));
}

/** The top left corner of what a loop holds; the top level uses it as well, so that both are placed alike. */
export const insideOrigin: Place = { x: frame.padding, y: frame.title + 8 };

function tidyNodes(graph: Graph): FlowNode[] {
  const inner = graph.nodes.map((node) =>
    node.body === undefined ? node : { ...node, body: { ...node.body, nodes: tidyNodes(node.body) } },
  );
  const places = layOut({ nodes: inner, edges: graph.edges }, insideOrigin);
  return inner.map((node) => ({ ...node, at: places.get(node.id) ?? insideOrigin }));
}

/** Gives every node, also inside loops, the place that the layout finds for it. */
export function tidy(document: FlowDocument): FlowDocument {
  return { ...document, nodes: tidyNodes(document) };
}

/** Puts nodes where they were dragged. */
export function moveNodes(document: FlowDocument, places: ReadonlyMap<string, Place>): FlowDocument {
  const move = (nodes: readonly FlowNode[]): FlowNode[] =>
    nodes.map((node) => {
      const at = places.get(node.id);
      const moved = at === undefined ? node : { ...node, at: { x: at.x, y: at.y } };
      return moved.body === undefined ? moved : { ...moved, body: { ...moved.body, nodes: move(moved.body.nodes) } };
    });
  return places.size === 0 ? document : { ...document, nodes: move(document.nodes) };
}
