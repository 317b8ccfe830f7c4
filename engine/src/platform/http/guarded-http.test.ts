import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Fault, z } from '@invoicepatch/sdk';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { readShared } from '../../../../test/support/shared-folder.ts';
import { systemClock } from '../clock/clock.ts';
import { SecretMask } from '../secrets/secret-mask.ts';
import { isPublicAddress } from './address.ts';
import { GuardedHttp, type GuardedHttpOptions, type GuardedRequest } from './guarded-http.ts';
import { toRetryAfterMs } from './http-faults.ts';
import { SignedHttp } from './signed-http.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let handler: Handler = (_request, response) => response.end();
let hits: string[] = [];
const server = createServer((request, response) => {
  hits.push(`${request.method} ${request.headers.host} ${request.url}`);
  handler(request, response);
});
let port = 0;
const clients: GuardedHttp[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  hits = [];
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

function newClient(options: Partial<GuardedHttpOptions> = {}): GuardedHttp {
  const client = new GuardedHttp({ egressAllow: [`127.0.0.1:${port}`], ...options });
  clients.push(client);
  return client;
}

function exchange(request: Partial<GuardedRequest> = {}, options: Partial<GuardedHttpOptions> = {}) {
  return newClient(options).exchange({ method: 'GET', url: `http://127.0.0.1:${port}/x`, headers: {}, ...request });
}

function newHttp(options: Partial<GuardedHttpOptions> = {}, secrets: string[] = []): SignedHttp {
  return new SignedHttp({
    guarded: newClient(options),
    clock: systemClock,
    mask: () => new SecretMask(secrets),
    base: `http://127.0.0.1:${port}/v3/company`,
  });
}

const thrown = (work: Promise<unknown>): Promise<Fault> =>
  work.then(
    () => Promise.reject(new Error('It did not fail.')),
    (fault) => fault,
  );

test('every published form of an address inside is refused before anything is connected', async () => {
  const corpus = readShared('security/sandbox-attempts.json');
  if (corpus === undefined) return;
  const attempt = JSON.parse(corpus).attempts.find(({ id }: { id: string }) => id === 'js-net-bridge-ssrf-forms');
  const forms: string[] = [...attempt.code.matchAll(/"(http:[^"]+)"/g)].map(([text]) =>
    JSON.parse(text.replaceAll('%%CANARY_PORT%%', String(port))),
  );

  const faults = await Promise.all(forms.map((url) => thrown(exchange({ url }, { egressAllow: [] }))));

  expect(forms).toHaveLength(15);
  expect(faults.map(({ code }) => code)).toEqual(
    forms.map(() => expect.stringMatching(/^http\.(address-refused|url-invalid)$/)),
  );
  expect(hits).toEqual([]);
});

test.each([
  '169.254.169.254',
  '168.63.129.16',
  '100.100.100.200',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '192.0.0.192',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.1',
  '::',
  '::1',
  'fe80::1',
  'fd00:ec2::254',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
  '2002:7f00:1::',
  '2001:db8::1',
  'not an address',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '2606:4700:4700::1111'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test('a name that leads inside is refused, also when only one of its addresses does', async () => {
  const resolve = async () => [
    { address: '8.8.8.8', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ];

  const fault = await thrown(exchange({ url: `http://rebind.example:${port}/`, method: 'POST' }, { resolve }));

  expect(fault).toMatchObject({ code: 'http.address-refused', kind: 'denied', doubtful: false });
  expect(hits).toEqual([]);
});

test('the address that was checked is the one connected to: a name is looked up once', async () => {
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return [{ address: asked === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }];
  };

  const fault = await thrown(exchange({ url: `http://flip.example:${port}/` }, { resolve }));

  expect(fault.code).toBe('http.address-refused');
  expect(asked).toBe(1);
  expect(hits).toEqual([]);
});

test.each(['file:///etc/passwd', 'ftp://example.com/', '/relative', 'http://user:pass@example.com/', 'gopher://x', ''])(
  '%p is no address for a request',
  async (url) => {
    expect(await thrown(exchange({ url }))).toMatchObject({ code: 'http.url-invalid', kind: 'invalid' });
  },
);

test('the allow list is exact: another port of the same host stays shut', async () => {
  const fault = await thrown(
    exchange({ url: `http://127.0.0.1:${port}/` }, { egressAllow: [`127.0.0.1:${port}0`, '127.0.0.1'] }),
  );

  expect(fault.code).toBe('http.address-refused');
});

test('a connection to a simulator reaches the simulator and nothing beside it', async () => {
  const options = { egressAllow: [] };
  const origin = `http://127.0.0.1:${port}`;
  const simulatorUrl = `${origin}/simulators/books`;
  const go = (url: string) => exchange({ url, simulatorUrl }, options);

  await go(`${simulatorUrl}/v3/company`);
  for (const path of [
    '/simulators/books/../../api/v1/flows',
    '/simulators/books/%2e%2e/other',
    '/simulators/books2/x',
    '/api',
    '/simulators/books\\..\\..\\api',
  ]) {
    expect((await thrown(go(`${origin}${path}`))).code).toBe('http.address-refused');
  }

  expect(hits).toEqual([`GET 127.0.0.1:${port} /simulators/books/v3/company`]);
});

test.each([
  ['a line break in a value', { 'x-a': 'a\r\nx-b: c' }],
  ['a zero byte', { 'x-a': 'a\0' }],
  ['a line break in a name', { 'x\r\na': 'b' }],
  ['Host', { Host: 'other' }],
  ['Transfer-Encoding', { 'Transfer-Encoding': 'chunked' }],
  ['Content-Length', { 'content-length': '1' }],
  ['Connection', { CONNECTION: 'close' }],
])('refuses %s among the headers', async (_what, headers) => {
  expect(await thrown(exchange({ headers }))).toMatchObject({ code: 'http.header-invalid', kind: 'invalid' });
  expect(hits).toEqual([]);
});

test('a redirect is not followed, and says so', async () => {
  handler = (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();

  expect(await thrown(newHttp().get('x'))).toMatchObject({ code: 'http.redirect', kind: 'invalid' });
  expect(hits).toHaveLength(1);
});

test.each(['GET', 'POST'] as const)('a slow drip ends at the limit, %s', async (method) => {
  const drips: NodeJS.Timeout[] = [];
  handler = (_request, response) => {
    response.writeHead(200);
    drips.push(setInterval(() => response.write('.'), 10));
  };

  const fault = await thrown(exchange({ method, timeoutMs: 120 }));
  for (const drip of drips) clearInterval(drip);

  expect(fault).toMatchObject({ code: 'http.timeout', kind: 'unavailable', doubtful: method === 'POST' });
});

test.each(['GET', 'POST'] as const)('an endless body is cut off, %s', async (method) => {
  handler = (_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      response.once('drain', more);
    };
    more();
  };

  const fault = await thrown(exchange({ method }, { limitBytes: 1_000_000 }));

  expect(fault).toMatchObject({ code: 'http.answer-too-large', kind: 'invalid', doubtful: method === 'POST' });
});

test('the limit counts what is unpacked', async () => {
  handler = (_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5_000_000)));

  expect((await thrown(exchange({}, { limitBytes: 1_000_000 }))).code).toBe('http.answer-too-large');
  expect((await exchange()).text).toHaveLength(5_000_000);
});

test('a body shorter than announced is a broken connection, and a write in doubt', async () => {
  handler = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('short');
    setImmediate(() => response.destroy());
  };

  expect(await thrown(exchange({ method: 'POST' }))).toMatchObject({ code: 'http.broken', doubtful: true });
  expect(await thrown(exchange())).toMatchObject({ code: 'http.broken', doubtful: false });
});

test('a connection that is refused leaves no doubt', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, resolve));
  const dead = (closed.address() as AddressInfo).port;
  await new Promise((resolve) => closed.close(resolve));

  const fault = await thrown(
    exchange({ method: 'POST', url: `http://127.0.0.1:${dead}/` }, { egressAllow: [`127.0.0.1:${dead}`] }),
  );

  expect(fault).toMatchObject({ code: 'http.unreachable', kind: 'unavailable', doubtful: false });
});

test('a name that nobody knows leaves no doubt', async () => {
  const resolve = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));

  const fault = await thrown(exchange({ method: 'POST', url: 'http://nobody.example/' }, { resolve }));

  expect(fault).toMatchObject({ code: 'http.unreachable', doubtful: false });
  expect(fault.message).toContain('ENOTFOUND');
});

test('a server that hangs up after reading leaves a write in doubt', async () => {
  handler = (request) => void request.socket.destroy();

  expect(await thrown(exchange({ method: 'POST', body: '{}' }))).toMatchObject({ code: 'http.broken', doubtful: true });
});

test('a step that was stopped gives up its request', async () => {
  handler = () => undefined;
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);

  expect(await thrown(exchange({ method: 'POST', signal: stop.signal }))).toMatchObject({
    code: 'http.cancelled',
    doubtful: true,
  });
  expect(await thrown(exchange({ method: 'POST', signal: AbortSignal.abort() }))).toMatchObject({
    code: 'http.cancelled',
    doubtful: false,
  });
});

test.each([
  [400, 'invalid', 'http.refused', false],
  [401, 'denied', 'http.denied', false],
  [403, 'denied', 'http.denied', false],
  [404, 'missing', 'http.missing', false],
  [409, 'conflict', 'http.conflict', false],
  [422, 'invalid', 'http.refused', false],
  [429, 'unavailable', 'http.busy', false],
  [500, 'unavailable', 'http.failed', true],
  [503, 'unavailable', 'http.failed', true],
])('a write answered with %i is %s', async (status, kind, code, doubtful) => {
  handler = (_request, response) =>
    response.writeHead(status, { 'retry-after': '7' }).end(JSON.stringify({ message: 'Because.' }));

  const fault = await thrown(newHttp().post('x', {}));

  expect(fault).toMatchObject({
    kind,
    code,
    doubtful,
    details: { status },
    retryAfterMs: kind === 'unavailable' ? 7_000 : undefined,
  });
  expect(fault.message).toContain('Because.');
});

test('a read answered with 500 is not in doubt', async () => {
  handler = (_request, response) => response.writeHead(500).end();

  expect(await thrown(newHttp().get('x'))).toMatchObject({ kind: 'unavailable', doubtful: false });
});

test('the reason is covered and cut, and neither query nor headers are told', async () => {
  handler = (_request, response) => response.writeHead(400).end(`token s3cr3t-token is bad ${'x'.repeat(2_000)}`);

  const fault = await thrown(
    newHttp({}, ['s3cr3t-token']).get('x', { query: { key: 'hidden-query' }, headers: { 'x-key': 'hidden-header' } }),
  );

  expect(fault.message).toContain('token ••• is bad');
  expect(fault.message.length).toBeLessThan(400);
  expect(JSON.stringify([fault.message, fault.details])).not.toMatch(/s3cr3t|hidden/);
});

test.each([
  ['broken', '{"a": '],
  ['an error page', '<html>'],
  ['too deep', '['.repeat(200_000) + ']'.repeat(200_000)],
])('JSON that is %s is not believed', async (_what, text) => {
  handler = (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text);

  expect(await thrown(newHttp().post('x', {}))).toMatchObject({ code: 'http.answer-unreadable', doubtful: true });
});

test('an answer cannot bring names that reach into every object', async () => {
  handler = (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json;charset=utf-8' }).end('{"a":"[{","__proto__":{"b":1}}');

  const answer = (await newHttp().get('x')).as(z.unknown());

  expect(answer).toEqual({ a: '[{' });
  expect(Object.keys(answer as object)).toEqual(['a']);
});

test.each(['../../admin', '%2e%2e/admin', '//evil.example/x', 'a/../../b', '..\\..\\b', '/../x'])(
  'the path %s does not lead a signature elsewhere',
  async (path) => {
    handler = (_request, response) => response.end();

    await newHttp()
      .get(path)
      .catch((fault) => expect(fault.code).toBe('http.url-invalid'));

    for (const hit of hits) expect(hit).toContain(`127.0.0.1:${port} /v3/company/`);
  },
);

test('sends JSON, query and headers as asked', async () => {
  let seen: unknown;
  handler = (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen = { url: request.url, type: request.headers['content-type'], own: request.headers['x-own'], body };
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"1"}');
    });
  };

  const answer = await newHttp().post(
    'invoice',
    { total: '1.10' },
    { query: { requestid: 'a b', none: undefined }, headers: { 'X-Own': 'y' } },
  );

  expect(answer.as(z.object({ id: z.string() }))).toEqual({ id: '1' });
  expect(seen).toEqual({
    url: '/v3/company/invoice?requestid=a+b',
    type: 'application/json',
    own: 'y',
    body: '{"total":"1.10"}',
  });
});

test('a request that is too large never leaves', async () => {
  expect((await thrown(exchange({ method: 'POST', body: 'x'.repeat(101) }, { limitBytes: 100 }))).code).toBe(
    'http.request-too-large',
  );
  expect(hits).toEqual([]);
});

test.each([
  ['7', 7_000],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 59_000],
  ['0', 0],
  ['999999999', 86_400_000],
  ['soon', undefined],
])('Retry-After %s', (header, expected) => {
  expect(toRetryAfterMs(header, 1_000)).toBe(expected);
});
