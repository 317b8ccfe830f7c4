import { type Connector, type NodeType, toTypeName } from '@invoicepatch/sdk';
import type { Catalog } from './catalog.ts';
import { refuseDuplicates } from './check-connector.ts';

export class MemoryCatalog implements Catalog {
  readonly #nodes: ReadonlyMap<string, NodeType>;
  readonly #connectors: ReadonlyMap<string, Connector>;

  /** The first nodes belong to no connector; both keep their order. */
  constructor(nodes: readonly NodeType[], connectors: readonly Connector[]) {
    const all = [...nodes, ...connectors.flatMap((connector) => connector.nodes)];
    refuseDuplicates('node', all.map(toTypeName));
    refuseDuplicates(
      'connector',
      connectors.map((connector) => connector.id),
    );
    refuseDuplicates(
      'auth',
      connectors.flatMap((connector) => connector.auth?.id ?? []),
    );
    this.#nodes = new Map(all.map((node) => [toTypeName(node), node]));
    this.#connectors = new Map(connectors.map((connector) => [connector.id, connector]));
  }

  find(type: string): NodeType | undefined {
    return this.#nodes.get(type);
  }

  listNodes(): readonly NodeType[] {
    return [...this.#nodes.values()];
  }

  listConnectors(): readonly Connector[] {
    return [...this.#connectors.values()];
  }

  findConnector(id: string): Connector | undefined {
    return this.#connectors.get(id);
  }
}
