import { expect, test } from '@jest/globals';
import { countFields } from './count-fields.ts';

test.each([
  ["{ 'a': 1, 'b': { 'c': 2 } }", 2],
  ['( /* {: */ $list := rows[x; y]; { "a": $list ? 1 : 2, "b;": 1 } )', 2],
  ["( $x := 1; $x & ': {' )", undefined],
  ['lines.{ "a": b }', undefined],
  ['($a); ($b)', undefined],
])('%s gives an object of so many fields', (expression, count) => {
  expect(countFields(expression)).toBe(count);
});
