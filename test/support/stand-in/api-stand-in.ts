import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { me, problem, type Reply, type ScreenRequest, StandInEngine, type StoredFlow } from './stand-in-engine.ts';

/** An engine in memory that answers what the screens ask, for looking at them and for their tests. */
export interface StandIn {
  readonly url: string;
  readonly flows: Map<string, StoredFlow>;
  /** What was sent to it that changes something. */
  readonly sent: { readonly method: string; readonly path: string; readonly body: unknown }[];
  /** Answers every request but sign-in like this from now on. */
  breakWith(reply: Reply | undefined): void;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
}

async function serveFile(folder: string, path: string, response: ServerResponse): Promise<void> {
  const wanted = join(folder, normalize(path));
  const file = extname(path) === '' ? join(folder, 'index.html') : wanted;
  const content = await readFile(file).catch(() => undefined);
  response.writeHead(content === undefined ? 404 : 200, {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy':
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'",
  });
  response.end(content);
}

function account({ path, body }: ScreenRequest, signedIn: boolean): Reply | undefined {
  if (path === '/auth/login')
    return body['password'] === 'correct horse'
      ? { status: 200, body: { token: 't', user: me }, cookie: 'invoicepatch_session=s; Path=/; HttpOnly' }
      : problem(401, 'auth.refused', 'E-mail or password is wrong.');
  if (!signedIn) return problem(401, 'auth.needed', 'Sign in first.');
  if (path === '/auth/me') return { status: 200, body: me };
  if (path === '/auth/logout') return { status: 204, cookie: 'invoicepatch_session=; Path=/; Max-Age=0' };
  return undefined;
}

function send(response: ServerResponse, { status, body, cookie }: Reply): void {
  response.writeHead(status, {
    'Content-Type': status < 400 ? 'application/json' : 'application/problem+json',
    ...(cookie === undefined ? {} : { 'Set-Cookie': cookie }),
  });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

/** Starts the stand-in, with flows and runs or empty, and the built screens in `folder`. */
export async function startStandIn({ folder, filled }: { folder: string; filled: boolean }): Promise<StandIn> {
  const engine = new StandInEngine(filled);
  const sent: StandIn['sent'] = [];
  let broken: Reply | undefined;
  const decide = (request: ScreenRequest, headers: IncomingMessage['headers']): Reply => {
    if (request.method !== 'GET' && headers['x-requested-with'] !== 'invoicepatch') {
      return problem(403, 'auth.forged', 'The request does not come from our pages.');
    }
    const signedIn = (headers.cookie ?? '').includes('invoicepatch_session=s');
    return account(request, signedIn) ?? broken ?? engine.answer(request);
  };
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    if (!url.pathname.startsWith('/api/v1')) return serveFile(folder, url.pathname, response);
    const method = incoming.method ?? 'GET';
    const path = url.pathname.slice('/api/v1'.length);
    const request = { method, path, query: url.searchParams, body: await readBody(incoming) };
    if (method !== 'GET') sent.push({ method, path, body: request.body });
    send(response, decide(request, incoming.headers));
  };
  const server = createServer((incoming, response) => void handle(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    flows: engine.flows,
    sent,
    breakWith: (reply) => {
      broken = reply;
    },
    close,
  };
}
