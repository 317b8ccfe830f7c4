import type { Auth } from './auth.ts';
import type { NodeType } from './node-type.ts';
import type { Simulator } from './simulator.ts';

/** What a connector's folder exports by default; the catalog finds it there. */
export interface Connector {
  /** The folder's name, and the first part of every id in it. */
  readonly id: string;
  readonly title: string;
  /** Two letters and a colour for the canvas. */
  readonly mark: { readonly initials: string; readonly colour: string };
  readonly auth?: Auth;
  readonly nodes: readonly NodeType[];
  readonly simulator?: Simulator;
}

export function defineConnector(connector: Connector): Connector {
  return connector;
}
