import { Fault } from '@invoicepatch/sdk';
import type { FastifyInstance } from 'fastify';
import { answerProblem } from '../problem.ts';

const probes = ['/health/', '/metrics'];

/** A process that only works in the background answers whoever watches it, and sends everybody else on. */
export function answerWatchersOnly(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    if (probes.some((probe) => request.url.startsWith(probe))) return;
    const text = 'This process works in the background. Send requests to a process with ROLE=api or ROLE=all.';
    const { status, headers, body } = answerProblem(new Fault('missing', 'engine.not-serving', text), request.id);
    return reply.status(status).headers(headers).send(body);
  });
}
