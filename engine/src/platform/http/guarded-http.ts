import { Fault, type HttpAnswer, type HttpCall } from '@invoicepatch/sdk';
import { Agent } from 'undici';
import { acceptedEncodings, decompress } from './decompress.ts';
import { Egress, type Route } from './egress.ts';
import { Exchange } from './exchange.ts';
import { checkHeaders } from './headers.ts';
import { timedOut, toNetworkFault } from './http-faults.ts';
import { guardedLookup, type Resolve, systemResolve } from './lookup.ts';

export interface GuardedRequest {
  readonly method: HttpCall['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For a connection to a simulator: the one place on this machine that it may reach. */
  readonly simulatorUrl?: string | undefined;
}

export interface GuardedHttpOptions {
  /** `host:port` each, reachable although they are inside. */
  readonly egressAllow: readonly string[];
  readonly resolve?: Resolve;
  /** Longest exchange, in milliseconds. */
  readonly timeoutMs?: number;
  /** Largest body in either direction, in bytes. */
  readonly limitBytes?: number;
}

/** The engine's only network client: checks addresses, follows no redirects, limits time and sizes. */
export class GuardedHttp {
  readonly #egress: Egress;
  readonly #agents: Readonly<Record<Route['kind'], Agent>>;
  readonly #timeoutMs: number;
  readonly #limitBytes: number;

  constructor({
    egressAllow,
    resolve = systemResolve,
    timeoutMs = 60_000,
    limitBytes = 10_000_000,
  }: GuardedHttpOptions) {
    const limits = { headersTimeout: 0, bodyTimeout: 0, connections: 128 };
    this.#egress = new Egress(egressAllow);
    this.#timeoutMs = timeoutMs;
    this.#limitBytes = limitBytes;
    this.#agents = {
      open: new Agent({ ...limits, connect: { lookup: guardedLookup(resolve), timeout: 10_000 } }),
      trusted: new Agent({ ...limits, connect: { timeout: 10_000 } }),
    };
  }

  /** Resolves for every status; throws faults of the area `http` when there is no answer. */
  async exchange(request: GuardedRequest): Promise<HttpAnswer> {
    const route = this.#egress.check(request.url, request.simulatorUrl);
    const headers = checkHeaders(request.headers);
    this.#refuseLarge(request.body);
    const raw = await this.#dispatch(request, route, headers);
    const encoding = raw.headers['content-encoding'];
    const body = await decompress({ body: raw.body, encoding, limitBytes: this.#limitBytes, method: request.method });
    return { status: raw.status, headers: raw.headers, text: body.toString('utf8') };
  }

  async close(): Promise<void> {
    await Promise.all([this.#agents.open.destroy(), this.#agents.trusted.destroy()]);
  }

  #refuseLarge(body: string | undefined): void {
    if (body === undefined || Buffer.byteLength(body) <= this.#limitBytes) return;
    throw new Fault(
      'invalid',
      'http.request-too-large',
      `A request may have ${this.#limitBytes} bytes; this one is larger. Send less at once.`,
    );
  }

  async #dispatch(request: GuardedRequest, { kind, url }: Route, headers: Record<string, string>) {
    const { method, body = null, signal } = request;
    const exchange = new Exchange(this.#limitBytes, method);
    const timeoutMs = Math.min(request.timeoutMs ?? this.#timeoutMs, this.#timeoutMs);
    const stop = () => exchange.abort(cancelled(url.host, method, exchange.sent));
    const timer = setTimeout(
      () => exchange.abort(timedOut({ host: url.host, method, sent: exchange.sent }, timeoutMs)),
      timeoutMs,
    );
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    try {
      const sending = { 'accept-encoding': acceptedEncodings, ...headers };
      this.#agents[kind].dispatch(
        { origin: url.origin, path: `${url.pathname}${url.search}`, method, headers: sending, body },
        exchange,
      );
      return await exchange.answer;
    } catch (cause) {
      throw toNetworkFault({ host: url.host, method, sent: exchange.sent, cause });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }
}

function cancelled(host: string, method: string, sent: boolean): Fault {
  const message = `The request to ${host} was given up because its step was stopped.`;
  return new Fault('unavailable', 'http.cancelled', message, { doubtful: sent && method !== 'GET', details: { host } });
}
