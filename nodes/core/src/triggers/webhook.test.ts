import { createHmac } from 'node:crypto';
import type { Delivery } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { webhook } from './webhook.ts';

const now = Date.UTC(2026, 10, 2);
const rawBody = Buffer.from('{"hours": "7.50"}');

function delivery(headers: Record<string, string>, more: Partial<Delivery> = {}): Delivery {
  return { headers, rawBody, body: { hours: '7.50' }, secret: 's3cret', now, ...more };
}

function sign(text: string | Buffer, encoding: 'hex' | 'base64' = 'hex'): string {
  return createHmac('sha256', 's3cret').update(text).digest(encoding);
}

test('lets everybody in when no signature is asked for', () => {
  const config = webhook.config.parse({});

  expect(webhook.verify(config, delivery({}, { secret: undefined }))).toBe(true);
});

test('lets nobody in without a secret when a signature is asked for', () => {
  const config = webhook.config.parse({ signature: 'hmac-sha256' });
  const forged = createHmac('sha256', '').update(rawBody).digest('hex');

  expect(webhook.verify(config, delivery({ 'x-signature': forged }, { secret: undefined }))).toBe(false);
  expect(webhook.verify(config, delivery({ 'x-signature': forged }, { secret: '' }))).toBe(false);
});

test('checks the signature of the raw bytes', () => {
  const config = webhook.config.parse({ signature: 'hmac-sha256' });

  expect(webhook.verify(config, delivery({ 'x-signature': sign(rawBody) }))).toBe(true);
  expect(webhook.verify(config, delivery({ 'x-signature': sign('{"hours":"7.50"}') }))).toBe(false);
  expect(webhook.verify(config, delivery({ 'x-signature': '' }))).toBe(false);
  expect(webhook.verify(config, delivery({}))).toBe(false);
});

test('reads base64 and a text before the signature', () => {
  const base64 = webhook.config.parse({ signature: 'hmac-sha256', encoding: 'base64', signatureHeader: 'X-Mac' });
  const prefixed = webhook.config.parse({ signature: 'hmac-sha256', signaturePrefix: 'sha256=' });

  expect(webhook.verify(base64, delivery({ 'x-mac': sign(rawBody, 'base64') }))).toBe(true);
  expect(webhook.verify(prefixed, delivery({ 'x-signature': `sha256=${sign(rawBody)}` }))).toBe(true);
  expect(webhook.verify(prefixed, delivery({ 'x-signature': sign(rawBody) }))).toBe(false);
});

test('refuses an old delivery, and a new time on an old signature', () => {
  const config = webhook.config.parse({ signature: 'hmac-sha256', timestampHeader: 'x-timestamp' });
  const signedAt = (at: number) => sign(`${at}.${rawBody}`);
  const [fresh, old] = [now / 1_000 - 299, now / 1_000 - 301];

  expect(webhook.verify(config, delivery({ 'x-timestamp': `${fresh}`, 'x-signature': signedAt(fresh) }))).toBe(true);
  expect(webhook.verify(config, delivery({ 'x-timestamp': `${old}`, 'x-signature': signedAt(old) }))).toBe(false);
  expect(webhook.verify(config, delivery({ 'x-timestamp': `${fresh}`, 'x-signature': signedAt(old) }))).toBe(false);
  expect(webhook.verify(config, delivery({ 'x-signature': sign(rawBody) }))).toBe(false);
});

test("knows the sender's delivery id", () => {
  const config = webhook.config.parse({ deliveryIdHeader: 'X-GitHub-Delivery' });

  expect(webhook.deliveryId?.(config, delivery({ 'x-github-delivery': 'd-1' }))).toBe('d-1');
  expect(webhook.deliveryId?.(config, delivery({}))).toBeUndefined();
});
