import { createHmac, timingSafeEqual } from 'node:crypto';
import { Fault } from '@invoicepatch/sdk';
import { hasEnding, parseFileNameHeader, toFileName } from './file-name.ts';
import { refuseEnding } from './find-trigger.ts';
import type { HookRequest } from './hook-request.ts';

export interface SentFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

const unnamed = 'application/octet-stream';

async function readForm({ headers, rawBody }: HookRequest): Promise<SentFile> {
  const form = await new Response(new Uint8Array(rawBody), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  })
    .formData()
    .catch((cause: unknown) => {
      throw new Fault('invalid', 'hook.bad-form', 'The form could not be read. Send one file as multipart/form-data.', {
        cause,
      });
    });
  for (const [, part] of form) {
    if (typeof part === 'string') continue;
    const name = toFileName(part.name) ?? '';
    return { name, mediaType: part.type || unnamed, bytes: Buffer.from(await part.arrayBuffer()) };
  }
  throw new Fault('invalid', 'hook.no-file', 'The form holds no file. Send the file itself, or a form with one file.');
}

function readBody({ headers, rawBody }: HookRequest, endings: readonly string[]): SentFile {
  const mediaType = headers['content-type'] ?? unnamed;
  const name = parseFileNameHeader(headers['x-file-name']);
  if (name === undefined && /json/i.test(mediaType)) {
    throw new Fault(
      'invalid',
      'hook.no-file',
      'This trigger takes a file, not JSON. Send the file itself as the body.',
    );
  }
  return { name: name ?? `delivery${endings[0] ?? ''}`, mediaType, bytes: rawBody };
}

/** A file trigger with a secret takes only what carries `X-Signature`: the hex HMAC-SHA256 of the body. */
export function refuseUnsigned({ headers, rawBody }: HookRequest, secret: string | undefined): void {
  if (secret === undefined) return;
  const expected = Buffer.from(createHmac('sha256', secret).update(rawBody).digest('hex'));
  const given = Buffer.from((headers['x-signature'] ?? '').toLowerCase());
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  const message = 'The signature of this file is missing or wrong. Check the secret on both sides.';
  throw new Fault('denied', 'hook.bad-signature', message);
}

/** The file that a sender put into a request: as the body itself, or as the first file of a form. */
export async function receiveFile(request: HookRequest, endings: readonly string[]): Promise<SentFile> {
  const isForm = /^multipart\/form-data\s*;/i.test(request.headers['content-type'] ?? '');
  const file = isForm ? await readForm(request) : readBody(request, endings);
  if (file.bytes.length === 0)
    throw new Fault('invalid', 'file.empty', 'The file is empty. Send it again with its content.');
  if (!hasEnding(file.name, endings)) throw refuseEnding(file.name, endings);
  return file;
}
