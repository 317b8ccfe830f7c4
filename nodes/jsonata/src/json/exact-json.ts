import { longNumbersOf } from './long-numbers.ts';

/**
 * The same JSON text, with every number that would lose digits written as the text of its digits: `{"id":
 * 9007199254740993}` becomes `{"id": "9007199254740993"}`. A text without such numbers is handed back as it is.
 */
export function quoteLongNumbers(text: string): string {
  let quoted = '';
  let end = 0;
  for (const number of longNumbersOf(text)) {
    quoted += `${text.slice(end, number.start)}"${text.slice(number.start, number.end)}"`;
    end = number.end;
  }
  return end === 0 ? text : quoted + text.slice(end);
}

/** Reads JSON text without losing a digit of a number. Throws the `SyntaxError` of `JSON.parse`. */
export function parseExactJson(text: string): unknown {
  const exact = quoteLongNumbers(text);
  try {
    return JSON.parse(exact);
  } catch (thrown) {
    // The places in its words are those of the text that was given.
    if (exact === text) throw thrown;
    return JSON.parse(text);
  }
}
