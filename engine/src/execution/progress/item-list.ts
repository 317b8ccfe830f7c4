/**
 * The elements of a JSON list as pieces of its text: nothing is copied until an item is begun, so a list of a million
 * costs its text and four bytes for each.
 */
export class ItemList {
  readonly #text: string;
  readonly #batchSize: number | undefined;
  /** Where each element begins, and at the end where the next one would. */
  readonly #starts: Uint32Array;

  /** A list gives its elements, nothing gives none, and a single thing counts as a list of one: JSONata unwraps such lists. */
  constructor(text: string, batchSize?: number) {
    this.#text = text;
    this.#batchSize = batchSize;
    this.#starts = findStarts(text);
  }

  get elements(): number {
    return this.#starts.length - 1;
  }

  /** How many items a loop goes through: the elements, or batches of them. */
  get length(): number {
    return Math.ceil(this.elements / (this.#batchSize ?? 1));
  }

  get(index: number): string {
    if (this.#batchSize === undefined) return this.#slice(index, index + 1);
    const first = index * this.#batchSize;
    return `[${this.#slice(first, Math.min(first + this.#batchSize, this.elements))}]`;
  }

  #slice(from: number, to: number): string {
    // The comma or bracket behind the last one stays out.
    return this.#text.slice(this.#starts[from], (this.#starts[to] ?? 0) - 1).trim();
  }
}

/** JSON text that a program gave: it is well formed, so only strings and brackets have to be told apart. */
function findStarts(text: string): Uint32Array {
  const whole = text.trim();
  const offset = text.indexOf(whole);
  if (whole === 'null' || whole === '') return Uint32Array.of(0);
  if (!whole.startsWith('[')) return Uint32Array.of(offset, offset + whole.length + 1);
  if (whole.slice(1, -1).trim() === '') return Uint32Array.of(0);
  const end = offset + whole.length;
  const commas = findCommas(text, offset, end);
  const starts = new Uint32Array(commas.length + 2);
  starts[0] = offset + 1;
  for (const [index, at] of commas.entries()) starts[index + 1] = at + 1;
  starts[commas.length + 1] = end;
  return starts;
}

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;

/** Commas between the elements themselves. */
function findCommas(text: string, start: number, end: number): number[] {
  const commas: number[] = [];
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === comma) {
      if (depth === 1) commas.push(at);
    } else depth += bracket(code);
  }
  return commas;
}

function bracket(code: number): number {
  switch (code) {
    case 0x5b: // [
    case 0x7b: // {
      return 1;
    case 0x5d: // ]
    case 0x7d: // }
      return -1;
    default:
      return 0;
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}
