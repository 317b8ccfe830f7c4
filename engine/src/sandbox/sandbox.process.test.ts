import { spawnSync } from 'node:child_process';
import { afterAll, expect, test } from '@jest/globals';
import { ProcessSandbox } from './sandbox.process.ts';
import type { Evaluate } from './sandbox.ts';
import { defaultLimits } from './sandbox-limits.ts';

const sandbox = new ProcessSandbox({
  ...defaultLimits,
  evaluation: { ...defaultLimits.evaluation, timeoutMs: 500, resultBytes: 100_000 },
});

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

const rule = (logic: unknown, data: unknown = {}) =>
  evaluate('', data, { program: { language: 'json-logic', source: JSON.stringify(logic) } });

test('an expression reads its input and its bindings', async () => {
  const output = await evaluate(
    '{ "sum": $sum(lines.hours), "who": $nodes.person.name }',
    { lines: [{ hours: 7.5 }, { hours: 8 }] },
    {
      bindings: { nodes: '{"person":{"name":"Élise"}}' },
    },
  );

  expect(output).toBe('{"sum":15.5,"who":"Élise"}');
});

test('an expression that finds nothing gives nothing', async () => {
  expect(await evaluate('missing.field', {})).toBeUndefined();
});

test('a list as input is one input', async () => {
  expect(await evaluate('$count($)', [1, 2, 3])).toBe('3');
});

test('clock and random numbers repeat with the same seed and differ with another', async () => {
  const source = '[$now(), $millis(), $random(), $shuffle([1..9])]';

  const [first, again, other] = [
    await evaluate(source),
    await evaluate(source),
    await evaluate(source, null, { seed: 'run-2' }),
  ];

  expect(again).toBe(first);
  expect(other).not.toBe(first);
  expect(first).toContain('"2026-11-02T00:00:00.000Z"');
});

test.each([
  [
    '"a" + 1',
    'expression.failed',
    'The expression failed: the left side of "+" must be a number, but a text was found (line 1, character 5).',
  ],
  [
    '$summ([1])',
    'expression.failed',
    'The expression failed: there is no function "summ"; check its spelling (line 1, character 6).',
  ],
  [
    '$error("No rate for this person")',
    'expression.failed',
    'The expression failed: No rate for this person (line 1, character 7).',
  ],
  [
    '(',
    'expression.syntax',
    'The expression cannot be read: the expression ends too early: ")" is missing (line 1, character 1).',
  ],
  ['$eval("1")', 'expression.syntax', /\$eval is not allowed/],
  ['function($x){$x}', 'expression.failed', /the result holds a function/],
  ['{"a": [1, $sum]}', 'expression.failed', /the result holds a function at a\.1/],
  ['1/0', 'expression.failed', /not finite/],
  ['{"__proto__": 1}', 'expression.failed', /__proto__/],
  ['[1..2000000]', 'expression.too-large', /more than 1 million items/],
  ['$pad("x", 6000000)', 'expression.too-large', /more than 5 million characters/],
  ['$pad("x", 200000)', 'expression.too-large', /The result is larger/],
  ['($f := function($n) { 1 + $f($n) }; $f(0))', 'expression.too-deep', /has an end/],
  ['($f := function($n) { $n = 0 ? 1 : {"a": $f($n - 1)} }; $f(70))', 'expression.too-deep', /64 levels/],
  ['($f := function() { $f() }; $f())', 'expression.timeout', /longer than 500 ms/],
  ['$match($pad("a", 60, "a") & "!", /^(a+)+$/)', 'expression.timeout', /longer than 500 ms/],
])('%s is answered with %s', async (source, code, message) => {
  const failed = evaluate(source);

  await expect(failed).rejects.toMatchObject({ name: 'Fault', kind: 'invalid', code });
  await expect(failed).rejects.toThrow(message);
});

test('a message never repeats the data', async () => {
  const failed = evaluate('$number(secret)', { secret: 'hunter2' });

  await expect(failed).rejects.toThrow(/a text was found that \$number cannot turn into a number/);
  await expect(failed).rejects.not.toThrow(/hunter2/);
});

test.each([
  [{ '>': [{ var: 'total' }, 1000] }, 'true'],
  [{ var: 'lines.1.hours' }, '8'],
  [{ var: ['absent', 'otherwise'] }, '"otherwise"'],
  [{ missing: ['total', 'po'] }, '["po"]'],
  [{ missing_some: [1, ['total', 'po']] }, '[]'],
  [{ in: ['b', ['a', 'b']] }, 'true'],
  [{ var: '__proto__' }, 'null'],
  [{ var: 'constructor.constructor' }, 'null'],
  [{ var: 'lines.length' }, '2'],
  [{ log: { var: 'total' } }, '1500'],
])('the rule %j gives %s', async (logic, output) => {
  expect(await rule(logic, { total: 1500, lines: [{ hours: 7 }, { hours: 8 }] })).toBe(output);
});

test.each([{ lag: 1 }, { method: [1, 'toString'] }, { 'var.constructor': ['1'] }, { if: [true, { konstruktor: 1 }] }])(
  'the rule %j names its unknown operator',
  async (logic) => {
    await expect(rule(logic)).rejects.toMatchObject({
      code: 'expression.syntax',
      message: expect.stringContaining('is not known'),
    });
  },
);

test.each([
  [{ '+': [{ var: 'total' }, { var: 'lines' }] }, 'expression.failed', /should be a number is not one at \+/],
  [{ if: [true, { some: [{ var: 'absent' }, true] }] }, 'expression.failed', /not given what it needs at if\.1\.some/],
  [{ throw: 'No rate for this person' }, 'expression.failed', /throws an error at throw: No rate for this person/],
  [JSON.parse(`${'{"!":['.repeat(250)}1${']}'.repeat(250)}`), 'expression.too-deep', /too deeply/],
])('the rule %j is answered with %s', async (logic, code, message) => {
  const failed = rule(logic, { total: 1500, lines: ['hunter2'] });

  await expect(failed).rejects.toMatchObject({ kind: 'invalid', code });
  await expect(failed).rejects.toThrow(message);
  await expect(failed).rejects.not.toThrow(/hunter2/);
});

test('an inspection names free variables and the nodes that are read', async () => {
  const source =
    '($rate := 95; $nodes.hours.lines.{ "a": qty * $rate, "b": $trigger.`odd name` } ~> $map(function($v) { $v }))';

  expect(await sandbox.inspect('acme', { language: 'jsonata', source })).toEqual({
    ok: true,
    variables: ['nodes', 'trigger'],
    nodes: ['hours'],
  });
});

test.each(['$lookup($nodes, id)', '$nodes[0].a', '$nodes.*', '($n := $nodes; $n.a)'])(
  'which nodes %s reads cannot be told',
  async (source) => {
    const inspection = await sandbox.inspect('acme', { language: 'jsonata', source });

    expect(inspection).toMatchObject({ ok: true, variables: ['nodes'] });
    expect(inspection).not.toHaveProperty('nodes');
  },
);

test('an inspection names the place of a mistake', async () => {
  expect(await sandbox.inspect('acme', { language: 'jsonata', source: '$sum([1' })).toEqual({
    ok: false,
    code: 'S0203',
    message: 'The expression ends too early: "]" is missing.',
    position: 6,
  });
  expect(await sandbox.inspect('acme', { language: 'json-logic', source: '{"and":[true,{"xor":[1]}]}' })).toMatchObject(
    {
      ok: false,
      code: 'unknown-operator',
      message: expect.stringContaining('"xor" is not known (inside and.1)'),
    },
  );
});

test('data with odd field names is data', async () => {
  const input = { toString: 1, constructor: { name: 'x' }, hasOwnProperty: 2, _jsonata_lambda: true };

  expect(await evaluate('$merge([$, {"valueOf": 3}])', input)).toBe(
    '{"toString":1,"constructor":{"name":"x"},"hasOwnProperty":2,"valueOf":3}',
  );
});

test('one evaluation leaves nothing behind for the next in the same scope', async () => {
  const tries = [
    '($__proto__ := {"polluted": "yes"}; $sum := 1; $toString := 2; 1)',
    '$ ~> |$|{"constructor": {"prototype": {"polluted": "yes"}}}|',
    '[(function($x){$x}).**]',
    '($now := function() { "never" }; $now())',
    '$.items{k: v}',
  ];
  for (const source of tries) {
    await evaluate(source, { items: [{ k: 'constructor', v: { polluted: 'yes' } }] }).catch(() => undefined);

    expect(
      await evaluate('[$exists(polluted), $exists($x.polluted), $sum([1, 2]), $now()]', {}, { bindings: { x: '{}' } }),
    ).toBe('[false,false,3,"2026-11-02T00:00:00.000Z"]');
  }
});

test('jobs that share a frame with one that kills the child do not notice', async () => {
  const killer = '($s := $pad("x", 4000000); $map([1..200], function($i) { $split($s, "") }))';

  const answers = await Promise.allSettled(
    Array.from({ length: 24 }, (_, at) =>
      at === 5 ? evaluate(killer, null, { tenantId: 'mallory' }) : evaluate(`${at}`),
    ),
  );

  expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(answers[5]).toMatchObject({
    status: 'rejected',
    reason: { code: expect.stringMatching(/^expression\.(memory|timeout)$/) },
  });
  expect(answers[6]).toEqual({ status: 'fulfilled', value: '6' });
});

test('a tenant whose expressions are slow does not hold up the others', async () => {
  await Promise.all([evaluate('1'), evaluate('2')]);
  const slow = Array.from({ length: 12 }, () =>
    evaluate('($f := function() { $f() }; $f())', null, { tenantId: 'mallory', timeoutMs: 300 }).catch(() => 'stopped'),
  );
  const started = performance.now();

  const quick = await Promise.all(['honest', 'fair', 'kind'].map((tenantId) => evaluate('1', null, { tenantId })));
  const tookMs = performance.now() - started;

  expect(quick).toEqual(['1', '1', '1']);
  expect(tookMs).toBeLessThan(1_500);
  expect(await Promise.all(slow)).toEqual(slow.map(() => 'stopped'));
}, 20_000);

test('a child that was killed from outside is replaced, and nobody is blamed', async () => {
  await evaluate('1');
  for (const pid of sandbox.pool.pids) process.kill(pid, 'SIGKILL');

  expect(await Promise.all([evaluate('1'), evaluate('2')])).toEqual(['1', '2']);
});

test('a closed sandbox leaves no process behind and says so', async () => {
  const brief = new ProcessSandbox();
  await brief.inspect('acme', { language: 'jsonata', source: '1' });
  const pids = brief.pool.pids;

  await brief.close();

  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
  await expect(brief.inspect('acme', { language: 'jsonata', source: '1' })).rejects.toMatchObject({
    code: 'sandbox.unavailable',
  });
});

test('children end by themselves when the engine is killed', async () => {
  const engine = `
    import { ProcessSandbox } from './sandbox.process.ts';
    const sandbox = new ProcessSandbox();
    await sandbox.inspect('acme', { language: 'jsonata', source: '1' });
    process.stdout.write(sandbox.pool.pids.join(), () => process.kill(process.pid, 'SIGKILL'));`;
  const flags = ['--no-warnings', '--conditions=source', '--input-type=module', '--eval', engine];

  const { signal, stdout } = spawnSync(process.execPath, flags, { cwd: import.meta.dirname, encoding: 'utf8' });

  const pids = stdout.split(',').map(Number);
  const isGone = (pid: number) => {
    try {
      return process.kill(pid, 0) && false;
    } catch {
      return true;
    }
  };
  expect(signal).toBe('SIGKILL');
  expect(pids.length).toBeGreaterThan(0);
  const deadline = performance.now() + 3_000;
  while (!pids.every(isGone) && performance.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  expect(pids.every(isGone)).toBe(true);
});
