import type { FlowDocument, FlowEdge, FlowNode, Json } from '@invoicepatch/sdk';
import { findNode, type Graph } from '../graph.ts';

interface Renaming {
  readonly from: string;
  readonly to: string;
}

function inText(text: string, { from, to }: Renaming): string {
  const place = new RegExp(`(\\$nodes\\s*\\.\\s*)(\`?)${from}\\2(?![A-Za-z0-9_])`, 'g');
  return text.replace(place, (_, dot: string, quote: string) => `${dot}${quote}${to}${quote}`);
}

function inJson(value: Json, renaming: Renaming): Json {
  if (typeof value === 'string') return inText(value, renaming);
  if (Array.isArray(value)) return value.map((item: Json) => inJson(item, renaming));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inJson(item, renaming)]));
}

function inNode(node: FlowNode, renaming: Renaming): FlowNode {
  return {
    ...node,
    id: node.id === renaming.from ? renaming.to : node.id,
    ...(node.config === undefined
      ? {}
      : {
          config: Object.fromEntries(Object.entries(node.config).map(([key, value]) => [key, inJson(value, renaming)])),
        }),
    ...(node.input === undefined ? {} : { input: inText(node.input, renaming) }),
    ...(node.body === undefined ? {} : { body: inGraph(node.body, renaming) }),
  };
}

function inEdge(edge: FlowEdge, { from, to }: Renaming): FlowEdge {
  return { ...edge, from: edge.from === from ? to : edge.from, to: edge.to === from ? to : edge.to };
}

function inGraph(graph: Graph, renaming: Renaming): { nodes: FlowNode[]; edges: FlowEdge[] } {
  return {
    nodes: graph.nodes.map((node) => inNode(node, renaming)),
    edges: graph.edges.map((edge) => inEdge(edge, renaming)),
  };
}

/** Whether a text can be the id of a step of this flow. */
export function isFreeId(document: FlowDocument, id: string): boolean {
  return /^[a-z][A-Za-z0-9_]{0,62}$/.test(id) && findNode(document, id) === undefined;
}

/** Gives a step another id; edges and expressions that name it follow. */
export function renameId(document: FlowDocument, from: string, to: string): FlowDocument {
  if (!isFreeId(document, to) || findNode(document, from) === undefined) return document;
  return { ...document, ...inGraph(document, { from, to }) };
}

/** The same for a step that stands alone, as when it is copied. */
export function renameInNode(node: FlowNode, names: ReadonlyMap<string, string>): FlowNode {
  return [...names].reduce((renamed, [from, to]) => inNode(renamed, { from, to }), node);
}
