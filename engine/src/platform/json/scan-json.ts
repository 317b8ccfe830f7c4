/** What can be told of JSON text without building anything of it. */
export interface JsonScan {
  /** How deep arrays and objects stand in each other. */
  readonly depth: number;
  /** How many fields all objects name together. */
  readonly members: number;
}

const [quote, backslash, colon] = [0x22, 0x5c, 0x3a];
const [openList, openObject, closeList, closeObject] = [0x5b, 0x7b, 0x5d, 0x7d];

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

/** Goes through JSON text sign by sign, texts and numbers as a whole. */
class JsonScanner {
  depth = 0;
  deepest = 0;
  members = 0;

  /** Takes what stands at a place in; resolves to its last place. */
  take(json: string, at: number): number {
    const sign = json.charCodeAt(at);
    if (sign === quote) return endOfText(json, at);
    if (sign === colon) this.members += 1;
    else this.#takeBracket(sign);
    return at;
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
  return { depth: scanner.deepest, members: scanner.members };
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
