/** How an expression is nested, as far as its text tells. Positions are those after the sign, as the parser counts. */
export interface Nesting {
  /** The position of the first bracket within too many others. */
  readonly tooDeep: number | undefined;
  /** The position of the bracket within the most others. */
  readonly deepest: number;
  /** The position of the first `??` or `?:` with too many on its left. */
  readonly tooManyDefaults: number | undefined;
}

/** Deeper, the parser and whoever reads its tree would run out of stack. */
const maxBrackets = 1_000;

/** The parser copies all that stands on the left of each `??` and `?:`: every one more doubles the work. */
const maxDefaults = 12;

/** Signs that take a whole `??` on their left, and begin another on their right. */
const bindsLess = new Set([',', ';', '?', ':', ':=', 'and', 'or']);

/** Defaults on the left of a place, bracket by bracket. */
class Defaults {
  readonly #outer: number[] = [];
  #here = 0;
  #most = 0;

  /** The number of them after one more sign. */
  take(sign: string): number {
    if (sign === '(' || sign === '[' || sign === '{') this.#open();
    else if (sign === ')' || sign === ']' || sign === '}') this.#close();
    else if (sign === '??' || sign === '?:') this.#here += 1;
    else if (bindsLess.has(sign)) this.#restart();
    return this.#here;
  }

  get depth(): number {
    return this.#outer.length / 2;
  }

  #restart(): void {
    this.#most = Math.max(this.#most, this.#here);
    this.#here = 0;
  }

  #open(): void {
    this.#outer.push(this.#here, this.#most);
    this.#here = 0;
    this.#most = 0;
  }

  /** What a bracket holds belongs to the left side of whatever follows it. */
  #close(): void {
    this.#restart();
    const inside = this.#most;
    this.#most = this.#outer.pop() ?? 0;
    this.#here = (this.#outer.pop() ?? 0) + inside;
  }
}

const word = /[\w$\u0080-\uffff]+/y;

function endOfWord(source: string, from: number): number {
  word.lastIndex = from;
  return word.test(source) ? word.lastIndex : from + 1;
}

/** The end of a text or of a name between backticks, which know no escapes. */
function endOfQuoted(source: string, from: number): number {
  const quote = source.charAt(from);
  for (let at = from + 1; at < source.length; at += 1) {
    const unit = source.charAt(at);
    if (unit === quote) return at + 1;
    if (unit === '\\' && quote !== '`') at += 1;
  }
  return source.length;
}

function endOfComment(source: string, from: number): number {
  const end = source.indexOf('*/', from + 2);
  return end < 0 ? source.length : end + 2;
}

interface Sign {
  readonly sign: string;
  readonly end: number;
}

/** After an operand a stroke divides, elsewhere it begins a regular expression. */
function signAt(source: string, at: number, isAfterOperand: boolean): Sign {
  const sign = source.charAt(at);
  const two = source.slice(at, at + 2);
  if (two === '??' || two === '?:' || two === ':=') return { sign: two, end: at + 2 };
  if (two === '/*') return { sign: ' ', end: endOfComment(source, at) };
  if ('"\'`'.includes(sign)) return { sign: 'quoted', end: endOfQuoted(source, at) };
  if (sign === '/' && !isAfterOperand) return { sign: 'pattern', end: endOfPattern(source, at + 1) };
  const end = endOfWord(source, at);
  return { sign: source.slice(at, Math.min(end, at + 4)), end };
}

function* signsOf(source: string): Generator<Sign> {
  let isAfterOperand = false;
  for (let at = 0; at < source.length; ) {
    const found = signAt(source, at, isAfterOperand);
    at = found.end;
    if (/^\s/.test(found.sign)) continue;
    isAfterOperand = /[\w$)\]}\u0080-\uffff]$/.test(found.sign) && !bindsLess.has(found.sign);
    yield found;
  }
}

/** A regular expression ends at the first stroke that is neither escaped nor in brackets. */
function endOfPattern(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at += 1) {
    const unit = source.charAt(at);
    if (unit === '\\') at += 1;
    else if (unit === '/' && depth === 0) return at + 1;
    else if ('([{'.includes(unit)) depth += 1;
    else if (')]}'.includes(unit)) depth -= 1;
  }
  return source.length;
}

/** Looks at the text alone, so that it can be asked before anything is parsed. */
export function nestingOf(source: string): Nesting {
  const defaults = new Defaults();
  let [depth, deepest] = [0, 0];
  for (const { sign, end } of signsOf(source)) {
    const count = defaults.take(sign);
    if (defaults.depth > depth) [depth, deepest] = [defaults.depth, end];
    if (depth > maxBrackets) return { tooDeep: end, deepest, tooManyDefaults: undefined };
    if (count > maxDefaults) return { tooDeep: undefined, deepest, tooManyDefaults: end };
  }
  return { tooDeep: undefined, deepest, tooManyDefaults: undefined };
}
