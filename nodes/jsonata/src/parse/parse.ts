import jsonata from 'jsonata';
import type { Node } from './ast.ts';

/** Throws what the reference throws for the same text. */
export function parse(source: string): Node {
  return jsonata(source).ast() as Node;
}
