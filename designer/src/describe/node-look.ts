import type { NodeDescriptor } from '@invoicepatch/sdk';
import type { Catalog, CatalogConnector } from '../api/wire.ts';
import type { Language } from '../words/language.ts';

/** What a step looks like; told apart by shape, not only by colour. */
export type Look = 'trigger' | 'transform' | 'rule' | 'connector' | 'control' | 'loop' | 'unknown';

export function lookOf(descriptor: NodeDescriptor | undefined): Look {
  switch (descriptor?.kind) {
    case undefined:
      return 'unknown';
    case 'evaluation':
      return descriptor.ports.includes('true') ? 'rule' : 'transform';
    case 'action':
      return 'connector';
    case 'trigger':
    case 'control':
    case 'loop':
      return descriptor.kind;
  }
}

export type Descriptors = ReadonlyMap<string, NodeDescriptor>;

export function toDescriptors(catalog: Catalog): Descriptors {
  return new Map(catalog.nodes.map((descriptor) => [descriptor.type, descriptor]));
}

/** The connector that a type belongs to; the core's own steps have none. */
export function connectorOf(catalog: Catalog, type: string): CatalogConnector | undefined {
  const id = type.split('.')[0];
  return catalog.connectors.find((connector) => connector.id === id);
}

export function titleOf(descriptor: NodeDescriptor, language: Language): string {
  return language === 'fr' ? descriptor.fr.title : descriptor.title;
}

export function summaryOf(descriptor: NodeDescriptor, language: Language): string {
  return language === 'fr' ? descriptor.fr.summary : descriptor.summary;
}

/** What people call a step: the name it was given, else what it does, else its type. */
export function nameOf(
  node: { readonly name?: string | undefined; readonly type: string },
  descriptor: NodeDescriptor | undefined,
  language: Language,
): string {
  if (node.name !== undefined && node.name !== '') return node.name;
  return descriptor === undefined ? node.type : titleOf(descriptor, language);
}
