import { readdirSync, readFileSync } from 'node:fs';
import {
  type FlowDocument,
  type FlowNode,
  flowDocument,
  type TemplateManifest,
  templateManifest,
} from '@invoicepatch/sdk';

const root = new URL('../../../templates/', import.meta.url);

export interface TemplateFolder {
  readonly slug: string;
  readonly manifest: TemplateManifest;
  readonly document: FlowDocument;
}

/** A place in a document that holds JSONata. */
export interface Expression {
  readonly place: string;
  readonly source: string;
}

export function listTemplates(): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

export function fileOf(slug: string, name: string): URL {
  return new URL(`${slug}/${name}`, root);
}

export function readJson(slug: string, name: string): unknown {
  return JSON.parse(readFileSync(fileOf(slug, name), 'utf8'));
}

export function readTemplate(slug: string): TemplateFolder {
  return {
    slug,
    manifest: templateManifest.parse(readJson(slug, 'template.json')),
    document: flowDocument.parse(readJson(slug, 'flow.json')),
  };
}

/** Every node, those inside loops too. */
export function listNodes(nodes: readonly FlowNode[]): FlowNode[] {
  return nodes.flatMap((node) => [node, ...listNodes(node.body?.nodes ?? [])]);
}

export function getNode(document: FlowDocument, id: string): FlowNode {
  const node = listNodes(document.nodes).find((candidate) => candidate.id === id);
  if (node === undefined) throw new Error(`The document has no node "${id}".`);
  return node;
}

export function listExpressions(document: FlowDocument): Expression[] {
  return listNodes(document.nodes).flatMap(({ id, input, config }) => [
    ...(input === undefined ? [] : [{ place: `${id}.input`, source: input }]),
    ...['expression', 'items'].flatMap((field) => {
      const source = config?.[field];
      return typeof source === 'string' ? [{ place: `${id}.${field}`, source }] : [];
    }),
  ]);
}
