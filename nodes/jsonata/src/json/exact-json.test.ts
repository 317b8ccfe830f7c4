import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExactJson, quoteLongNumbers } from './exact-json.ts';
import { findLongNumbers, isCarried, mayHoldLongNumber } from './long-numbers.ts';

test('a whole number past 2^53 is read as the text of its digits', () => {
  const text = '{"invoice": {"id": 9007199254740993, "lines": [1, -12345678901234567890, 9007199254740991]}}';

  expect(parseExactJson(text)).toEqual({
    invoice: { id: '9007199254740993', lines: [1, '-12345678901234567890', 9_007_199_254_740_991] },
  });
});

test('it says where such numbers are', () => {
  const text = '[{"a": "9007199254740993", "b\\n": 9007199254740993}, 1e400]';

  expect(findLongNumbers(text)).toEqual([
    { path: [0, 'b\n'], offset: 34, text: '9007199254740993' },
    { path: [1], offset: 53, text: '1e400' },
  ]);
});

test.each([
  ['0.1', true],
  ['1.10', true],
  ['-0', true],
  ['0.30000000000000004', true],
  ['3.141592653589793', true],
  ['1e21', true],
  ['1.5E+3', true],
  ['100000000000000000000.0', true],
  ['0.000000000000000000000000001', true],
  ['9007199254740991', true],
  ['9007199254740992', false],
  ['10000000000000000', false],
  ['0.12345678901234567', false],
  ['3.14159265358979323846', false],
  ['99999999999999.99999', false],
  ['1e400', false],
  ['-1e400', false],
  ['1e-400', false],
  ['0.1e-330', false],
])('%s is carried: %s', (literal, isIt) => {
  expect(isCarried(literal)).toBe(isIt);
});

test('digits in texts are left alone', () => {
  const text = JSON.stringify({
    card: 'pay 12345678901234567890, soon',
    id: '12345678901234567890',
    quote: '": 12345678901234567890,',
  });

  expect(quoteLongNumbers(text)).toBe(text);
});

test('a text without long numbers is handed back as it is, and costs one look', () => {
  const text = JSON.stringify({ at: 1_521_801_216_617, total: 1234.56, ids: ['12345678901234567890'] });

  expect(mayHoldLongNumber(text)).toBe(false);
  expect(quoteLongNumbers(text)).toBe(text);
});

test('no number loses a digit, wherever it stands', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 25 });
  const literal = fc
    .tuple(fc.constantFrom('', '-'), digits, fc.option(digits), fc.option(fc.integer({ min: -420, max: 420 })))
    .map(([sign, whole, part, exponent]) => {
      const digitsBefore = whole.replace(/^0+(?=\d)/, '');
      return `${sign}${digitsBefore}${part === null ? '' : `.${part}`}${exponent === null ? '' : `e${exponent}`}`;
    });
  const padding = fc.string({ maxLength: 20 });
  fc.assert(
    fc.property(fc.array(fc.tuple(padding, literal)), (pairs) => {
      const text = `[${pairs.map(([key, number]) => `{${JSON.stringify(key)}:${number}}`).join(',')}]`;

      const read = parseExactJson(text);

      const wanted = pairs.map(([key, number]) =>
        JSON.parse(`{${JSON.stringify(key)}:${isCarried(number) ? number : `"${number}"`}}`),
      );
      expect(read).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

test('what is not JSON fails as ever, with the places of the text that was given', () => {
  for (const text of [
    '',
    '{',
    '[12345678901234567890',
    '{"a": 12345678901234567890,}',
    '12345678901234567890 x',
    '"12345678901234567890',
  ]) {
    const wanted = (() => {
      try {
        return JSON.parse(text);
      } catch (thrown) {
        return String(thrown);
      }
    })();

    expect(() => parseExactJson(text)).toThrow(wanted.replace(/^SyntaxError: /, ''));
  }
});

test('texts without an end cost no more than one look each', () => {
  const hostile = `12345678901234567890 "${'\\"'.repeat(500_000)}`;
  const deepAndMany = `${'[12345678901234567890,'.repeat(20_000)}1${']'.repeat(20_000)}`;

  expect(quoteLongNumbers(hostile)).toHaveLength(hostile.length + 2);
  expect(findLongNumbers(deepAndMany)).toHaveLength(10);
  expect(quoteLongNumbers(deepAndMany)).toHaveLength(deepAndMany.length + 40_000);
});

test('any depth is read, names are only names, and of two equal names the last one counts', () => {
  const deep = `${'['.repeat(100_000)}12345678901234567890${']'.repeat(100_000)}`;
  const hostile = '{"__proto__": 12345678901234567890, "constructor": 1, "a": 1, "a": 2}';

  const [found] = findLongNumbers(deep);
  const read = parseExactJson(hostile);

  expect(found?.path).toHaveLength(100_000);
  expect(Array.isArray(parseExactJson(deep))).toBe(true);
  expect(Object.entries(Object(read))).toEqual([
    ['__proto__', '12345678901234567890'],
    ['constructor', 1],
    ['a', 2],
  ]);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});
