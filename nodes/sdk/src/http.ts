import type { Untrusted } from './untrusted.ts';

export interface HttpOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Limit for the whole exchange, in milliseconds; the engine's own limit wins when it is smaller. */
  readonly timeoutMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text, cut at the engine's size limit. */
  readonly text: string;
}

export interface HttpCall extends HttpOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Relative to the connection's base address, or absolute for a node without a connection. */
  readonly path: string;
  /** Sent as JSON unless it is a string, which is sent as it is. */
  readonly body?: unknown;
}

/**
 * The only door out. It signs with the node's connection, times out, limits sizes, guards addresses, and turns
 * failures into faults. The first five methods resolve for 2xx only; `send` resolves for every status.
 */
export interface Http {
  get(path: string, options?: HttpOptions): Promise<Untrusted>;
  post(path: string, body: unknown, options?: HttpOptions): Promise<Untrusted>;
  put(path: string, body: unknown, options?: HttpOptions): Promise<Untrusted>;
  patch(path: string, body: unknown, options?: HttpOptions): Promise<Untrusted>;
  delete(path: string, options?: HttpOptions): Promise<Untrusted>;
  send(call: HttpCall): Promise<HttpAnswer>;
}
