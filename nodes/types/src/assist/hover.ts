import { inferExpression } from '../expression/infer-expression.ts';
import { catalogue } from '../functions/catalogue.ts';
import type { Range } from '../text/ranges.ts';
import { show } from '../type/show.ts';
import type { AssistPlace } from './complete.ts';

export interface Hover {
  readonly range: Range;
  /** In words. */
  readonly type: string;
  /** What a function is for. */
  readonly detail: string;
}

/** What the word at a place is; `undefined` where there is none. */
export function hover({ text, offset, ...surroundings }: AssistPlace): Hover | undefined {
  const { seen, inference } = inferExpression(text, surroundings);
  const { language = 'en' } = surroundings;
  const words = seen.flatMap(({ node, type }) => {
    const range = ['name', 'variable', 'string', 'number'].includes(node.type)
      ? inference.ranges.wordOf(node)
      : undefined;
    return range !== undefined && range.start <= offset && offset <= range.end ? [{ node, type, range }] : [];
  });
  const [found] = words;
  if (found === undefined) return undefined;
  const entry = found.node.type === 'variable' ? catalogue.find(({ name }) => name === found.node.value) : undefined;
  return { range: found.range, type: show(found.type, language), detail: entry?.[language] ?? '' };
}
