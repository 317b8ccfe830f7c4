import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { takeBodies } from './read-body.ts';

let server: FastifyInstance;
let port: number;

beforeAll(async () => {
  server = Fastify({ forceCloseConnections: true });
  takeBodies(server, 25_000_000);
  server.setErrorHandler((thrown: Error, _request, reply) => reply.code(413).send({ detail: thrown.message }));
  server.post('/api/v1/things', async () => 'taken');
  await server.listen({ port: 0, host: '127.0.0.1' });
  port = Number(new URL(server.listeningOrigin).port);
});
afterAll(() => server.close());

/** Reads nothing before everything is written, as many senders do. */
async function sendAllThenRead(header: string, frame: (chunk: Buffer) => Buffer[], end: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const gone = once(socket, 'close');
  socket.pause();
  socket.write(`POST /api/v1/things HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n${header}\r\n\r\n`);
  const chunk = Buffer.alloc(500_000, 'x');
  for (let sent = 0; sent < 50_000_000; sent += chunk.length) {
    for (const part of frame(chunk)) if (!socket.write(part)) await Promise.race([once(socket, 'drain'), gone]);
  }
  socket.end(end);
  const answer: Buffer[] = [];
  for await (const part of socket) answer.push(part);
  return Buffer.concat(answer).toString();
}

test.each([
  ['says so', 'content-length: 50000000', (chunk: Buffer) => [chunk], ''],
  [
    'only shows it',
    'transfer-encoding: chunked',
    (chunk: Buffer) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')],
    '0\r\n\r\n',
  ],
])('a body of 50 MB that %s is refused, and its sender hears why', async (_, header, frame, end) => {
  const answer = await sendAllThenRead(header, frame, end);

  expect(answer).toMatch(/^HTTP\/1.1 413 /);
  expect(answer).toContain('The body is larger than 5 MB. Send less at once.');
});
