import { Fault, z } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { OutsideServer } from '../../../../test/support/servers/outside-server.ts';
import { thrown } from '../../../../test/support/thrown.ts';
import { toRetryAfterMs } from './http-faults.ts';

const outside = new OutsideServer();

test('a redirect is not followed, and says so', async () => {
  outside.handler = (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();

  expect(await thrown(outside.newHttp().get('x'))).toMatchObject({ code: 'http.redirect', kind: 'invalid' });
  expect(outside.hits).toHaveLength(1);
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
  outside.handler = (_request, response) =>
    response.writeHead(status, { 'retry-after': '7' }).end(JSON.stringify({ message: 'Because.' }));

  const fault = await thrown(outside.newHttp().post('x', {}));

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
  outside.handler = (_request, response) => response.writeHead(500).end();

  expect(await thrown(outside.newHttp().get('x'))).toMatchObject({ kind: 'unavailable', doubtful: false });
});

test('the reason is covered and cut, and neither query nor headers are told', async () => {
  outside.handler = (_request, response) =>
    response.writeHead(400).end(`token s3cr3t-token is bad ${'x'.repeat(2_000)}`);

  const fault = await thrown(
    outside
      .newHttp({}, ['s3cr3t-token'])
      .get('x', { query: { key: 'hidden-query' }, headers: { 'x-key': 'hidden-header' } }),
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
  outside.handler = (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text);

  expect(await thrown(outside.newHttp().post('x', {}))).toMatchObject({
    code: 'http.answer-unreadable',
    doubtful: true,
  });
});

test('an answer cannot bring names that reach into every object', async () => {
  outside.handler = (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json;charset=utf-8' }).end('{"a":"[{","__proto__":{"b":1}}');

  const answer = (await outside.newHttp().get('x')).as(z.unknown());

  expect(answer).toEqual({ a: '[{' });
  expect(Object.keys(answer as object)).toEqual(['a']);
});

test.each(['../../admin', '%2e%2e/admin', '//evil.example/x', 'a/../../b', '..\\..\\b', '/../x'])(
  'the path %s does not lead a signature elsewhere',
  async (path) => {
    outside.handler = (_request, response) => response.end();

    await outside
      .newHttp()
      .get(path)
      .catch((fault) => expect(fault.code).toBe('http.url-invalid'));

    for (const hit of outside.hits) expect(hit).toContain(`127.0.0.1:${outside.port} /v3/company/`);
  },
);

test('sends JSON, query and headers as asked', async () => {
  let seen: unknown;
  outside.handler = (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen = { url: request.url, type: request.headers['content-type'], own: request.headers['x-own'], body };
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"1"}');
    });
  };

  const answer = await outside
    .newHttp()
    .post('invoice', { total: '1.10' }, { query: { requestid: 'a b', none: undefined }, headers: { 'X-Own': 'y' } });

  expect(answer.as(z.object({ id: z.string() }))).toEqual({ id: '1' });
  expect(seen).toEqual({
    url: '/v3/company/invoice?requestid=a+b',
    type: 'application/json',
    own: 'y',
    body: '{"total":"1.10"}',
  });
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

test("what a connector's own reading of an error repeats is covered too, in its details as well", async () => {
  outside.handler = (_request, response) => response.writeHead(400).end('s3cr3t-token is bad');
  const toFault = ({ text }: { text: string }) =>
    new Fault('invalid', 'books.refused', text, { details: { said: [text], status: 400 } });

  const fault = await thrown(outside.newHttp({}, ['s3cr3t-token'], toFault).get('x'));

  expect(fault).toMatchObject({ code: 'books.refused', message: '••• is bad' });
  expect(fault.details).toEqual({ said: ['••• is bad'], status: 400 });
});
