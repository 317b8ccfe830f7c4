/** A number of a JSON text that would lose digits as a number of the language. */
export interface LongNumber {
  /** Keys and positions from the outermost value on. */
  readonly path: readonly (string | number)[];
  /** Where it begins in the text, in UTF-16 units from 0. */
  readonly offset: number;
  /** As it stands in the text. */
  readonly text: string;
}

export const isDigitOrPoint = (unit: number): boolean => unit <= 57 && unit >= 46 && unit !== 47;

// Fewer digits than this are carried by any number of the language.
export const carried = 15;

/** Whether digits from `start` to `end` can be a number: in a text they mostly stand between quotes. */
export function mayBeNumber(text: string, start: number, end: number): boolean {
  const before = text.charAt(start - (text.charAt(start - 1) === '-' ? 2 : 1));
  return ',:[ \n\r\t'.includes(before) && ',}] \n\r\teE'.includes(text.charAt(end));
}

export function startOfRun(text: string, from: number): number {
  let at = from;
  while (at > 0 && isDigitOrPoint(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

export function endOfRun(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigitOrPoint(text.charCodeAt(at))) at += 1;
  return at;
}

/**
 * Whether a JSON text can hold a number that loses digits: `false` is certain. It looks at every sixteenth character,
 * which no longer run of digits can hide from, and for exponents of three digits: a few percent of what reading costs.
 */
export function mayHoldLongNumber(text: string): boolean {
  for (let at = carried; at < text.length; at += carried + 1) {
    if (!isDigitOrPoint(text.charCodeAt(at))) continue;
    const start = startOfRun(text, at);
    const end = endOfRun(text, at);
    if (end - start > carried && mayBeNumber(text, start, end)) return true;
    at += Math.max(0, end - 1 - at - carried);
  }
  return /[0-9][eE][-+]?[0-9]{3}/.test(text);
}

/** Digits without zeros around them, and where the decimal point stands before them. */
export function decimalOf(literal: string): { readonly digits: string; readonly point: number } {
  const [, whole = '', part = '', exponent = '0'] = /^-?(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(literal) ?? [];
  const all = whole + part;
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  return { digits: all.slice(leading).replace(/0+$/, ''), point: whole.length - leading + Number(exponent) };
}

/** Whether a number of the language says the same as a literal of JSON text. */
export function isCarried(literal: string): boolean {
  const value = Number(literal);
  // A whole number without a point is counted or names something: past 2^53 its neighbours are not told apart.
  if (/^-?\d+$/.test(literal)) return Number.isSafeInteger(value);
  if (!Number.isFinite(value)) return false;
  const [wanted, given] = [decimalOf(literal), decimalOf(String(value))];
  return wanted.digits === given.digits && (wanted.digits === '' || wanted.point === given.point);
}

/** The end of the text literal that begins at `from`; `undefined` when it has none. */
export function endOfText(text: string, from: number): number | undefined {
  for (let quote = text.indexOf('"', from + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = quote;
    while (text.charCodeAt(slashes - 1) === 92) slashes -= 1;
    if ((quote - slashes) % 2 === 0) return quote + 1;
  }
  return undefined;
}

export const number = /-?\d[\d.eE+-]*/y;

export function endOfNumber(text: string, from: number): number {
  number.lastIndex = from;
  return number.test(text) ? number.lastIndex : from + 1;
}

/** A piece of a JSON text: a number, a text, or a sign. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The pieces of a JSON text; it ends where a text literal has no end. */
export function* piecesOf(text: string): Generator<Piece> {
  for (let start = 0; start < text.length; ) {
    const unit = text.charCodeAt(start);
    const isNumber = unit === 45 || (unit <= 57 && unit >= 48);
    const end = unit === 34 ? endOfText(text, start) : isNumber ? endOfNumber(text, start) : start + 1;
    if (end === undefined) return;
    if (unit > 32) yield { start, end };
    start = end;
  }
}

/** Where the numbers are that would lose digits. */
export function* longNumbersOf(text: string): Generator<Piece> {
  if (!mayHoldLongNumber(text)) return;
  for (const piece of piecesOf(text)) {
    const { start, end } = piece;
    if (end - start > 3 && text.charCodeAt(start) !== 34 && !isCarried(text.slice(start, end))) yield piece;
  }
}

interface Level {
  /** The position in a list; `undefined` in an object. */
  index: number | undefined;
  key: Piece;
}

export function readKey(text: string, { start, end }: Piece): string {
  try {
    return String(JSON.parse(text.slice(start, end)));
  } catch {
    return text.slice(start, end);
  }
}

/** Follows the pieces of a JSON text, and knows under which key each stands. */
export class Place {
  readonly #text: string;
  readonly #levels: Level[] = [];
  #last: Piece = { start: 0, end: 0 };

  constructor(text: string) {
    this.#text = text;
  }

  take(piece: Piece): void {
    const sign = this.#text.charAt(piece.start);
    const level = this.#levels.at(-1);
    if (sign === '"') this.#last = piece;
    else if (sign === '[' || sign === '{') this.#levels.push({ index: sign === '[' ? 0 : undefined, key: piece });
    else if (sign === ']' || sign === '}') this.#levels.pop();
    else if (sign === ':' && level !== undefined) level.key = this.#last;
    else if (sign === ',' && level?.index !== undefined) level.index += 1;
  }

  path(): (string | number)[] {
    return this.#levels.map(({ index, key }) => index ?? readKey(this.#text, key));
  }
}

/**
 * The first numbers of a JSON text that would lose digits, for messages; of a text that is not JSON anything. There are
 * few of them: a path is as long as the text is deep.
 */
export function findLongNumbers(text: string, limit = 10): readonly LongNumber[] {
  const found: LongNumber[] = [];
  const wanted = longNumbersOf(text);
  let next = wanted.next();
  const place = new Place(text);
  for (const piece of next.done === true ? [] : piecesOf(text)) {
    place.take(piece);
    if (next.done === true || found.length >= limit) break;
    const { start, end } = next.value;
    if (piece.start !== start) continue;
    found.push({ path: place.path(), offset: start, text: text.slice(start, end) });
    next = wanted.next();
  }
  return found;
}
