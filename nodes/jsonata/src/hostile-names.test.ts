import { afterEach, expect, test } from '@jest/globals';
import { ordinaryRuntime } from '../testing/runtime.ts';
import { compile } from './index.ts';

const runtime = ordinaryRuntime();
const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'toJSON', '__defineSetter__'];

function run(source: string, input?: unknown): unknown {
  const compiled = compile(source);
  if (compiled.kind !== 'compiled') throw new Error(compiled.reason);
  return JSON.stringify(runtime.load(compiled.code)(input));
}

const withName = (name: string, value: string) => JSON.parse(`{${JSON.stringify(name)}: ${value}, "a": 1}`);

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
  expect(Object.getOwnPropertyNames(Array.prototype)).not.toContain('polluted');
  expect(typeof {}.toString).toBe('function');
});

test.each(names)('%s in data is a field like any other', (name) => {
  const input = withName(name, '{"polluted": true}');
  const field = `\`${name}\``;

  expect(run('$', input)).toBe(JSON.stringify(input));
  expect(run(`${field}.polluted`, input)).toBe('true');
  expect(run(`$lookup($, "${name}").polluted`, input)).toBe('true');
  expect(run('$keys($)[0]', input)).toBe(JSON.stringify(name));
  expect(run('$count(**)', input)).toBe('4');
  expect(run(`$exists(missing.${field})`, input)).toBe('false');
  expect(run(`$exists(a.${field})`, input)).toBe('false');
  expect(run(`$exists([1].${field})`, input)).toBe('false');
});

test.each(names)('%s in a constructor, a grouping or an update is a field like any other', (name) => {
  const wanted = `{"${name}":{"polluted":true}}`;

  expect(run(`{"${name}": {"polluted": true}}`)).toBe(wanted);
  expect(run(`{"${name}" & "": {"polluted": true}}`)).toBe(wanted);
  expect(run(`[{"n": "${name}"}]{n: {"polluted": true}}`)).toBe(wanted);
  expect(run('n{$string($): {"polluted": true}}', { n: [name] })).toBe(wanted);
  expect(run(`n@$o{$o: {"polluted": true}}`, { n: [name] })).toBe(wanted);
  expect(run(`$ ~> |$|{"${name}": {"polluted": true}}|`, {})).toBe(wanted);
  expect(run(`$ ~> |$|{}, "${name}"|`, withName(name, '1'))).toBe('{"a":1}');
});

test.each(names)('%s goes through the functions on objects', (name) => {
  const input = withName(name, '{"polluted": true}');

  for (const source of [
    '$merge([$, {"b": 2}])',
    '$merge($spread($))',
    '$sift($, function($v) { true })',
    '$clone($)',
  ]) {
    const fields = Object.entries(JSON.parse(String(run(source, input))));

    expect(fields).toContainEqual([name, { polluted: true }]);
  }
  expect(run('$each($, function($v, $k) { $k })', input)).toBe(JSON.stringify([name, 'a']));
});

test('a lone surrogate keeps its place in names, texts and results', () => {
  const input = { '\ud800': 'x\udc00y' };

  expect(run('`\ud800`', input)).toBe('"x\\udc00y"');
  expect(run('$length($lookup($, "\ud800"))', input)).toBe('3');
  expect(run('$substring($lookup($, "\\ud800"), 1, 1)', input)).toBe('"\\udc00"');
  expect(run('"\ud83d" & "\ude00" = "😀"')).toBe('true');
  expect(run('{"\ud800": $uppercase("é\udfff")}')).toBe('{"\\ud800":"É\\udfff"}');
});

test('what is no character at all is refused in its place', () => {
  const failures = ['a \u0000 b', '\ud800 + \udc00', '"\\uZZZZ"', '"\\ud8"'].map((source) => {
    try {
      return compile(source).kind;
    } catch (thrown) {
      const { code, position } = Object(thrown);
      return { code, position: typeof position };
    }
  });

  for (const failure of failures.slice(2)) expect(failure).toEqual({ code: 'S0104', position: 'number' });
});

test('a value of any depth is handed on; what walks through it runs out of stack as a clear error', () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 100_000; depth += 1) deep = { a: deep };
  const compiled = compile('$exists(a.a.a)');
  const walking = compile('$count(**)');
  if (compiled.kind !== 'compiled' || walking.kind !== 'compiled') throw new Error('It is not compiled.');

  expect(runtime.load(compiled.code)(deep)).toBe(true);
  expect(() => runtime.load(walking.code)(deep)).toThrow(RangeError);
});
