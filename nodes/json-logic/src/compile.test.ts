import { expect, test } from '@jest/globals';
import { compile, loadRuntime, RuleProblem } from './index.ts';

const runtime = loadRuntime();
const run = (rule: unknown, data: unknown = null) => runtime.load(compile(rule).code)(data);

function problemOf(rule: unknown): RuleProblem {
  try {
    compile(rule);
  } catch (thrown) {
    if (thrown instanceof RuleProblem) return thrown;
  }
  throw new Error('The rule was compiled.');
}

function errorOf(rule: unknown, data: unknown = null) {
  try {
    run(rule, data);
  } catch (thrown) {
    if (thrown instanceof runtime.RuleFailure) return { type: thrown.error.type, place: thrown.place };
  }
  throw new Error('The rule came to a result.');
}

test('the same rule gives the same code and hash, another rule another one', () => {
  const rule = { '>': [{ var: 'total' }, 1_000] };

  expect(compile(structuredClone(rule))).toEqual(compile(rule));
  expect(compile(rule).hash).toMatch(/^[0-9a-f]{64}$/);
  expect(compile({ '>': [{ var: 'total' }, 1_001] }).hash).not.toBe(compile(rule).hash);
});

test.each([
  ['"; throw 1; "', '"; throw 1; "'],
  ['line\nbreak\u2028and\u2029others', 'line\nbreak\u2028and\u2029others'],
  ['half a pair \ud800', 'half a pair \ud800'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: text that would be code if it were written as it is.
  ['${exit()}`', '${exit()}`'],
])('text of a rule stays text: %j', (text, expected) => {
  expect(run(text)).toBe(expected);
  expect(run({ cat: [{ var: text }, text] }, { [text]: 'found ' })).toBe(`found ${expected}`);
  expect(run({ eachKey: { [text]: text } })).toEqual({ [text]: expected });
});

test('a path finds what the data has itself, and never what it inherits', () => {
  const data = JSON.parse('{"a": [1], "text": "abc", "own": {"constructor": 1, "__proto__": {"x": 2}, "toString": 3}}');
  const inherited = [
    '__proto__',
    'constructor',
    'constructor.constructor',
    'toString',
    'a.map',
    'text.trim',
    'a.at.call',
  ];

  for (const path of inherited) {
    expect(run({ var: path }, data)).toBeNull();
    expect(run({ var: { cat: [path] } }, data)).toBeNull();
    expect(run({ val: path.split('.') }, data)).toBeNull();
    expect(run({ exists: path.split('.') }, data)).toBe(false);
    expect(run({ missing: [path] }, data)).toEqual([path]);
    expect(run({ get: [{ var: '' }, path, 'none'] }, data)).toBe('none');
  }
  expect(run([{ var: 'own.constructor' }, { var: 'own.toString' }, { var: 'own.__proto__.x' }], data)).toEqual([
    1, 3, 2,
  ]);
  expect(run([{ var: 'a.length' }, { var: 'text.length' }, { var: 'text.1' }], data)).toEqual([1, 3, 'b']);
});

test('a field called __proto__ is a field, and nothing is polluted', () => {
  const made = run({ eachKey: JSON.parse('{"__proto__": {"merge": [1]}, "b": 2}') });
  const literal = run({ preserve: JSON.parse('{"__proto__": {"polluted": 1}}') });

  expect(JSON.stringify(made)).toBe('{"__proto__":[1],"b":2}');
  expect(JSON.stringify(literal)).toBe('{"__proto__":{"polluted":1}}');
  expect(Object.prototype).not.toHaveProperty('polluted');
});

test.each(['constructor', '__proto__', 'hasOwnProperty', 'var.constructor', 'method', 'nope'])(
  'the operator %s is refused with its place',
  (operator) => {
    const rule = JSON.parse(`{"if": [true, {"and": [true, {"${operator}": ["return 1"]}]}]}`);

    const { code, place, operator: named } = problemOf(rule);

    expect([code, place, named]).toEqual(['unknown-operator', 'if.1.and.1', operator]);
  },
);

test('a rule that is nested beyond reason is refused, and a reasonable one is not', () => {
  const nested = (levels: number) => JSON.parse(`${'{"!":['.repeat(levels)}true${']}'.repeat(levels)}`);

  expect(problemOf(nested(5_000)).code).toBe('too-deep');
  expect(run(nested(150))).toBe(true);
});

test('an error says where it came up', () => {
  const rule = { if: [true, { '+': [{ var: 'hours' }, 1] }] };

  expect(errorOf(rule, { hours: 'eight' })).toEqual({ type: 'NaN', place: 'if.1.+' });
  expect(errorOf({ all: [{ var: 'lines' }, true] }, {})).toEqual({ type: 'Invalid Arguments', place: 'all' });
  expect(errorOf({ throw: 'No rate' })).toEqual({ type: 'No rate', place: 'throw' });
});

test('a result that JSON could not hold is an error', () => {
  expect(errorOf({ '*': [1e200, 1e200] })).toEqual({ type: 'NaN', place: '*' });
  expect(errorOf({ '/': [1, 0] })).toEqual({ type: 'NaN', place: '/' });
});

test('only errors of rules are caught', () => {
  const endless = { try: [{ var: 'boom' }, 'caught'] };
  const data = Object.defineProperty({}, 'boom', {
    get() {
      throw new RangeError('The stack is full.');
    },
  });

  expect(() => run(endless, data)).toThrow(RangeError);
  expect(run({ try: [{ throw: { type: 'a', code: 7 } }, { val: 'code' }] })).toBe(7);
  expect(run({ try: [{ throw: 'a' }, { throw: 'b' }, { val: 'type' }] })).toBe('b');
});

test('an inner loop sees its own turn, its item and everything around it', () => {
  const rule = {
    map: [
      { var: 'rows' },
      {
        map: [
          { var: 'cells' },
          {
            cat: [
              { var: '' },
              { val: [[1], 'index'] },
              { val: [[3], 'index'] },
              { val: [[2], 'name'] },
              { val: [[4], 'sheet'] },
              { var: '../index' },
            ],
          },
        ],
      },
    ],
  };
  const data = {
    sheet: 'S',
    rows: [
      { name: 'r', cells: ['a', 'b'] },
      { name: 'q', cells: ['c'] },
    ],
  };

  expect(run(rule, data)).toEqual([['a00rS0', 'b10rS1'], ['c01qS0']]);
  expect(run({ map: [[1], { val: [[{ '+': [1, 1] }], 'x'] }] }, { x: 5 })).toEqual([5]);
  expect(run({ map: [[1], { val: [[9], 'x'] }] }, { x: 5 })).toEqual([null]);
});

test('what a var gives otherwise is for what is not there, not for what is null', () => {
  const data = { none: null, zero: 0 };

  const found = run([{ var: ['none', 1] }, { var: ['zero', 1] }, { var: ['no.thing', { '+': [1, 1] }] }], data);

  expect(found).toEqual([null, 0, 2]);
});

test('a dot in a field is written with a backslash', () => {
  expect(run({ var: 'a\\.b.c' }, { 'a.b': { c: 1 } })).toBe(1);
  expect(run({ var: { cat: ['a\\.b', '.c'] } }, { 'a.b': { c: 1 } })).toBe(1);
});

test('what is computed is never written into what was given', () => {
  const data = Object.freeze({ list: Object.freeze([Object.freeze({ a: 1 })]) });
  const program = runtime.load(
    compile({ reduce: [{ var: 'list' }, { merge: [{ var: 'accumulator' }, { var: 'current' }] }, []] }).code,
  );

  expect(program(data)).toEqual([{ a: 1 }]);
  expect(program(data)).toEqual([{ a: 1 }]);
});
