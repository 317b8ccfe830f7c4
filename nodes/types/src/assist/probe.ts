import { type Inferred, inferExpression, type Surroundings } from '../expression/infer-expression.ts';
import type { Seen } from '../expression/inference.ts';
import { type Cursor, closersOf, findBodies, openFrames } from './cursor.ts';

/** Stands where somebody is typing, so that half an expression can be read as a whole one. */
const mark = 'here__';

function wordFor(cursor: Cursor): string {
  return cursor.kind === 'variable' ? `$${mark}` : mark;
}

function chainStart({ before }: Cursor): number {
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const token = before[at];
    const text = token?.kind === 'operator' ? token.text : '';
    if (text === ')' || text === ']') depth += 1;
    else if ((text === '(' || text === '[') && depth > 0) depth -= 1;
    else if (depth === 0 && text !== '' && text !== '.') return token?.end ?? 0;
  }
  return 0;
}

/** Readings of what has been typed, the fullest first. */
function* readings(text: string, cursor: Cursor): Generator<string> {
  const word = wordFor(cursor);
  const head = text.slice(0, cursor.start) + word;
  const frames = openFrames(cursor.before);
  const closers = closersOf(frames, findBodies(cursor.before));
  yield head + text.slice(cursor.end);
  yield `${head}: null${text.slice(cursor.end)}`;
  yield head + closers;
  yield `${head} : null${closers}`;
  yield text.slice(chainStart(cursor), cursor.start) + word;
  yield word;
}

function isMark({ node }: Seen): boolean {
  return node.value === mark && (node.type === 'name' || node.type === 'variable');
}

export interface Probe {
  /** What can be seen at the cursor. */
  readonly seen: Seen;
  readonly inferred: Inferred;
}

/** What is known where somebody is typing, however little of the rest can be read. */
export function probe(text: string, cursor: Cursor, surroundings: Surroundings): Probe | undefined {
  for (const reading of readings(text, cursor)) {
    const inferred = inferExpression(reading, surroundings);
    const seen = inferred.seen.find(isMark);
    if (seen !== undefined) return { seen, inferred };
  }
  return undefined;
}
