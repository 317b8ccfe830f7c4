import type { SimulatorRequest } from '@invoicepatch/sdk';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DeskAnswer, SimulatorDesk } from './simulator-desk.ts';

const bodyLimit = 20_000_000;

function toRequest(request: FastifyRequest, simulator: string): SimulatorRequest {
  const url = new URL(request.raw.url ?? '/', 'http://simulator.invalid');
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    // The browser's own cookies are for the engine, not for an outside system.
    value === undefined || name === 'cookie' ? [] : [[name, String(value)] as const],
  );
  return {
    method: request.method,
    path: url.pathname.slice(`/simulators/${simulator}`.length) || '/',
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers),
    body: typeof request.body === 'string' ? request.body : '',
  };
}

async function send(reply: FastifyReply, outcome: DeskAnswer): Promise<FastifyReply> {
  if (outcome.kind === 'hang-up') {
    reply.hijack();
    reply.raw.destroy();
    return reply;
  }
  const { status, headers = {}, body } = outcome.answer;
  const isText = typeof body === 'string';
  reply.header('content-type', isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8');
  reply.headers(headers);
  // What is told here was written by people: no browser may take it for a page of ours.
  reply.headers({ 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" });
  return reply.status(status).send(isText ? body : JSON.stringify(body));
}

/** Serves `/simulators/<id>/…` as the outside systems would, whatever the method and the content type. */
export function mountSimulators(server: FastifyInstance, desk: SimulatorDesk): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit }, (_request, body, done) => done(null, body));
    scope.setErrorHandler(async (failure: { readonly statusCode?: number }, _request, reply) =>
      reply.status(failure.statusCode ?? 500).send({ message: 'The simulator could not read this request.' }),
    );
    const handler = async (request: FastifyRequest<{ Params: { simulator: string } }>, reply: FastifyReply) => {
      const { simulator } = request.params;
      return send(reply, await desk.handle(simulator, toRequest(request, simulator)));
    };
    scope.all('/simulators/:simulator', handler);
    scope.all('/simulators/:simulator/*', handler);
  });
}
