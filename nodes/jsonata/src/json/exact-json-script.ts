import { quoteLongNumbers } from './exact-json.ts';
import * as longNumbers from './long-numbers.ts';

/**
 * The script for an isolate: an expression whose value is `quoteLongNumbers`. Its functions cross as text, call each
 * other by name, and see nothing else.
 */
export function exactJsonScript(): string {
  const parts = Object.entries<unknown>({ ...longNumbers, quoteLongNumbers });
  return `(function () {
'use strict';
${parts.map(([name, part]) => `const ${name} = ${String(part)};`).join('\n')}
return quoteLongNumbers;
})()`;
}
