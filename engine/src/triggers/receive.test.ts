import { createHmac } from 'node:crypto';
import { coreNodes } from '@invoicepatch/core';
import { defineWebhookTrigger, z } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { MemoryCatalog } from '../catalog/catalog.memory.ts';
import { toFileName } from './file-name.ts';
import { type HookRequest, toHookRequest } from './hook-request.ts';
import { receiveFile, refuseUnsigned } from './receive-file.ts';
import { receiveWebhook } from './receive-webhook.ts';

const webhook = new MemoryCatalog(coreNodes, []).find('core.webhook@1');
const secret = 'shared between the two';

function request(body: string | Buffer, headers: Record<string, string> = {}): HookRequest {
  return toHookRequest({ headers, rawBody: Buffer.from(body) });
}

function receive(sent: HookRequest, config: object = {}, known?: string) {
  if (webhook?.kind !== 'trigger' || webhook.start !== 'webhook') throw new Error('The catalog has no webhook.');
  return receiveWebhook(webhook, {
    request: sent,
    config: webhook.config.parse(config),
    secret: known,
    now: 0,
    limitBytes: 1_000_000,
  });
}

test('a JSON body becomes the payload, whatever its type says', () => {
  expect(receive(request('{"hours":"7.50"}', { 'content-type': 'text/plain' }))).toEqual({
    payload: { hours: '7.50' },
    payloadText: '{"hours":"7.50"}',
    dedupeKey: undefined,
    keyNamesContent: false,
    waitMs: undefined,
  });
});

test.each([
  ['', 'hook.no-body'],
  ['{"a":', 'request.unreadable'],
  ['{"__proto__":{"admin":true}}', 'request.unreadable'],
  [`${'['.repeat(65)}${']'.repeat(65)}`, 'request.unreadable'],
  [`"${'x'.repeat(1_000_000)}"`, 'hook.too-large'],
])('refuses the body %.20s', (body, code) => {
  expect(() => receive(request(body))).toThrow(expect.objectContaining({ kind: 'invalid', code }));
});

test('a delivery is known by the key of the sender, else by its delivery id', () => {
  const own = { 'x-delivery-id': 'd-1' };

  expect(receive(request('1', own)).dedupeKey).toBe('delivery:d-1');
  expect(receive(request('1', { ...own, 'idempotency-key': 'k-1' })).dedupeKey).toBe('idempotency-key:k-1');
  expect(() => receive(request('1', { 'idempotency-key': 'k'.repeat(256) }))).toThrow(
    expect.objectContaining({ code: 'hook.bad-key' }),
  );
});

test('a trigger that asks for a signature is closed without one, and without a secret', () => {
  const config = { signature: 'hmac-sha256' };
  const signature = createHmac('sha256', secret).update('{}').digest('hex');
  const refused = expect.objectContaining({ kind: 'denied', code: 'hook.bad-signature' });

  expect(receive(request('{}', { 'x-signature': signature }), config, secret).payload).toEqual({});
  expect(() => receive(request('{ }', { 'x-signature': signature }), config, secret)).toThrow(refused);
  expect(() => receive(request('{}'), config, secret)).toThrow(refused);
  expect(() => receive(request('{}', { 'x-signature': signature }), config)).toThrow(refused);
});

test('a sender that waits does so no longer than the trigger says', () => {
  expect(receive(request('{}'), { answer: 'when-responded', timeoutSeconds: 5 }).waitMs).toBe(5_000);
});

test('a trigger with a shape refuses another one', () => {
  const trigger = defineWebhookTrigger({
    id: 'ledger.on-entry',
    version: 1,
    title: 'On an entry',
    summary: 'Starts.',
    fr: { title: 'À une écriture', summary: 'Démarre.' },
    config: z.strictObject({}),
    output: z.object({ id: z.string() }),
    verify: () => true,
  });
  const reception = { config: {}, secret: undefined, now: 0, limitBytes: 1_000_000 };

  expect(receiveWebhook(trigger, { ...reception, request: request('{"id":"1","more":2}') }).payload).toEqual({
    id: '1',
  });
  expect(() => receiveWebhook(trigger, { ...reception, request: request('{"id":1}') })).toThrow(/at id:/);
});

test.each([
  ['hours.xlsx', 'hours.xlsx'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\léa\\heures.xlsx', 'heures.xlsx'],
  ['a\u0000b\n.xlsx', 'ab.xlsx'],
  ['..', undefined],
  ['', undefined],
])('calls %j %j', (sent, name) => {
  expect(toFileName(sent)).toBe(name);
});

test('a file is the body itself, with its name in a header', async () => {
  const file = await receiveFile(
    request('PK', { 'x-file-name': 'Relev%C3%A9.xlsx', 'content-type': 'application/zip' }),
    ['.xlsx'],
  );

  expect(file).toEqual({ name: 'Relevé.xlsx', mediaType: 'application/zip', bytes: Buffer.from('PK') });
  expect((await receiveFile(request('PK'), ['.xlsx'])).name).toBe('delivery.xlsx');
});

test('a file is the first one of a form', async () => {
  const form = new FormData();
  form.append('period', '2026-11');
  form.append('sheet', new Blob([new Uint8Array([0, 255, 13, 10, 254])]), 'hours.XLSX');
  const encoded = new Response(form);
  const sent = request(Buffer.from(await encoded.arrayBuffer()), {
    'content-type': encoded.headers.get('content-type') ?? '',
  });

  expect(await receiveFile(sent, ['.xlsx'])).toMatchObject({
    name: 'hours.XLSX',
    bytes: Buffer.from([0, 255, 13, 10, 254]),
  });
});

test.each([
  [request(''), 'file.empty'],
  [request('x', { 'x-file-name': 'hours.pdf' }), 'file.not-accepted'],
  [request('{}', { 'content-type': 'application/json' }), 'hook.no-file'],
  [request('x', { 'content-type': 'multipart/form-data; boundary=b' }), 'hook.bad-form'],
  [
    request('--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--\r\n', {
      'content-type': 'multipart/form-data; boundary=b',
    }),
    'hook.no-file',
  ],
])('refuses a request without a fitting file: %#', async (sent, code) => {
  await expect(receiveFile(sent, ['.xlsx'])).rejects.toMatchObject({ kind: 'invalid', code });
});

test('a file trigger with a secret wants it', () => {
  const signature = createHmac('sha256', secret).update('PK').digest('hex');

  expect(() => refuseUnsigned(request('PK'), undefined)).not.toThrow();
  expect(() => refuseUnsigned(request('PK', { 'x-signature': signature }), secret)).not.toThrow();
  expect(() => refuseUnsigned(request('PX', { 'x-signature': signature }), secret)).toThrow(/signature/);
  expect(() => refuseUnsigned(request('PK'), secret)).toThrow(/signature/);
});
