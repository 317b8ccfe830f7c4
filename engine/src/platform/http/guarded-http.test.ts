import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { OutsideServer } from '../../../../test/support/servers/outside-server.ts';
import { thrown } from '../../../../test/support/thrown.ts';

const outside = new OutsideServer();

test.each([
  ['a line break in a value', { 'x-a': 'a\r\nx-b: c' }],
  ['a zero byte', { 'x-a': 'a\0' }],
  ['a line break in a name', { 'x\r\na': 'b' }],
  ['Host', { Host: 'other' }],
  ['Transfer-Encoding', { 'Transfer-Encoding': 'chunked' }],
  ['Content-Length', { 'content-length': '1' }],
  ['Connection', { CONNECTION: 'close' }],
])('refuses %s among the headers', async (_what, headers) => {
  expect(await thrown(outside.exchange({ headers }))).toMatchObject({ code: 'http.header-invalid', kind: 'invalid' });
  expect(outside.hits).toEqual([]);
});

test.each(['GET', 'POST'] as const)('a slow drip ends at the limit, %s', async (method) => {
  const drips: NodeJS.Timeout[] = [];
  outside.handler = (_request, response) => {
    response.writeHead(200);
    drips.push(setInterval(() => response.write('.'), 10));
  };

  const fault = await thrown(outside.exchange({ method, timeoutMs: 120 }));
  for (const drip of drips) clearInterval(drip);

  expect(fault).toMatchObject({ code: 'http.timeout', kind: 'unavailable', doubtful: method === 'POST' });
});

test.each(['GET', 'POST'] as const)('an endless body is cut off, %s', async (method) => {
  outside.handler = (_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      response.once('drain', more);
    };
    more();
  };

  const fault = await thrown(outside.exchange({ method }, { limitBytes: 1_000_000 }));

  expect(fault).toMatchObject({ code: 'http.answer-too-large', kind: 'invalid', doubtful: method === 'POST' });
});

test('the limit counts what is unpacked', async () => {
  outside.handler = (_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5_000_000)));

  expect((await thrown(outside.exchange({}, { limitBytes: 1_000_000 }))).code).toBe('http.answer-too-large');
  expect((await outside.exchange()).text).toHaveLength(5_000_000);
});

test('a body shorter than announced is a broken connection, and a write in doubt', async () => {
  outside.handler = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('short');
    setImmediate(() => response.destroy());
  };

  expect(await thrown(outside.exchange({ method: 'POST' }))).toMatchObject({ code: 'http.broken', doubtful: true });
  expect(await thrown(outside.exchange())).toMatchObject({ code: 'http.broken', doubtful: false });
});

test('a connection that is refused leaves no doubt', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, resolve));
  const dead = (closed.address() as AddressInfo).port;
  await new Promise((resolve) => closed.close(resolve));

  const fault = await thrown(
    outside.exchange({ method: 'POST', url: `http://127.0.0.1:${dead}/` }, { egressAllow: [`127.0.0.1:${dead}`] }),
  );

  expect(fault).toMatchObject({ code: 'http.unreachable', kind: 'unavailable', doubtful: false });
});

test('a name that nobody knows leaves no doubt', async () => {
  const resolve = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));

  const fault = await thrown(outside.exchange({ method: 'POST', url: 'http://nobody.example/' }, { resolve }));

  expect(fault).toMatchObject({ code: 'http.unreachable', doubtful: false });
  expect(fault.message).toContain('ENOTFOUND');
});

test('a server that hangs up after reading leaves a write in doubt', async () => {
  outside.handler = (request) => void request.socket.destroy();

  expect(await thrown(outside.exchange({ method: 'POST', body: '{}' }))).toMatchObject({
    code: 'http.broken',
    doubtful: true,
  });
});

test('a step that was stopped gives up its request', async () => {
  outside.handler = () => undefined;
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);

  expect(await thrown(outside.exchange({ method: 'POST', signal: stop.signal }))).toMatchObject({
    code: 'http.cancelled',
    doubtful: true,
  });
  expect(await thrown(outside.exchange({ method: 'POST', signal: AbortSignal.abort() }))).toMatchObject({
    code: 'http.cancelled',
    doubtful: false,
  });
});

test('a request that is too large never leaves', async () => {
  expect((await thrown(outside.exchange({ method: 'POST', body: 'x'.repeat(101) }, { limitBytes: 100 }))).code).toBe(
    'http.request-too-large',
  );
  expect(outside.hits).toEqual([]);
});
