import { fail } from './failure.ts';
import { Lambda } from './functions.ts';

export function describe(found: RegExpExecArray, next: Lambda): object {
  const end = found.index + found[0].length;
  return { match: found[0], start: found.index, end, groups: found.slice(1), next };
}

/** A regular expression as a function from text to its first match, which knows the next one. */
export function matcher(source: string, flags: string, position: number): Lambda {
  const pattern = new RegExp(source, flags);

  function search(text: string, from: number): object | undefined {
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    if (found === null) return undefined;
    return describe(found, new Lambda(() => searchOn(text), 0));
  }

  function searchOn(text: string): object | undefined {
    if (pattern.lastIndex >= text.length) return undefined;
    const next = search(text, pattern.lastIndex);
    if (next !== undefined && Reflect.get(next, 'match') === '') fail('D1004', { position, value: source });
    return next;
  }

  return new Lambda((text, from) => search(String(text), Number(from) || 0), 2);
}
