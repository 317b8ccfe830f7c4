import { childrenOf, type Node } from '@invoicepatch/jsonata/syntax';
import { type Token, tokenize } from './tokens.ts';

/** A piece of the source, from `start` to before `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Where the pieces of a parsed expression stand: the parser tells the ends of single words only. */
export class Ranges {
  readonly #source: string;
  readonly #byEnd: ReadonlyMap<number, Token>;
  readonly #partner: ReadonlyMap<number, number>;
  readonly #known = new Map<object, Range | undefined>();

  constructor(source: string) {
    const tokens = tokenize(source).filter(({ kind }) => kind !== 'comment');
    this.#source = source;
    this.#byEnd = new Map(tokens.map((token) => [token.end, token]));
    this.#partner = pairBrackets(tokens);
  }

  get whole(): Range {
    return { start: 0, end: this.#source.length };
  }

  /** The word that a piece is named for: its operator, its name. */
  wordOf(node: Node): Range | undefined {
    const token = node.position === undefined ? undefined : this.#byEnd.get(node.position);
    return token && { start: token.start, end: token.end };
  }

  /** All of a piece, from its first sign to its last. */
  of(node: Node): Range {
    return this.#find(node) ?? this.whole;
  }

  #find(node: Node): Range | undefined {
    if (this.#known.has(node)) return this.#known.get(node);
    this.#known.set(node, undefined);
    const word = this.wordOf(node);
    const close = word && this.#partner.get(word.start);
    const opened = word && close !== undefined ? [{ start: word.start, end: close }] : [];
    const inside = childrenOf(node).flatMap((child) => this.#find(child) ?? []);
    const parts = [...(word ? [word] : []), ...opened, ...inside];
    const found =
      parts.length === 0
        ? undefined
        : { start: Math.min(...parts.map(({ start }) => start)), end: Math.max(...parts.map(({ end }) => end)) };
    this.#known.set(node, found);
    return found;
  }
}

/** Where each opening bracket is closed. */
function pairBrackets(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== 'operator') continue;
    if (closers[token.text] !== undefined) open.push(token);
    const last = open.at(-1);
    if (last === undefined || closers[last.text] !== token.text) continue;
    open.pop();
    pairs.set(last.start, token.end);
  }
  return pairs;
}
