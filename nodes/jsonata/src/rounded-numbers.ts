import { isCarried } from './json/long-numbers.ts';
import { childrenOf, type Node } from './parse/ast.ts';
import { parse } from './parse/parse.ts';

/** A number in an expression that loses digits when the expression is read. */
export interface RoundedNumber {
  /** In UTF-16 units from the beginning, where it starts. */
  readonly offset: number;
  /** As it is written. */
  readonly text: string;
}

const literal = /\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

/** The longest literal that is worth looking at: the text before a number can be long. */
const longest = 400;

/**
 * Numbers of an expression that are rounded as in the reference, for whoever publishes it to be warned: an id like
 * `9007199254740993` has to be a text. Throws what `compile` throws for the same text.
 */
export function findRoundedNumbers(source: string): readonly RoundedNumber[] {
  const found: RoundedNumber[] = [];
  const pending: Node[] = [parse(source)];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const child of childrenOf(node)) pending.push(child);
    if (node.type !== 'number' || node.position === undefined) continue;
    const [text] = literal.exec(source.slice(Math.max(0, node.position - longest), node.position)) ?? [];
    if (text !== undefined && !isCarried(text)) found.push({ offset: node.position - text.length, text });
  }
  const places = new Map(found.map((each) => [each.offset, each]));
  return [...places.values()].toSorted((one, other) => one.offset - other.offset);
}
