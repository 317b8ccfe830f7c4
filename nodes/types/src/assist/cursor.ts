import { type Token, tokenize } from '../text/tokens.ts';

/** Where somebody is typing. */
export interface Cursor {
  /** What the word under way is, or would be. */
  readonly kind: 'name' | 'variable';
  /** What has been typed of it. */
  readonly prefix: string;
  /** All of the word, to be replaced. */
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
  /** Those before the word, comments left out. */
  readonly before: readonly Token[];
}

const wordKinds = new Set(['name', 'variable', 'quoted']);

/** `undefined` inside texts, comments and patterns, where nothing is to be completed. */
export function findCursor(text: string, offset: number): Cursor | undefined {
  const tokens = tokenize(text);
  const inside = tokens.find(
    ({ start, end, open }) => start < offset && (offset < end || (open === true && offset === end)),
  );
  const word = tokens.find(({ kind, start, end }) => wordKinds.has(kind) && start < offset && offset <= end);
  if (inside !== undefined && ['string', 'comment', 'regex'].includes(inside.kind)) return undefined;
  const start = word?.start ?? offset;
  const before = tokens.filter(({ kind, end }) => kind !== 'comment' && end <= start);
  return {
    kind: word?.kind === 'variable' ? 'variable' : 'name',
    prefix: word === undefined ? '' : text.slice(start, offset).replace(/^[$`]/, ''),
    start,
    end: word?.end ?? offset,
    tokens,
    before,
  };
}

/** A bracket that is open at the cursor, and what stands in it so far. */
export interface Frame {
  readonly open: string;
  /** For an object: the name whose value is being typed; `undefined` at the place of a name. */
  readonly key?: string;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The brackets that are open after some words, outermost first. */
export function openFrames(before: readonly Token[]): readonly Frame[] {
  const frames: { open: string; key?: string }[] = [];
  for (const [index, token] of before.entries()) {
    const top = frames.at(-1);
    if (token.kind !== 'operator') continue;
    if (closing[token.text] !== undefined) frames.push({ open: token.text });
    else if (Object.values(closing).includes(token.text)) frames.pop();
    else if (token.text === ':' && top?.open === '{') top.key = before[index - 1]?.text ?? '';
    else if (token.text === ',' && top?.open === '{') delete top.key;
  }
  return frames;
}

/** The signs that close what is open; a name without a value gets one. */
export function closersOf(frames: readonly Frame[], lambdas: ReadonlySet<number>): string {
  return [...frames]
    .map((frame, index) => ({ frame, isBody: lambdas.has(index), isLast: index === frames.length - 1 }))
    .reverse()
    .map(({ frame, isBody, isLast }) => {
      const needsValue = isLast && frame.open === '{' && !isBody && frame.key === undefined;
      return (needsValue ? ': null' : '') + (closing[frame.open] ?? '');
    })
    .join('');
}

/** Which of the open brackets are bodies of functions, not objects. */
export function findBodies(before: readonly Token[]): ReadonlySet<number> {
  const bodies = new Set<number>();
  const open: { text: string; isParameters: boolean }[] = [];
  let ended: { isParameters: boolean } | undefined;
  for (const [index, token] of before.entries()) {
    const last = before[index - 1];
    if (token.kind === 'operator' && closing[token.text] !== undefined) {
      const isFunction = last?.kind === 'name' && (last.text === 'function' || last.text === 'λ');
      if (token.text === '{' && ended?.isParameters && last?.text === ')') bodies.add(open.length);
      else bodies.delete(open.length);
      open.push({ text: token.text, isParameters: token.text === '(' && isFunction });
    } else if (token.kind === 'operator' && Object.values(closing).includes(token.text)) ended = open.pop();
  }
  return bodies;
}
