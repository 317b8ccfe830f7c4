import { type FlowDocument, type FlowNode, flowDocument, type Json, json, z } from '@invoicepatch/sdk';
import type { Connection } from './api.ts';
import { exits, Trouble } from './trouble.ts';

/** A flow as a file: nothing in it belongs to one company's database, so that it can be kept, compared and taken elsewhere. */
export const flowFile = z.strictObject({
  name: z.string().min(1).max(200),
  /** What stands for a connection in the document → the system it leads to, and its name here. */
  connections: z.record(z.string(), z.strictObject({ auth: z.string(), name: z.string() })).default({}),
  document: flowDocument,
  tests: z.array(z.record(z.string(), json)).default([]),
});
export type FlowFile = z.output<typeof flowFile>;

/** Fields in this order, then the others by name: a file changes only where the flow did. */
const first = ['format', 'id', 'name', 'type', 'from', 'port', 'to', 'step', 'kind'];

function rank(field: string): string {
  const at = first.indexOf(field);
  return at === -1 ? `~${field}` : String.fromCharCode(32 + at);
}

/** `payload` and `value` hold data whose order is part of it. */
const asItIs = new Set(['payload', 'value', 'output', 'parameters']);

function sorted(value: unknown, name = ''): unknown {
  if (asItIs.has(name)) return value;
  if (Array.isArray(value)) return value.map((each) => sorted(each));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([one], [other]) => (rank(one) < rank(other) ? -1 : 1));
  return Object.fromEntries(fields.map(([field, each]) => [field, sorted(each, field)]));
}

export function toText(file: FlowFile): string {
  const { name, connections, document, tests } = file;
  const whole = { name, connections: sorted(connections), document: sorted(document), tests: sorted(tests) };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** A flow file, or a bare document as the designer exports it. */
export function parseFlowFile(text: string, path: string): FlowFile {
  try {
    const value: unknown = JSON.parse(text);
    const bare = flowDocument.safeParse(value);
    if (bare.success) return { name: nameOf(path), connections: {}, document: bare.data, tests: [] };
    return flowFile.parse(value);
  } catch (thrown) {
    const issue = thrown instanceof z.ZodError ? thrown.issues[0] : undefined;
    const why = issue === undefined ? 'it is not JSON' : `${issue.path.join('.')}: ${issue.message}`;
    throw new Trouble(exits.refused, `${path} is no flow: ${why}.`);
  }
}

function nameOf(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? path;
  return file.replace(/(?:\.flow)?\.json$/i, '');
}

/** A name for a file or a placeholder: small letters, digits and dashes. */
export function toSlug(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  return slug === '' ? 'flow' : slug;
}

function mapNodes(nodes: readonly FlowNode[], change: (node: FlowNode) => FlowNode): FlowNode[] {
  return nodes.map((node) => {
    const changed = change(node);
    const { body } = changed;
    return body === undefined ? changed : { ...changed, body: { ...body, nodes: mapNodes(body.nodes, change) } };
  });
}

/** Puts a word in place of each connection's id. Ids that lead nowhere stay. */
export function nameConnections(
  document: FlowDocument,
  known: readonly Connection[],
): Pick<FlowFile, 'document' | 'connections'> {
  const connections: Record<string, { auth: string; name: string }> = {};
  const nodes = mapNodes(document.nodes, (node) => {
    const found = known.find(({ id }) => id === node.connection);
    if (found === undefined) return node;
    const slug = toSlug(found.name);
    connections[slug] = { auth: found.auth, name: found.name };
    return { ...node, connection: slug };
  });
  return { document: { ...document, nodes }, connections };
}

/** Puts this company's connections in place of the words: the chosen one, the one of that name, or the only one to that system. */
export function findConnections(
  file: FlowFile,
  known: readonly Connection[],
  chosen: ReadonlyMap<string, string>,
): FlowDocument {
  const ids = new Map(
    Object.entries(file.connections).map(([word, wanted]) => [word, choose({ word, wanted, known, chosen })] as const),
  );
  const nodes = mapNodes(file.document.nodes, (node) => {
    const id = node.connection === undefined ? undefined : ids.get(node.connection);
    return id === undefined ? node : { ...node, connection: id };
  });
  return { ...file.document, nodes };
}

interface Choice {
  readonly word: string;
  readonly wanted: { readonly auth: string; readonly name: string };
  readonly known: readonly Connection[];
  readonly chosen: ReadonlyMap<string, string>;
}

function choose({ word, wanted, known, chosen }: Choice): string {
  const fitting = known.filter(({ auth }) => auth === wanted.auth);
  const name = chosen.get(word);
  const found =
    name === undefined
      ? (fitting.find((each) => each.name === wanted.name) ?? (fitting.length === 1 ? fitting[0] : undefined))
      : fitting.find((each) => each.name === name || each.id === name);
  if (found !== undefined) return found.id;
  const names = fitting.map((each) => each.name).join(', ') || 'none';
  const text = `Which connection stands for "${word}" (${wanted.auth})? There are: ${names}. Say --connection ${word}=NAME.`;
  throw new Trouble(exits.refused, text);
}

/** What a test is, without what the database knows of it. */
export function toTestFile({ id: _id, updatedAt: _at, ...test }: Readonly<Record<string, Json>>): Record<string, Json> {
  return test;
}
