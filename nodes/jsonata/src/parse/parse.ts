import jsonata from 'jsonata';
import { childrenOf, type Node } from './ast.ts';
import { nestingOf } from './nesting.ts';
import { tooDeep, tooManyDefaults } from './too-deep.ts';

const isPattern = (value: unknown): boolean => typeof Reflect.get(Object(value), 'source') === 'string';

/**
 * `??` and `?:` hold their left side twice, and the parser makes the second one through JSON, which loses its regular
 * expressions. They are the ones of the same position.
 */
function restorePatterns(root: Node): void {
  const patterns = new Map<number | undefined, unknown>();
  const lost: Node[] = [];
  for (let pending: readonly Node[] = [root]; pending.length > 0; pending = pending.flatMap(childrenOf)) {
    for (const node of pending) {
      if (node.type !== 'regex') continue;
      if (isPattern(node.value)) patterns.set(node.position, node.value);
      else lost.push(node);
    }
  }
  for (const node of lost) Object.assign(node, { value: patterns.get(node.position) });
}

/** Throws what the reference throws for the same text, and a `TooDeep` where the reference would run out of stack. */
export function parse(source: string): Node {
  const nesting = nestingOf(source);
  if (nesting.tooDeep !== undefined) throw tooDeep(nesting.tooDeep);
  if (nesting.tooManyDefaults !== undefined) throw tooManyDefaults(nesting.tooManyDefaults);
  try {
    const root = jsonata(source).ast() as Node;
    restorePatterns(root);
    return root;
  } catch (thrown) {
    throw thrown instanceof RangeError ? tooDeep(nesting.deepest) : thrown;
  }
}
