import type { FlowDocument, FlowEdge, FlowNode, NodeDescriptor } from '@invoicepatch/sdk';
import type { Descriptors } from '../describe/node-look.ts';
import { connectablePorts, portsOf } from '../describe/node-ports.ts';
import { addNode, leaveBy, type Spot } from '../document/edit/add-node.ts';
import { connect, disconnect, type Refusal, whyNotConnect } from '../document/edit/connect.ts';
import { duplicateNodes } from '../document/edit/duplicate.ts';
import { removeNodes } from '../document/edit/remove.ts';
import { findNode, findParent, portOf, scopeOf } from '../document/graph.ts';
import { insideOrigin, nodeSize, type Place, placeNodes, sizeOf } from '../document/layout/layout.ts';
import { newNodeId } from '../document/node-id.ts';
import { currentOf, type Editor } from './editor-store.ts';

const gap = 88;

function placeAfter(document: FlowDocument, spot: Spot): Place {
  const scope = scopeOf(document, spot.parent);
  const places = placeNodes(scope);
  const before = spot.kind === 'after' ? spot.from : spot.kind === 'on-edge' ? spot.edge.from : undefined;
  const node = before === undefined ? scope.nodes.at(-1) : findNode(document, before);
  const place = node === undefined ? undefined : places.get(node.id);
  if (node === undefined || place === undefined) return insideOrigin;
  const wanted = { x: place.x + sizeOf(node).width + gap, y: place.y };
  const taken = [...places.values()];
  while (
    taken.some(
      (other) => Math.abs(other.x - wanted.x) < nodeSize.width && Math.abs(other.y - wanted.y) < nodeSize.height,
    )
  ) {
    wanted.y += nodeSize.height + 40;
  }
  return wanted;
}

/** What lies behind an insertion moves right, so that the new step has room. */
function makeRoom(document: FlowDocument, spot: Spot): FlowDocument {
  if (spot.kind !== 'on-edge') return document;
  const scope = scopeOf(document, spot.parent);
  const places = placeNodes(scope);
  const from = places.get(spot.edge.from);
  const next = places.get(spot.edge.to);
  const node = findNode(document, spot.edge.from);
  if (from === undefined || next === undefined || node === undefined) return document;
  const missing = from.x + sizeOf(node).width + gap * 2 + nodeSize.width - next.x;
  if (missing <= 0) return document;
  const move = (one: FlowNode): FlowNode => {
    const at = places.get(one.id);
    return at === undefined ? one : { ...one, at: at.x >= next.x ? { x: at.x + missing, y: at.y } : at };
  };
  const moved = new Map(scope.nodes.map((one) => [one.id, move(one)]));
  const shift = (nodes: FlowNode[]): FlowNode[] =>
    nodes.map(
      (one) =>
        moved.get(one.id) ??
        (one.body === undefined ? one : { ...one, body: { ...one.body, nodes: shift(one.body.nodes) } }),
    );
  return { ...document, nodes: shift(document.nodes) };
}

function toNode(document: FlowDocument, descriptor: NodeDescriptor): FlowNode {
  return {
    id: newNodeId(document, descriptor.type),
    type: descriptor.type,
    ...(descriptor.kind === 'loop' ? { body: { nodes: [], edges: [] } } : {}),
  };
}

export interface Addition {
  readonly descriptor: NodeDescriptor;
  readonly spot: Spot;
  readonly at?: Place | undefined;
  readonly connection?: string | undefined;
}

/** Adds a step and chooses it. */
export function addStep(editor: Editor, { descriptor, spot, at, connection }: Addition): void {
  const document = editor.store.getState().history.present;
  const roomy = makeRoom(document, spot);
  const bare = toNode(document, descriptor);
  const node = { ...bare, at: at ?? placeAfter(roomy, spot), ...(connection === undefined ? {} : { connection }) };
  const port = connectablePorts(bare, descriptor)[0] ?? 'out';
  editor.edit(`add ${node.id}`, () => {
    const added = addNode(roomy, node, spot);
    return spot.kind === 'on-edge' ? leaveBy(added, { id: node.id, port }, spot.parent) : added;
  });
  editor.choose([node.id]);
}

/** Where `A` adds: after the chosen step, by its first way out that leads nowhere yet. */
export function spotAfterChosen(editor: Editor, descriptors: Descriptors): Spot {
  const state = editor.store.getState();
  const document = state.history.present;
  const id = currentOf(state);
  const node = id === undefined ? undefined : findNode(document, id);
  if (node === undefined) return { kind: 'free' };
  const parent = findParent(document, node.id);
  const used = new Set(
    scopeOf(document, parent)
      .edges.filter((edge) => edge.from === node.id)
      .map(portOf),
  );
  const ports = portsOf(node, descriptors.get(node.type), []);
  return { kind: 'after', parent, from: node.id, port: ports.find((port) => !used.has(port)) ?? ports[0] ?? 'out' };
}

/** Removes the chosen steps, or the chosen edge. Says how many steps went. */
export function removeChosen(editor: Editor): number {
  const { chosen, chosenEdge, mayEdit } = editor.store.getState();
  if (!mayEdit) return 0;
  if (chosenEdge !== undefined) {
    editor.edit(`disconnect ${chosenEdge.from}`, (document) => disconnect(document, chosenEdge));
    editor.chooseEdge(undefined);
    return 0;
  }
  editor.edit(`remove ${[...chosen].join()}`, (document) => removeNodes(document, chosen));
  editor.choose([]);
  return chosen.size;
}

export function duplicateChosen(editor: Editor): void {
  const { chosen, history } = editor.store.getState();
  const copy = duplicateNodes(history.present, chosen);
  if (copy.ids.length === 0) return;
  editor.edit(`duplicate ${copy.ids.join()}`, () => copy.document);
  editor.choose(copy.ids);
}

/** Joins two steps, or says why they cannot be. */
export function joinSteps(editor: Editor, edge: FlowEdge, descriptors: Descriptors): Refusal | 'trigger' | undefined {
  const document = editor.store.getState().history.present;
  const goal = findNode(document, edge.to);
  if (goal !== undefined && descriptors.get(goal.type)?.kind === 'trigger') return 'trigger';
  const refusal = whyNotConnect(document, edge);
  if (refusal === undefined) editor.edit(`connect ${edge.from} ${edge.to}`, (current) => connect(current, edge));
  return refusal;
}
