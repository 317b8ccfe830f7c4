import { type Auth, type Connector, describeNode, type Json, json, type NodeDescriptor, z } from '@invoicepatch/sdk';
import type { Catalog } from './catalog.ts';

export interface AuthView {
  readonly id: string;
  readonly title: string;
  readonly signing: Auth['signing']['kind'];
  /** JSON Schema of what is asked for beside the secrets. */
  readonly settings: Json;
  readonly environments: readonly { readonly id: string; readonly title: string }[];
  readonly hasSimulator: boolean;
  /** The settings that the other system fills in when a person comes back from its consent screen. */
  readonly consent: { readonly returned: readonly string[] } | null;
}

export interface ConnectorView {
  readonly id: string;
  readonly title: string;
  readonly mark: Connector['mark'];
  readonly auth?: AuthView;
}

export interface CatalogView {
  readonly nodes: readonly NodeDescriptor[];
  readonly connectors: readonly ConnectorView[];
}

function toAuthView(auth: Auth, hasSimulator: boolean): AuthView {
  return {
    id: auth.id,
    title: auth.title,
    signing: auth.signing.kind,
    settings: json.parse(
      JSON.parse(JSON.stringify(z.toJSONSchema(auth.settings, { io: 'input', unrepresentable: 'any' }))),
    ),
    environments: auth.environments.map(({ id, title }) => ({ id, title })),
    hasSimulator,
    consent: auth.consent === undefined ? null : { returned: Object.values(auth.consent.returned ?? {}) },
  };
}

function toConnectorView({ id, title, mark, auth, simulator }: Connector): ConnectorView {
  return { id, title, mark, ...(auth === undefined ? {} : { auth: toAuthView(auth, simulator !== undefined) }) };
}

export function toCatalogView(catalog: Catalog): CatalogView {
  return {
    nodes: catalog.listNodes().map(describeNode),
    connectors: catalog.listConnectors().map(toConnectorView),
  };
}
