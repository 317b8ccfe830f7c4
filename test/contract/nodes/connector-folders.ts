import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { coreNodes } from '@invoicepatch/core';
import { type Connector, describeNode, type NodeDescriptor, type NodeType } from '@invoicepatch/sdk';

const nodesFolder = join(import.meta.dirname, '..', '..', '..', 'nodes');

/** A folder of nodes and the descriptor that lies in it: what the flows of the world may rely on. */
export interface NodeFolder {
  readonly name: string;
  readonly descriptorFile: string;
  readonly nodes: readonly NodeType[];
  readonly connector: Connector | undefined;
}

async function readConnector(folder: string): Promise<NodeFolder> {
  const loaded: { readonly default: Connector } = await import(pathToFileURL(join(folder, 'index.ts')).href);
  const { id, nodes } = loaded.default;
  return { name: id, descriptorFile: join(folder, 'descriptor.json'), nodes, connector: loaded.default };
}

export async function listNodeFolders(): Promise<readonly NodeFolder[]> {
  const root = join(nodesFolder, 'connectors', 'src');
  const folders = readdirSync(root)
    .map((name) => join(root, name))
    .filter((folder) => existsSync(join(folder, 'index.ts')));
  const core = {
    name: 'core',
    descriptorFile: join(nodesFolder, 'core', 'src', 'descriptor.json'),
    nodes: coreNodes,
    connector: undefined,
  };
  return [core, ...(await Promise.all(folders.map(readConnector)))].filter(({ nodes }) => nodes.length > 0);
}

/** As JSON has it: without members that are `undefined`. */
export function describeNodes(nodes: readonly NodeType[]): readonly NodeDescriptor[] {
  return JSON.parse(
    JSON.stringify(nodes.map(describeNode).toSorted((left, right) => (left.type < right.type ? -1 : 1))),
  );
}

export function readDescriptors(file: string): readonly NodeDescriptor[] {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

export function writeDescriptors(file: string, descriptors: readonly NodeDescriptor[]): void {
  writeFileSync(file, `${JSON.stringify(descriptors, null, 2)}\n`);
}
