import type { FastifyInstance } from 'fastify';
import type { Log } from '../log/log.ts';
import type { Counter, Histogram, Metrics } from '../metrics/metrics.ts';

const slowMs = 2_000;

export interface Answered {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  /** A stream lasts as long as somebody listens. */
  readonly isStream: boolean;
}

/** Counts by route as it is declared, never by address: those are without end. */
export class RequestCounter {
  readonly #requests: Counter;
  readonly #seconds: Histogram;
  readonly #log: Log;

  constructor(metrics: Metrics, log: Log) {
    this.#requests = metrics.counter('http_requests_total', 'Requests answered, by route and class of status.');
    this.#seconds = metrics.histogram(
      'http_request_duration_seconds',
      'Time from the request to the end of its answer.',
    );
    this.#log = log;
  }

  count({ requestId, method, route, status, ms, isStream }: Answered): void {
    this.#requests.add({ method, route, status: `${Math.trunc(status / 100)}xx` });
    if (isStream) return;
    this.#seconds.observe(ms / 1_000, { route });
    if (ms > slowMs) this.#log.warn('http.slow', { requestId, method, route, ms: Math.round(ms) });
  }
}

const counters = new WeakMap<Metrics, RequestCounter>();

/** Requests of both ways in are counted together. */
export function requestCounterOf(metrics: Metrics, log: Log): RequestCounter {
  const known = counters.get(metrics) ?? new RequestCounter(metrics, log);
  counters.set(metrics, known);
  return known;
}

export function countRequests(server: FastifyInstance, counter: RequestCounter): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const method = request.routeOptions.url === undefined ? 'any' : request.method;
    const isStream = String(reply.getHeader('content-type') ?? '').startsWith('text/event-stream');
    counter.count({
      requestId: request.id,
      method,
      route,
      status: reply.statusCode,
      ms: reply.elapsedTime,
      isStream,
    });
  });
}
