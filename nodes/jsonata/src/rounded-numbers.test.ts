import { expect, test } from '@jest/globals';
import { findRoundedNumbers } from './index.ts';

test('numbers of an expression that lose digits are found, once each', () => {
  const source = 'lines[id = 9007199254740993 and price > -0.1].(qty * 3.14159265358979323846) ?? 12345678901234567890';

  expect(findRoundedNumbers(source)).toEqual([
    { offset: 11, text: '9007199254740993' },
    { offset: 53, text: '3.14159265358979323846' },
    { offset: 80, text: '12345678901234567890' },
  ]);
  expect(findRoundedNumbers('12345678901234567890 ?? 1')).toEqual([{ offset: 0, text: '12345678901234567890' }]);
  expect(findRoundedNumbers('-9007199254740993 + 1')).toEqual([{ offset: 1, text: '9007199254740993' }]);
});

test('numbers that are kept, and digits in texts and names, are none', () => {
  expect(findRoundedNumbers('[1, 0.1, 1.50, 1e21, 9007199254740991, "9007199254740993", `9007199254740993`]')).toEqual(
    [],
  );
  expect(findRoundedNumbers('$f9007199254740993(id2)')).toEqual([]);
});
