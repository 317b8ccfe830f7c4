import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator, SimulatorHost, SimulatorRequest } from '@invoicepatch/sdk';

export interface SimulatorServer {
  readonly url: string;
  close(): Promise<void>;
}

async function readRequest(message: IncomingMessage): Promise<SimulatorRequest> {
  const url = new URL(message.url ?? '/', 'http://simulator');
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** Serves a simulator over real HTTP on a free port of this machine. */
export async function serveSimulator(simulator: Simulator, host: SimulatorHost): Promise<SimulatorServer> {
  const server = createServer(async (message, response) => {
    const { status, headers, body } = await simulator.handle(await readRequest(message), host);
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
