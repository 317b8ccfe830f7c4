import type { Http, Json } from '@invoicepatch/sdk';

/** A connection, open for one effect. */
export interface OpenConnection {
  readonly http: Http;
  readonly settings: Readonly<Record<string, Json>>;
}

export interface OpenRequest {
  readonly tenantId: string;
  /** `undefined` for a node that needs none: its requests are not signed and its paths are absolute. */
  readonly connectionId: string | undefined;
  /** The auth that the node asks for; a connection of another system is refused. */
  readonly auth: string | undefined;
  readonly signal: AbortSignal;
}

/** Opens connections at run time. The right to use a connection is checked here, each time. */
export interface ConnectionDoor {
  open(request: OpenRequest): Promise<OpenConnection>;
}

export const CONNECTION_DOOR = Symbol('ConnectionDoor');
