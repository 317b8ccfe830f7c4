import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { Fault } from '@invoicepatch/sdk';
import { answerTooLarge } from './exchange.ts';

type Unpack = (packed: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const unpackers: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

export const acceptedEncodings = 'gzip, deflate, br';

export interface Packed {
  readonly body: Buffer;
  readonly encoding: string | undefined;
  readonly limitBytes: number;
  readonly method: string;
}

/** The limit counts what comes out, so that a small answer can't become a huge one. */
export async function decompress({ body, encoding, limitBytes, method }: Packed): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (name === 'identity' || name === '' || body.length === 0) return body;
  const unpack = unpackers.get(name);
  try {
    if (unpack === undefined) throw new Error(`The encoding ${name} was not asked for.`);
    return await unpack(body, { maxOutputLength: limitBytes });
  } catch (cause) {
    if (hasCode(cause, 'ERR_BUFFER_TOO_LARGE')) throw answerTooLarge(limitBytes, method);
    const message = 'The answer is compressed in a way that cannot be read.';
    throw new Fault('unavailable', 'http.answer-unreadable', message, { cause, doubtful: method !== 'GET' });
  }
}

function hasCode(thrown: unknown, code: string): boolean {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === code;
}
