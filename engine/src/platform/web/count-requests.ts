import type { FastifyInstance } from 'fastify';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics/metrics.ts';

const slowMs = 2_000;

/** Counts by route as it is declared, never by address: those are without end. */
export function countRequests(server: FastifyInstance, metrics: Metrics, log: Log): void {
  const requests = metrics.counter('http_requests_total', 'Requests answered, by route and class of status.');
  const seconds = metrics.histogram('http_request_duration_seconds', 'Time from the request to the end of its answer.');
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const method = request.routeOptions.url === undefined ? 'any' : request.method;
    requests.add({ method, route, status: `${Math.trunc(reply.statusCode / 100)}xx` });
    // A stream lasts as long as somebody listens.
    if (String(reply.getHeader('content-type') ?? '').startsWith('text/event-stream')) return;
    seconds.observe(reply.elapsedTime / 1_000, { route });
    if (reply.elapsedTime > slowMs)
      log.warn('http.slow', { requestId: request.id, method, route, ms: Math.round(reply.elapsedTime) });
  });
}
