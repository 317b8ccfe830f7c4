import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault, z } from '@invoicepatch/sdk';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Body, Controller, Global, Module, Post, Req } from '@nestjs/common';
import { type BareEngine, startBareEngine } from '../../test/support/engine.ts';
import { AUTHENTICATOR } from './platform/nest/authenticator.ts';
import { Needs, Open } from './platform/nest/needs.ts';
import { toTemplatePath } from './platform/nest/probes/open-api.ts';
import { RouteList } from './platform/nest/route-list.ts';
import { ZodPipe } from './platform/nest/zod-pipe.ts';

@Controller()
class EchoController {
  @Post('hooks/:id') @Open() hook(@Req() sent: { rawBody?: Buffer; body: unknown }) {
    return { raw: sent.rawBody?.toString('base64'), parsed: Buffer.isBuffer(sent.body) ? 'bytes' : sent.body };
  }
  @Post('api/v1/echo') @Open() echo(@Body(new ZodPipe(z.object({ name: z.string().optional() }))) body: unknown) {
    return { body };
  }
  @Post('api/v1/files') @Open() async file(@Req() sent: { body: AsyncIterable<Buffer> }) {
    let bytes = 0;
    for await (const chunk of sent.body) bytes += chunk.length;
    return { bytes };
  }
  @Post('api/v1/slow') @Needs('owner') async slow() {
    await sleep(300);
    return { done: true };
  }
}

@Global()
@Module({
  controllers: [EchoController],
  providers: [
    {
      provide: AUTHENTICATOR,
      useValue: {
        find: async (token: string) =>
          token === 'owner' ? { tenantId: 't', role: 'owner', by: { kind: 'user', userId: 'u' } } : undefined,
      },
    },
  ],
  exports: [AUTHENTICATOR],
})
class EchoModule {}

const start = () => startBareEngine({}, { features: [EchoModule] });
let engine: BareEngine;

beforeAll(async () => {
  engine = await start();
});
afterAll(() => engine.stop());

const post = (path: string, body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${engine.app.url}${path}`, { method: 'POST', body, headers });

test('says that it lives, and that its database answers', async () => {
  const answers = await Promise.all(['live', 'ready'].map((probe) => fetch(`${engine.app.url}/health/${probe}`)));

  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

test('counts what it answers by route, not by address', async () => {
  await post('/hooks/one-address', '{}');
  const text = await (await fetch(`${engine.app.url}/metrics`)).text();

  expect(text).toMatch(/http_requests_total\{method="POST",route="\/hooks\/:id",status="2xx"\} \d/);
  expect(text).toContain('process_resident_memory_bytes');
  expect(text).not.toContain('one-address');
});

test('describes exactly the routes that exist', async () => {
  const { paths } = await (await fetch(`${engine.app.url}/api/openapi.json`)).json();
  const described = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const existing = engine.app.nest
    .get(RouteList)
    .list()
    .map(({ method, path }) => `${method.toLowerCase()} ${toTemplatePath(path)}`);

  expect(described.sort()).toEqual([...existing].sort());
  expect(described).toContain('post /hooks/{id}');
  expect(paths['/api/v1/echo'].post.requestBody.content['application/json'].schema.properties.name).toMatchObject({
    type: 'string',
  });
  expect(paths['/api/v1/slow'].post['x-role']).toBe('owner');
});

test('a hook gets the exact bytes', async () => {
  const text = '{ "amount" : 1.50 }';

  const answer = await (await post('/hooks/x', text)).json();

  expect(Buffer.from(answer.raw, 'base64').toString()).toBe(text);
});

test('a hook takes a file of any type, byte for byte', async () => {
  const bytes = new Uint8Array([0, 255, 1, 254]);

  const answer = await (await post('/hooks/x', bytes, { 'content-type': 'application/vnd.ms-excel' })).json();

  expect(answer).toEqual({ raw: Buffer.from(bytes).toString('base64'), parsed: 'bytes' });
});

test('a file reaches its handler as a stream', async () => {
  const answer = await (await post('/api/v1/files', new Uint8Array(6_000_000), { 'content-type': 'text/csv' })).json();

  expect(answer).toEqual({ bytes: 6_000_000 });
});

test.each([
  ['{"name":', 400, 'request.unreadable'],
  ['{"__proto__":{"a":1}}', 400, 'request.unreadable'],
  ['['.repeat(100), 400, 'request.unreadable'],
  [`{"name":"${'x'.repeat(5_000_000)}"}`, 413, 'request.too-large'],
])('refuses the body %.30s… as a problem', async (body, status, code) => {
  const answer = await post('/api/v1/echo', body);

  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(await answer.json()).toMatchObject({ status, code, requestId: expect.any(String) });
});

test('refuses a body that says it is something else', async () => {
  const answer = await post('/api/v1/echo', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' });

  expect(answer.status).toBe(415);
});

test('stops reading a body without a declared size at the limit', async () => {
  const status = await new Promise<number | undefined>((resolve) => {
    const sending = request(
      `${engine.app.url}/api/v1/echo`,
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      (answer) => {
        resolve(answer.statusCode);
        answer.resume();
      },
    );
    sending.on('error', () => undefined);
    for (let sent = 0; sent < 6; sent++) sending.write(Buffer.alloc(1_000_000, 32));
    sending.end();
  });

  expect(status).toBe(413);
});

test('an unknown address of the API is a problem, of the designer a page', async () => {
  const [api, page, file] = await Promise.all(
    ['/api/v1/nothing', '/flows/anything', '/assets/nothing.js'].map((path) => fetch(`${engine.app.url}${path}`)),
  );

  expect(api?.status).toBe(404);
  expect(await api?.json()).toMatchObject({ code: 'request.no-such-route' });
  expect(page?.status).toBe(200);
  expect(page?.headers.get('content-type')).toContain('text/html');
  expect(file?.status).toBe(404);
});

test('its pages run scripts of its own only, and are framed by nobody', async () => {
  const { headers } = await fetch(engine.app.url);

  expect(headers.get('content-security-policy')).toContain("script-src 'self';");
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('strict-transport-security')).toBeNull();
});

test('a path that climbs out of the designer gets no file', async () => {
  const status = await new Promise((resolve) => {
    request(`${engine.app.url}/..%2f..%2fpackage.json`, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text.includes('"workspaces"')));
    }).end();
  });

  expect(status).toBe(false);
});

test('two engines in one process keep to themselves, and one goes on when the other ends', async () => {
  const other = await start();
  const address = other.app.url;
  await other.stop();

  expect(address).not.toBe(engine.app.url);
  await expect(fetch(`${address}/health/live`)).rejects.toThrow();
  expect((await fetch(`${engine.app.url}/health/ready`)).status).toBe(200);
});

test('a start that fails says why and leaves nothing open', async () => {
  const port = Number(new URL(engine.app.url).port);

  await expect(startBareEngine({ port }, { features: [EchoModule] })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(startBareEngine({ databaseUrl: 'postgres://nobody:hunter2@127.0.0.1:1/none' })).rejects.toBeInstanceOf(
    Fault,
  );
});
