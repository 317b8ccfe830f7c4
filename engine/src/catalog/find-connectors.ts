import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connector } from '@invoicepatch/sdk';
import { parseConnector } from './check-connector.ts';

/** A folder that holds one folder for each connector, each with this index. */
export interface ConnectorPlace {
  readonly folder: string;
  readonly index: 'index.ts' | 'index.js';
}

/** The connectors package: as source where the engine itself runs from source, else as built. */
export function connectorPlace(): ConnectorPlace {
  const root = dirname(createRequire(import.meta.url).resolve('@invoicepatch/connectors/package.json'));
  return import.meta.url.endsWith('.ts')
    ? { folder: join(root, 'src'), index: 'index.ts' }
    : { folder: join(root, 'dist'), index: 'index.js' };
}

async function listFolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((failure: NodeJS.ErrnoException) => {
    if (failure.code === 'ENOENT') return [];
    throw failure;
  });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** A new folder is a new connector: nothing else names it. */
export async function findConnectors({ folder, index }: ConnectorPlace): Promise<readonly Connector[]> {
  const found: Connector[] = [];
  for (const name of await listFolders(folder)) {
    const files = await readdir(join(folder, name));
    if (!files.includes(index)) continue;
    const loaded: { readonly default?: unknown } = await import(pathToFileURL(join(folder, name, index)).href);
    found.push(parseConnector(name, loaded.default));
  }
  return found;
}
