import type { Server } from 'node:http';
import { toFault } from '@invoicepatch/sdk';
import type { Log } from '../platform/log/log.ts';
import { answerProblem } from '../platform/nest/problem.ts';
import type { RequestCounter } from '../platform/web/count-requests.ts';
import { type DirectAnswer, mountDirectRoute } from '../platform/web/direct-route.ts';
import type { HookDesk } from './hook-desk.ts';
import { type HookAnswer, toHookRequest } from './hook-request.ts';

export interface HookLaneParts {
  readonly desk: HookDesk;
  readonly counter: RequestCounter;
  readonly log: Log;
  /** Largest body, in bytes. */
  readonly limitBytes: number;
}

/** A flow chooses status and body of its answer, and nothing else: it is always JSON. */
export function toWire({ status, body }: HookAnswer): DirectAnswer {
  const text = status === 204 || status === 304 ? '' : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: text };
}

/** Deliveries come in by the direct way. */
export function openHookLane(server: Server, { desk, counter, log, limitBytes }: HookLaneParts): void {
  mountDirectRoute(server, counter, {
    prefix: '/hooks/',
    route: '/hooks/:hookId',
    limitBytes,
    handle: async ({ name, headers, rawBody }) => toWire(await desk.receive(name, toHookRequest({ headers, rawBody }))),
    explain: (thrown, requestId) => {
      const fault = toFault(thrown);
      if (fault.kind === 'bug') log.error('request.bug', { requestId, cause: fault.cause ?? fault });
      return answerProblem(fault, requestId);
    },
  });
}
