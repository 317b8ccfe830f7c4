import { expect, test } from '@jest/globals';
import { librarySource, ordinaryRuntime } from '../testing/runtime.ts';
import { compile, loadRuntime, parseExactJson } from './index.ts';

const runtime = ordinaryRuntime();

function run(source: string, input?: unknown, bindings: Readonly<Record<string, unknown>> = {}): unknown {
  const compiled = compile(source);
  if (compiled.kind !== 'compiled') throw new Error(compiled.reason);
  return runtime.load(compiled.code)(input, bindings);
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function failure(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    const { code, position, token, message } = Object(thrown);
    return { code, position, token, message };
  }
  return 'no failure';
}

test('the same program has the same code and the same hash', () => {
  const first = compile('a.b + 1');

  expect(compile('a.b + 1')).toEqual(first);
  expect(first).toMatchObject({ kind: 'compiled', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(compile('a.b + 2')).not.toEqual(first);
});

test('a program with $eval is left to others, with the reason, however it is used', () => {
  const reason = expect.stringContaining('$eval');

  expect(compile('$eval("1 + 1")')).toEqual({ kind: 'interpreted', reason });
  expect(compile('$map(["1"], $eval)')).toEqual({ kind: 'interpreted', reason });
  expect(compile('($eval := 1; $eval)').kind).toBe('compiled');
});

test('text that is not JSONata is refused as the reference refuses it', () => {
  expect(failure(() => compile('a +'))).toMatchObject({ code: 'S0207', position: 3 });
});

test('a failure says where, in which function and why', () => {
  expect(failure(() => run('$map([1], function($x) { $x + "a" })'))).toEqual({
    code: 'T2002',
    position: 5,
    token: '+',
    message: 'The right side of the "+" operator must evaluate to a number',
  });
  expect(failure(() => run('$sum("x")'))).toMatchObject({ code: 'T0412', position: 5, token: 'sum' });
  expect(failure(() => run('uppercase("x")'))).toMatchObject({ code: 'T1005', token: 'uppercase' });
});

test('recursion that ends in a call takes no stack', () => {
  const count = '($f := function($n, $sum) { $n = 0 ? $sum : $f($n - 1, $sum + $n) }; $f(200000, 0))';
  const mutual =
    '($even := function($n) { $n = 0 ? true : $odd($n - 1) }; $odd := function($n) { $n = 0 ? false : $even($n - 1) }; $even(100001))';

  expect(run(count)).toBe(20_000_100_000);
  expect(run(mutual)).toBe(false);
});

test('long lists are sorted without taking the stack', () => {
  const list = Array.from({ length: 50_000 }, (_, at) => (at * 7_919) % 50_000);

  expect(run('$sort($)[0]', list)).toBe(0);
  expect(run('$sort($, function($l, $r) { $l < $r })[0]', list)).toBe(49_999);
  expect(run('($^(>$))[0]', list)).toBe(49_999);
});

test('clock and chance are those of the evaluation', () => {
  let now = 1_700_000_000_000;
  const seeded = loadRuntime(librarySource(), { now: () => now++, random: () => 0.25 });
  const program = (source: string) => {
    const compiled = compile(source);
    if (compiled.kind !== 'compiled') throw new Error(compiled.reason);
    return seeded.load(compiled.code);
  };

  const times = program('[$millis(), $millis(), $toMillis($now())]');

  expect(asJson(times(null))).toEqual([1_700_000_000_000, 1_700_000_000_000, 1_700_000_000_000]);
  expect(asJson(times(null))).toEqual([1_700_000_000_001, 1_700_000_000_001, 1_700_000_000_001]);
  expect(program('$random()')(null)).toBe(0.25);
  expect(asJson(program('$shuffle([1, 2, 3, 4])')(null))).toEqual(asJson(program('$shuffle([1, 2, 3, 4])')(null)));
});

test('the input is never written into', () => {
  const input = Object.freeze({ list: Object.freeze([]), order: Object.freeze({ total: 1 }) });

  expect(asJson(run('list.{"n": $count($)}', input) ?? 'nothing')).toBe('nothing');
  expect(asJson(run('(list{"n": 1})', input))).toEqual({ n: 1 });
  expect(asJson(run('$ ~> |order|{"total": 2}|', input))).toEqual({ list: [], order: { total: 2 } });
  expect(asJson(run('[$ ~> |$$.order|{"total": 2}|, order.total]', input))).toEqual([input, 1]);
});

test('names of the host language are names like any other', () => {
  const input = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2, "toString": "t", "x": {}}');

  expect(run('`__proto__`.a', input)).toBe(1);
  expect(run('constructor', input)).toBe(2);
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '__defineGetter__']) {
    expect(run(`x.\`${name}\``, input)).toBeUndefined();
    expect(run(`$lookup(x, "${name}")`, input)).toBeUndefined();
    expect(run(`x.(${'`'}${name}${'`'}.constructor)`, input)).toBeUndefined();
  }
  expect(JSON.stringify(run('{"__proto__": 1, "constructor": 2}'))).toBe('{"__proto__":1,"constructor":2}');
  expect(JSON.stringify(run('[1, 2]{"__proto__": $}'))).toBe('{"__proto__":[1,2]}');
  expect(run('($__proto__ := 1; $constructor := 2; $__proto__ + $constructor)')).toBe(3);
  expect(run('$__proto__')).toBeUndefined();
  expect(run('$toString + 1', null, { toString: 4 })).toBe(5);
  expect(({} as Record<string, unknown>)['a']).toBeUndefined();
});

test('nothing of a function can be read or called through its fields', () => {
  for (const name of [
    'apply',
    'arity',
    'constructor',
    '_run',
    '_signature',
    '_implementation',
    '_position',
    'prototype',
  ]) {
    expect(run(`($f := function($x) { $x }; $f.${name})`)).toBeUndefined();
    expect(run(`$sum.${name}`)).toBeUndefined();
    expect(run(`/a/.${name}`)).toBeUndefined();
    expect(run(`$spread([$sum]).${name}`)).toBeUndefined();
    expect(run(`$merge(?)([function() { 1 }]).${name}`)).toBeUndefined();
  }
});

test('nothing of a function can be listed, past the checks of the functions that list', () => {
  for (const given of ['function() { 1 }', '$sum', '/a/', '$sum ~> $string']) {
    expect(run(`$each(?, function($v, $k) { $k })(${given})`)).toBeUndefined();
    expect(run(`$sift(?, function($v, $k) { true })(${given})`)).toBeUndefined();
    expect(run(`$keys(?)(${given})`)).toBeUndefined();
    expect(run(`$count($spread(?)(${given}).*)`)).toBe(0);
    expect(run(`$count(${given} ~> $spread)`)).toBe(1);
  }
});

test('data cannot pass for a function', () => {
  const input = { f: { _jsonata_function: true, implementation: 'x' }, l: { _jsonata_lambda: true, body: {} } };

  expect(failure(() => run('f(1)', input))).toMatchObject({ code: 'T1006' });
  expect(failure(() => run('l(1)', input))).toMatchObject({ code: 'T1006' });
});

test('text of a program is only ever text in the code', () => {
  const hostile = [
    '"); throw 1; ("',
    '\u2028',
    '\u2029',
    '\\',
    '`',
    ['$', '{1}'].join(''),
    '*/',
    '\ud800',
    '</script>',
  ];
  for (const text of hostile) {
    const literal = JSON.stringify(text);
    expect(run(literal)).toBe(text);
    expect(run(`$lookup($, ${literal})`, { [text]: 1 })).toBe(1);
    expect(asJson(run(`{${literal}: 1}`))).toEqual({ [text]: 1 });
    expect(run(`$f.${'`'}${text.replaceAll('`', '')}${'`'}`, null, { f: { [text.replaceAll('`', '')]: 2 } })).toBe(2);
  }
});

test('an id past 2^53 keeps every digit on its way through a mapping, and can only be counted with knowingly', () => {
  const input = parseExactJson(
    '{"id": 9007199254740993, "lines": [{"of": 9007199254740993}, {"of": 9007199254740992}]}',
  );

  expect(run('id', input)).toBe('9007199254740993');
  expect(run('"invoice " & id', input)).toBe('invoice 9007199254740993');
  expect(run('$count(lines[of = $$.id])', input)).toBe(1);
  expect(asJson(run('lines{of: $count($)}', input))).toEqual({ '9007199254740993': 1, '9007199254740992': 1 });
  expect(failure(() => run('id + 1', input))).toMatchObject({ code: 'T2001', position: 4, token: '+' });
  expect(run('$number(id) = 9007199254740993', input)).toBe(true);
});

test('decimals are binary floats, written with fifteen digits', () => {
  expect(run('0.1 + 0.2')).toBe(0.1 + 0.2);
  expect(run('$string(0.1 + 0.2)')).toBe('0.3');
});

test('an endless number is no number to format', () => {
  expect(failure(() => run('$formatInteger(1 / 0, "A")'))).toMatchObject({ code: 'D1001', position: 15 });
});

test('where a built-in function was called in one evaluation is nothing to the next', () => {
  const compiled = compile('(a ? $uppercase("x"); b ~> $uppercase)');
  if (compiled.kind !== 'compiled') throw new Error(compiled.reason);
  const program = runtime.load(compiled.code);

  const first = failure(() => program({ b: 1 }));
  program({ a: 1, b: 'x' });

  expect(failure(() => program({ b: 1 }))).toEqual(first);
});

test('what is nested too deep to be read is said so', () => {
  const deep = `${'['.repeat(600)}1${']'.repeat(600)}`;

  expect(compile(deep)).toEqual({ kind: 'interpreted', reason: expect.stringContaining('nested') });
});

test('a regular expression before ?? is the one that was written', () => {
  expect(run('$match(text, /b+/).match ?? "none"', { text: 'abbc' })).toBe('bb');
  expect(run('$contains(text, /x/) ?: "none"', { text: 'object' })).toBe('none');
});
