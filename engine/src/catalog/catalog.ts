import type { Connector, NodeType } from '@invoicepatch/sdk';

/** Every node and connector that this engine has; found at start, unchanged after. */
export interface Catalog {
  /** By the name that flows store: `core.transform@1`. */
  find(type: string): NodeType | undefined;
  listNodes(): readonly NodeType[];
  listConnectors(): readonly Connector[];
  findConnector(id: string): Connector | undefined;
}

export const CATALOG = Symbol('Catalog');
