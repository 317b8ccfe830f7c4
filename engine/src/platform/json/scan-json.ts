/** What can be told of JSON text without building anything of it. */
export interface JsonScan {
  /** How deep arrays and objects stand in each other. */
  readonly depth: number;
  /** How many fields all objects name together. */
  readonly members: number;
  /** Some whole number may have more digits than a number can keep. */
  readonly hasLongInteger: boolean;
}

const [quote, backslash, colon, zero, nine, dot] = [0x22, 0x5c, 0x3a, 0x30, 0x39, 0x2e];
const [openList, openObject, closeList, closeObject] = [0x5b, 0x7b, 0x5d, 0x7d];
/** Whole numbers of 15 digits are always kept. */
const keptDigits = 15;

/** The place of the quotation mark that ends the text which begins at `start`. */
function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (end > 0 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end < 0 ? json.length : end;
}

/** An odd number of backslashes stands before it. */
function isEscaped(json: string, at: number): boolean {
  let before = at - 1;
  while (json.charCodeAt(before) === backslash) before -= 1;
  return (at - 1 - before) % 2 === 1;
}

const isDigit = (sign: number) => sign >= zero && sign <= nine;

/** The place after the number that has a digit at `start`. */
function endOfNumber(json: string, start: number): number {
  let at = start + 1;
  while (isDigit(json.charCodeAt(at))) at += 1;
  return at;
}

/** A whole number that may have more digits than are kept; part of a fraction or an exponent may pass for one. */
function isLong(json: string, start: number, end: number): boolean {
  return end - start > keptDigits && json.charCodeAt(start - 1) !== dot && json.charCodeAt(end) !== dot;
}

/** Goes through JSON text sign by sign, texts and numbers as a whole. */
class JsonScanner {
  depth = 0;
  deepest = 0;
  members = 0;
  hasLongInteger = false;

  /** Takes what stands at a place in; resolves to its last place. */
  take(json: string, at: number): number {
    const sign = json.charCodeAt(at);
    if (sign === quote) return endOfText(json, at);
    if (isDigit(sign)) return this.#takeNumber(json, at);
    if (sign === colon) this.members += 1;
    else this.#takeBracket(sign);
    return at;
  }

  #takeNumber(json: string, at: number): number {
    const end = endOfNumber(json, at);
    if (isLong(json, at, end)) this.hasLongInteger = true;
    return end - 1;
  }

  #takeBracket(sign: number): void {
    if (sign === openList || sign === openObject) {
      this.depth += 1;
      if (this.depth > this.deepest) this.deepest = this.depth;
    } else if (sign === closeList || sign === closeObject) this.depth -= 1;
  }
}

export function scanJson(json: string): JsonScan {
  const scanner = new JsonScanner();
  for (let at = 0; at < json.length; at += 1) at = scanner.take(json, at);
  return { depth: scanner.deepest, members: scanner.members, hasLongInteger: scanner.hasLongInteger };
}

/** What can be told of a parsed value that its text can be held against. */
export interface ValueScan {
  /** How many fields all objects have together. */
  readonly members: number;
  /** Some text has half of a character: it can be neither written nor stored. */
  readonly hasBrokenText: boolean;
}

function isBroken(text: string): boolean {
  return !text.isWellFormed() || text.includes('\u0000');
}

const isInside = (value: unknown) => typeof value === 'object' && value !== null;

/** `looksAtTexts`: only texts with escapes can be broken, since what arrived was UTF-8. */
export function scanValue(value: unknown, looksAtTexts: boolean): ValueScan {
  let members = 0;
  let broken = looksAtTexts && isBrokenText(value);
  const open: object[] = isInside(value) ? [Object(value)] : [];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const inner: readonly unknown[] = Array.isArray(one) ? one : Object.values(one);
    if (!Array.isArray(one)) members += inner.length;
    broken ||= looksAtTexts && (inner.some(isBrokenText) || Object.keys(one).some(isBroken));
    for (const each of inner) if (isInside(each)) open.push(Object(each));
  }
  return { members, hasBrokenText: broken };
}

function isBrokenText(value: unknown): boolean {
  return typeof value === 'string' && isBroken(value);
}
