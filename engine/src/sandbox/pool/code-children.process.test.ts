import { afterAll, expect, test } from '@jest/globals';
import { ProcessSandbox } from '../sandbox.process.ts';
import type { Evaluate } from '../sandbox.ts';
import { defaultLimits } from '../sandbox-limits.ts';

const sandbox = new ProcessSandbox({ ...defaultLimits, evaluation: { ...defaultLimits.evaluation, timeoutMs: 500 } });

afterAll(() => sandbox.close());

function evaluate(source: string, input: unknown = null, more: Partial<Evaluate> = {}) {
  return sandbox.evaluate({
    tenantId: 'acme',
    scope: 'v1',
    program: { language: 'jsonata', source },
    input: JSON.stringify(input),
    bindings: {},
    now: Date.UTC(2026, 10, 2),
    seed: 'run-1',
    ...more,
  });
}

const run = (source: string, input: unknown = null, more: Partial<Evaluate> = {}) =>
  evaluate('', input, { program: { language: 'javascript', source }, ...more });

test.each([
  ['return { sum: input.lines.reduce((sum, line) => sum + line.hours, 0) };', '{"sum":15}'],
  [
    'return [$nodes.who.name, new Date().toISOString(), Math.random() === Math.random()]',
    '["Zoé","2026-11-02T00:00:00.000Z",false]',
  ],
  ['input.lines.push({ hours: 1 }); return input.lines.length', '3'],
  ['const counts = new Map(); counts.set("a", 1); return Object.fromEntries(counts)', '{"a":1}'],
])('the code %s gives %s', async (source, output) => {
  const input = { lines: [{ hours: 7 }, { hours: 8 }] };

  expect(await run(source, input, { bindings: { nodes: '{"who":{"name":"Zoé"}}' } })).toBe(output);
});

test('code that gives nothing gives nothing', async () => {
  expect(await run('const unused = 1;')).toBeUndefined();
});

test.each([
  ['return (', 'expression.syntax', /The code cannot be read: it is not JavaScript/],
  ['}); (function () {', 'expression.syntax', /not JavaScript/],
  ['return await 1', 'expression.syntax', /not JavaScript/],
  ['throw new Error("no rate for this person")', 'expression.failed', /it throws Error: no rate for this person/],
  ['return (async () => 1)()', 'expression.failed', /gives a promise/],
  ['for (;;) {}', 'expression.timeout', /longer than 500 ms/],
  ['const f = () => 1 + f(); return f()', 'expression.too-deep', /has an end/],
  ['const a = []; for (;;) a.push(new Array(1000).fill(a.length))', /^expression\.(memory|timeout)$/, /stopped/],
  ['return process.env', 'expression.failed', /process is not defined/],
  ['return fetch("http://127.0.0.1")', 'expression.failed', /fetch is not defined/],
  ['return globalThis.constructor.constructor("return process")()', 'expression.failed', /process is not defined/],
])('the code %s is answered with %s', async (source, code, message) => {
  const failed = run(source, null, { tenantId: 'coder' });

  await expect(failed).rejects.toMatchObject({ code: expect.stringMatching(code) });
  await expect(failed).rejects.toThrow(message);
});

test('code leaves nothing behind and cannot call what serves it', async () => {
  const tries = [
    'globalThis.leak = 1',
    'Array.prototype.map = () => "polluted"',
    'Object.prototype.polluted = 1',
    'JSON.stringify = () => "\\"polluted\\""',
    'adopt(1, "javascript", "return 1"); evaluate(1, "", "[]", "", 0, 1); salvage()',
  ];
  for (const source of tries) await run(source).catch(() => undefined);

  expect(
    await run('return [typeof leak, typeof adopt, typeof salvage, [1].map((x) => x + 1), ({}).polluted === undefined]'),
  ).toBe('["undefined","undefined","undefined",[2],true]');
});

test('code runs in a child that serves no other tenant', async () => {
  const before = new Set(sandbox.codePids);
  const [first, second] = await Promise.all(
    ['a-coder', 'another'].map((tenantId) => run('return 1', null, { tenantId })),
  );

  expect([first, second]).toEqual(['1', '1']);
  expect(sandbox.codePids.filter((pid) => !before.has(pid))).toHaveLength(2);
  expect(sandbox.codePids.some((pid) => sandbox.pool.pids.includes(pid))).toBe(false);
});

test.each(['jsonata', 'javascript'] as const)('no digit of a long number is lost by %s', async (language) => {
  const source = language === 'jsonata' ? '{"id": id, "price": price}' : 'return { id: input.id, price: input.price }';
  const input = '{"id":9007199254740993,"price":1.10}';

  expect(await evaluate('', null, { program: { language, source }, input })).toBe(
    '{"id":"9007199254740993","price":1.1}',
  );
});
