import type { Readable } from 'node:stream';
import { Fault } from '@invoicepatch/sdk';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJsonBody } from './parse-json-body.ts';

/** How the body of a path is taken in. */
type Reading =
  /** Left on the wire for the handler, which sets the limit itself. */
  | { readonly kind: 'stream' }
  /** The exact bytes are kept as `rawBody`, and nothing else is done with them. */
  | { readonly kind: 'bytes'; readonly limitBytes: number }
  /** The exact bytes are kept as `rawBody`, for signatures; JSON is parsed besides. */
  | { readonly kind: 'raw'; readonly limitBytes: number }
  | { readonly kind: 'json'; readonly limitBytes: number };

export const bodyLimits = { jsonBytes: 5_000_000, fileBytes: 25_000_000 } as const;

const jsonType = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/** A hook takes files as well as deliveries; which of them it is, only its trigger knows. */
export function hookBytesOf({ deliveryBytes }: { readonly deliveryBytes: number }): number {
  return Math.max(deliveryBytes, bodyLimits.fileBytes);
}

function readingOf(path: string, hookBytes: number): Reading {
  if (path === '/api/v1/files') return { kind: 'stream' };
  if (path.startsWith('/hooks/')) return { kind: 'bytes', limitBytes: hookBytes };
  if (path.startsWith('/callbacks/')) return { kind: 'bytes', limitBytes: bodyLimits.jsonBytes };
  if (path.startsWith('/simulators/')) return { kind: 'raw', limitBytes: bodyLimits.jsonBytes };
  return { kind: 'json', limitBytes: bodyLimits.jsonBytes };
}

function tooLarge(limitBytes: number): Fault {
  return new Fault(
    'invalid',
    'request.too-large',
    `The body is larger than ${limitBytes / 1_000_000} MB. Send less at once.`,
    {
      details: { limitBytes },
    },
  );
}

/** The whole body; refuses one that is or becomes larger. */
export function readBytes(payload: Readable, declared: string | undefined, limitBytes: number): Promise<Buffer> {
  if (Number(declared ?? 0) > limitBytes) return Promise.reject(tooLarge(limitBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    payload.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) reject(tooLarge(limitBytes));
      else chunks.push(chunk);
    });
    payload.once('error', reject);
    payload.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, sizeBytes)));
  });
}

async function readBody(request: FastifyRequest, payload: Readable, hookBytes: number): Promise<unknown> {
  const reading = readingOf(request.url.split('?', 1)[0] ?? '', hookBytes);
  if (reading.kind === 'stream') return payload;
  const type = request.headers['content-type'] ?? '';
  const isJson = jsonType.test(type);
  if (reading.kind === 'json' && !isJson && type !== '') {
    throw new Fault('invalid', 'request.unsupported-type', 'Send this as Content-Type: application/json.');
  }
  const bytes = await readBytes(payload, request.headers['content-length'], reading.limitBytes);
  if (reading.kind === 'json') return parseJsonBody(bytes);
  Object.assign(request, { rawBody: bytes });
  return isJson && reading.kind === 'raw' ? parseJsonBody(bytes) : bytes;
}

/** One way in for every body, in place of the framework's parsers. */
export function takeBodies(server: FastifyInstance, hookBytes: number): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (request: FastifyRequest, payload: Readable) =>
    readBody(request, payload, hookBytes),
  );
  // The framework closes the connection under a sender that is still writing, who then never reads why. Left open, the
  // rest is read and thrown away, for as long as a request may take.
  server.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 413) reply.removeHeader('connection');
  });
}
