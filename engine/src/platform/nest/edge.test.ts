import { Fault, z } from '@invoicepatch/sdk';
import { afterEach, expect, test } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post, Query, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AUTHENTICATOR, type Authenticator } from './authenticator.ts';
import { cursorTime, parseCursor, toCursor } from './cursor.ts';
import { EdgeModule } from './edge.module.ts';
import { IdPipe } from './id-pipe.ts';
import { Needs, Open } from './needs.ts';
import type { Principal, Role } from './principal.ts';
import { RouteList } from './route-list.ts';
import { CONFIG, LOG } from './tokens.ts';
import { Who } from './who.ts';
import { ZodPipe } from './zod-pipe.ts';

const thing = z.object({ name: z.string().max(5), lines: z.array(z.object({ amount: z.string() })).optional() });

@Controller('api/v1/things')
class ThingsController {
  @Get() @Needs('viewer') list(
    @Who() principal: Principal,
    @Query(new ZodPipe(z.object({ limit: z.coerce.number().optional() }))) query: unknown,
  ) {
    return { role: principal.role, query };
  }
  @Post() @Needs('builder') add(@Body(new ZodPipe(thing)) body: unknown) {
    return body;
  }
  @Get('open') @Open() open() {
    return { open: true };
  }
  @Get('bug') @Open() bug() {
    throw new Error('the password is hunter2');
  }
  @Get('busy') @Open() busy() {
    throw new Fault('unavailable', 'thing.busy', 'Busy.', { retryAfterMs: 1_500 });
  }
  @Get('choices') @Open() choices() {
    throw new Fault('invalid', 'thing.wrong', 'Wrong.', {
      details: { errors: [{ path: 'a', message: 'b' }], id: 'x' },
    });
  }
  @Get(':id') @Needs('viewer') get(@Param('id', new IdPipe('thing')) id: string) {
    return { id };
  }
}

@Controller('silent')
class SilentController {
  @Get() read() {
    return {};
  }
}

const byRole: Authenticator = {
  find: async (token) =>
    token.startsWith('token-')
      ? { tenantId: 't', role: token.slice(6) as Role, by: { kind: 'user', userId: 'u' } }
      : undefined,
};
const logged: unknown[] = [];
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (...entry: unknown[]) => void logged.push(entry),
  child: () => log,
};

const apps: NestFastifyApplication[] = [];

async function start(controllers: Type[], publicUrl?: string): Promise<NestFastifyApplication> {
  @Module({
    providers: [
      { provide: CONFIG, useValue: { publicUrl } },
      { provide: LOG, useValue: log },
      { provide: AUTHENTICATOR, useValue: byRole },
    ],
    exports: [CONFIG, LOG, AUTHENTICATOR],
  })
  class Ground {}
  @Module({ controllers })
  class Feature {}
  @Module({ imports: [{ module: Ground, global: true }, EdgeModule, Feature] })
  class Root {}
  const app = await NestFactory.create<NestFastifyApplication>(Root, new FastifyAdapter({ bodyLimit: 1_000 }), {
    logger: false,
    abortOnError: false,
  });
  apps.push(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

test('a route without a rule stops the start and is named', async () => {
  await expect(start([ThingsController, SilentController])).rejects.toThrow('GET /silent (SilentController.read)');
});

test('the list of routes knows method, path, rule and schemas', async () => {
  const app = await start([ThingsController]);

  const routes = app.get(RouteList).list();

  expect(routes).toHaveLength(7);
  expect(routes.find(({ method }) => method === 'POST')).toMatchObject({
    path: '/api/v1/things',
    access: { kind: 'role', role: 'builder' },
  });
  expect(routes.find(({ method }) => method === 'POST')?.body?.safeParse({ name: 'a', more: 1 }).success).toBe(false);
  expect(routes.find(({ path }) => path === '/api/v1/things/:id')?.body).toBeUndefined();
});

test.each([
  ['nobody', {}, 401, 'auth.required'],
  ['an unknown token', { authorization: 'Bearer nonsense' }, 401, 'auth.required'],
  ['another scheme', { authorization: 'Basic token-owner' }, 401, 'auth.required'],
  [
    'a wrong header beside a good cookie',
    { authorization: 'Bearer nonsense', cookie: 'invoicepatch_session=token-owner' },
    401,
    'auth.required',
  ],
  ['a role too weak', { authorization: 'Bearer token-approver' }, 403, 'auth.role'],
  ['a cookie without our header', { cookie: 'invoicepatch_session=token-owner' }, 403, 'auth.forged'],
  [
    'a cookie under a name that only starts alike',
    { cookie: 'invoicepatch_session2=token-owner' },
    401,
    'auth.required',
  ],
])('refuses %s', async (_who, headers, status, code) => {
  const app = await start([ThingsController]);

  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/things',
    headers: headers as Record<string, string>,
    payload: { name: 'a' },
  });

  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json()).toMatchObject({ code, status, requestId: expect.any(String) });
});

test.each([
  ['a token', { authorization: 'Bearer token-builder' }],
  ['a stronger role', { authorization: 'bearer token-owner' }],
  [
    'a cookie with our header',
    { cookie: 'a=b; invoicepatch_session=token-builder', 'x-requested-with': 'invoicepatch' },
  ],
])('lets in %s', async (_who, headers) => {
  const app = await start([ThingsController]);

  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/things',
    headers: headers as Record<string, string>,
    payload: { name: 'a' },
  });

  expect(answer.statusCode).toBe(201);
});

test('over https only the cookie that is bound to this host counts', async () => {
  const app = await start([ThingsController], 'https://patch.example');
  const read = (cookie: string) => app.inject({ url: '/api/v1/things', headers: { cookie } });

  expect((await read('invoicepatch_session=token-viewer')).statusCode).toBe(401);
  expect((await read('__Host-invoicepatch_session=token-viewer')).statusCode).toBe(200);
});

test('a body that is not as described is told by place', async () => {
  const app = await start([ThingsController]);
  const headers = { authorization: 'Bearer token-builder' };

  const wrong = await app.inject({
    method: 'POST',
    url: '/api/v1/things',
    headers,
    payload: { name: 'a', lines: [{ amount: 1 }] },
  });
  const extra = await app.inject({
    method: 'POST',
    url: '/api/v1/things',
    headers,
    payload: { name: 'a', tenantId: 'b' },
  });
  const none = await app.inject({ method: 'POST', url: '/api/v1/things', headers });

  expect(wrong.json()).toMatchObject({ code: 'request.invalid', status: 400, errors: [{ path: 'lines[0].amount' }] });
  expect(extra.json().errors[0].message).toContain('tenantId');
  expect(none.json()).toMatchObject({ code: 'request.invalid', errors: [{ path: 'name' }] });
});

test('an id that is none is missing, not wrong', async () => {
  const app = await start([ThingsController]);

  const answer = await app.inject({ url: '/api/v1/things/..%2f', headers: { authorization: 'Bearer token-viewer' } });

  expect(answer.json()).toMatchObject({ status: 404, code: 'thing.not-found' });
});

test('a bug shows neither its text nor its cause, but the log gets it', async () => {
  const app = await start([ThingsController]);

  const answer = await app.inject('/api/v1/things/bug');

  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('hunter2');
  expect(answer.json()).toMatchObject({ code: 'engine.unexpected' });
  expect(logged).toHaveLength(1);
});

test('waiting time, facts and errors of a fault reach the caller', async () => {
  const app = await start([ThingsController]);

  const busy = await app.inject('/api/v1/things/busy');
  const choices = await app.inject('/api/v1/things/choices');

  expect(busy.statusCode).toBe(503);
  expect(busy.headers['retry-after']).toBe('2');
  expect(choices.json()).toMatchObject({ errors: [{ path: 'a', message: 'b' }], details: { id: 'x' } });
});

test.each([
  ['broken JSON', '{"name": ', 'application/json', 400, 'request.unreadable'],
  ['too much', JSON.stringify({ name: 'x'.repeat(2_000) }), 'application/json', 413, 'request.too-large'],
  ['another content type', '<a/>', 'text/xml', 415, 'request.unsupported-type'],
])('the framework refuses %s as a problem', async (_what, payload, type, status, code) => {
  const app = await start([ThingsController]);
  const headers = { authorization: 'Bearer token-builder', 'content-type': type };

  const answer = await app.inject({ method: 'POST', url: '/api/v1/things', headers, payload });

  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json()).toMatchObject({ status, code });
});

test('an address without a route is a problem too', async () => {
  const app = await start([ThingsController]);

  const answer = await app.inject('/api/v1/nowhere?secret=1');

  expect(answer.json()).toMatchObject({ status: 404, code: 'request.no-such-route' });
  expect(answer.body).not.toContain('secret');
});

const place = z.strictObject({ at: cursorTime });

test.each(['2026-11-02 12:00:00.123456+00', '2026-11-02 12:00:00-05', '2024-02-29 23:59:59.1+05:30'])(
  'a time as Postgres writes it comes back as it was: %s',
  (at) => {
    expect(parseCursor(place, toCursor({ at }))).toEqual({ at });
  },
);

test.each(['yesterday', '2026-02-31 12:00:00+00', '2026-11-02 25:00:00+00', 'infinity', ''])(
  'a made-up time never gets to the database: %p',
  (at) => {
    expect(() => parseCursor(place, toCursor({ at }))).toThrow(expect.objectContaining({ code: 'request.bad-cursor' }));
  },
);
