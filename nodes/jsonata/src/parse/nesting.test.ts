import { expect, test } from '@jest/globals';
import { compile } from '../index.ts';
import { nestingOf } from './nesting.ts';

function refusal(source: string): unknown {
  try {
    return compile(source).kind;
  } catch (thrown) {
    return thrown;
  }
}

const forms: readonly [string, string][] = [
  ['(', ')'],
  ['[', ']'],
  ['{"a": ', '}'],
  ['function() {', '}'],
  ['$map([1], function($v) {', '})'],
  ['a[', ']'],
  ['a^(', ')'],
];

test.each(forms)('%s nested without end is refused with its place and what to do', (open, close) => {
  for (const depth of [2_000, 10_000, 100_000]) {
    const failure = refusal(open.repeat(depth) + 1 + close.repeat(depth));

    expect(failure).toMatchObject({
      code: 'too-deep',
      message: expect.stringContaining('Bind its parts to variables'),
    });
    expect(Object(failure).position).toBeGreaterThan(100);
  }
});

test.each(['1+', '-', 'a&', 'a.', '1?1:', '$a:=', 'a and '])('a row of 100,000 times %s is refused', (part) => {
  expect(refusal(`${part.repeat(100_000)}a`)).toMatchObject({ code: 'too-deep', position: expect.any(Number) });
});

test('rows that people and programs write are compiled', () => {
  expect(refusal(`${'a & '.repeat(900)}a`)).toBe('compiled');
  expect(refusal(`${'a = 1 ? b ?? 1 : '.repeat(50)}c ?? 2`)).toBe('compiled');
  expect(refusal(`{${Array.from({ length: 500 }, (_, at) => `"f${at}": f${at} ?? ${at}`).join(', ')}}`)).toBe(
    'compiled',
  );
  expect(refusal('a ?? b ?? c ?? d ?? (e ?? f) ?? g')).toBe('compiled');
});

test('what would double the work with each sign is refused before it is parsed', () => {
  const row = 'a ?? '.repeat(13);

  expect(refusal(`${row}b`)).toMatchObject({ code: 'too-deep', position: 64 });
  expect(refusal(`${'('.repeat(40)}a${' ?: 1)'.repeat(40)}`)).toMatchObject({ code: 'too-deep' });
});

test('signs in texts, names, comments and regular expressions are none', () => {
  const brackets = '['.repeat(1_500);
  const sources = [
    JSON.stringify(brackets),
    `'${brackets}\\''`,
    `\`${brackets}\``,
    `1 /* ${brackets} */`,
    `$match(a, /${'\\['.repeat(1_500)}/)`,
    `a / b & "${brackets}" / c`,
  ];
  for (const source of sources) expect(nestingOf(source)).toMatchObject({ tooDeep: undefined });
});

test('a megabyte of expression is read, and one without end is refused in its place', () => {
  const long = JSON.stringify('x'.repeat(1_000_000));
  const list = (count: number) => `[${'1,'.repeat(count)}1]`;

  expect(refusal(long)).toBe('compiled');
  expect(refusal(list(15_000))).toBe('compiled');
  expect(refusal(list(30_000))).toBe('interpreted');
  expect(refusal(`"${'\\"'.repeat(500_000)}`)).toMatchObject({ code: 'S0101' });
  expect(refusal(`/${'\\/'.repeat(500_000)}`)).toMatchObject({ code: 'S0302' });
});
