import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AUTHENTICATOR, type Authenticator } from '../platform/nest/authenticator.ts';
import { EdgeModule } from '../platform/nest/edge.module.ts';
import type { Role } from '../platform/nest/principal.ts';
import { CLOCK, CONFIG, LOG } from '../platform/nest/tokens.ts';
import { SandboxModule } from './sandbox.module.ts';

const byRole: Authenticator = {
  find: async (token) => ({ tenantId: 'acme', role: token as Role, by: { kind: 'user', userId: 'u' } }),
};
const log = { info: () => undefined, warn: () => undefined, error: () => undefined, child: () => log };

@Module({
  providers: [
    { provide: CONFIG, useValue: {} },
    { provide: LOG, useValue: log },
    { provide: CLOCK, useValue: { now: () => Date.UTC(2026, 10, 2, 12) } },
    { provide: AUTHENTICATOR, useValue: byRole },
  ],
  exports: [CONFIG, LOG, CLOCK, AUTHENTICATOR],
})
class Ground {}

@Module({ imports: [{ module: Ground, global: true }, EdgeModule, SandboxModule] })
class Root {}

let app: NestFastifyApplication;

beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(Root, new FastifyAdapter(), { logger: false });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});

afterAll(() => app.close());

async function post(path: string, payload: object, role = 'builder') {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/${path}`,
    payload,
    headers: { authorization: `Bearer ${role}` },
  });
  return { status: answer.statusCode, body: answer.json() };
}

test('a preview evaluates an expression over its input and bindings', async () => {
  const { status, body } = await post('transforms/evaluate', {
    expression: `{ 'total': $sum(lines.amount), 'by': $nodes.who.name, 'at': $now() }`,
    input: { lines: [{ amount: 1.5 }, { amount: 2 }] },
    bindings: { nodes: { who: { name: 'Zoé' } } },
  });

  expect(status).toBe(200);
  expect(body).toEqual({ output: { total: 3.5, by: 'Zoé', at: '2026-11-02T12:00:00.000Z' } });
});

test('a preview evaluates a rule over its data', async () => {
  const { body } = await post('rules/evaluate', { logic: { '>': [{ var: 'total' }, 1000] }, data: { total: 1500 } });

  expect(body).toEqual({ output: true });
});

test('a preview runs code over its input and bindings', async () => {
  const { status, body } = await post('code/evaluate', {
    code: `const sum = input.lines.reduce((all, line) => all + line.amount, 0);
return { sum, by: $nodes.who.name, at: new Date().toISOString() };`,
    input: { lines: [{ amount: 1.5 }, { amount: 2 }] },
    bindings: { nodes: { who: { name: 'Zoé' } } },
  });

  expect(status).toBe(200);
  expect(body).toEqual({ output: { sum: 3.5, by: 'Zoé', at: '2026-11-02T12:00:00.000Z' } });
});

test.each([
  ['for (;;) {}', 'expression.timeout'],
  ['return process.env;', 'expression.failed'],
  ['return (;', 'expression.syntax'],
  ['', 'request.invalid'],
])('code that does not end well is answered with what happened: %s', async (code, expected) => {
  const { status, body } = await post('code/evaluate', { code, input: null });

  expect(status).toBe(400);
  expect(body.code).toBe(expected);
});

test('an expression with a mistake is answered with its place and what to do', async () => {
  const { status, body } = await post('transforms/evaluate', { expression: '$sum(\n[1, 2', input: null });

  expect(status).toBe(400);
  expect(body).toMatchObject({
    code: 'expression.syntax',
    detail: 'The expression cannot be read: the expression ends too early: "]" is missing (line 2, character 5).',
  });
});

test('a viewer may not evaluate', async () => {
  const rule = await post('rules/evaluate', { logic: true, data: {} }, 'viewer');
  const code = await post('code/evaluate', { code: 'return 1;', input: null }, 'viewer');

  expect([rule.status, code.status]).toEqual([403, 403]);
});
