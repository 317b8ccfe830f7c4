import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { RequestCounter } from './count-requests.ts';
import { readBytes } from './read-body.ts';

export interface DirectRequest {
  /** What stands in the address behind the prefix. */
  readonly name: string;
  readonly headers: IncomingMessage['headers'];
  readonly rawBody: Buffer;
}

export interface DirectAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface DirectRoute {
  /** `/hooks/`; one name follows it, nothing else. */
  readonly prefix: string;
  /** As it is counted: `/hooks/:hookId`. */
  readonly route: string;
  readonly limitBytes: number;
  handle(request: DirectRequest): Promise<DirectAnswer>;
  /** What `handle` or the reading of the body threw. */
  explain(thrown: unknown, requestId: string): DirectAnswer;
}

/** It answers programs only: nothing of it is ever to be shown as a page. */
const protection = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

const plainName = /^[A-Za-z0-9_-]{1,100}$/;

/**
 * Answers the POSTs of one route beside the framework: where thousands a second come in, the way through it would cost as
 * much as what is done with them. Everything else goes the usual way.
 */
export function mountDirectRoute(server: Server, counter: RequestCounter, direct: DirectRoute): void {
  const others = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const name = nameOf(request, direct.prefix);
    if (name !== undefined) void take({ request, response, name }, counter, direct);
    else for (const other of others) other.call(server, request, response);
  });
}

function nameOf({ method, url = '' }: IncomingMessage, prefix: string): string | undefined {
  if (method !== 'POST' || !url.startsWith(prefix)) return undefined;
  const end = url.indexOf('?');
  const name = url.slice(prefix.length, end === -1 ? undefined : end);
  return plainName.test(name) ? name : undefined;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly name: string;
}

async function take(
  { request, response, name }: Exchange,
  counter: RequestCounter,
  direct: DirectRoute,
): Promise<void> {
  const begun = performance.now();
  const requestId = randomUUID();
  const { headers } = request;
  let answer: DirectAnswer;
  try {
    const rawBody = await readBytes(request, headers['content-length'], direct.limitBytes);
    answer = await direct.handle({ name, headers, rawBody });
  } catch (thrown) {
    answer = direct.explain(thrown, requestId);
  }
  const { status, body } = answer;
  const length = status === 204 || status === 304 ? {} : { 'content-length': Buffer.byteLength(body) };
  // A body that was not read to its end leaves nothing to go on with.
  const close = request.complete ? {} : { connection: 'close' };
  response.writeHead(status, { ...protection, ...answer.headers, ...length, ...close });
  response.end(body);
  const ms = performance.now() - begun;
  counter.count({ requestId, method: 'POST', route: direct.route, status, ms, isStream: false });
}
