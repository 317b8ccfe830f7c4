import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCases } from '../../testing/cases.ts';
import { checkNumber, type NumberKind } from './numbers.ts';

type Case = { kind: NumberKind; value: string; expected: string };

test.each(readCases('registration-numbers').cases as Case[])(
  '$kind $value is $expected',
  ({ kind, value, expected }) => {
    expect(checkNumber(kind, value)).toBe(expected);
  },
);

test('any single wrong digit of a business number is noticed', () => {
  fc.assert(
    fc.property(fc.nat(8), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const digits = [...'123456782'];
      digits[at] = String((Number(digits[at]) + by) % 10);

      expect(checkNumber('bn', digits.join(''))).toBe('bad_check_digit');
    }),
  );
});
