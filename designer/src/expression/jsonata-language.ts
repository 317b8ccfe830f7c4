import { HighlightStyle, StreamLanguage, type StringStream, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

interface Reading {
  /** Inside a comment that goes on. */
  comment: boolean;
  /** Whether a value may begin here, so that a slash begins a pattern. */
  value: boolean;
}

const words = new Set(['and', 'or', 'in', 'function', 'λ']);
const constants = new Set(['true', 'false', 'null']);

function readComment(stream: StringStream, state: Reading): string {
  state.comment = stream.skipTo('*/') ? !stream.match('*/') : true;
  if (state.comment) stream.skipToEnd();
  return 'comment';
}

function readQuoted(stream: StringStream, quote: string): void {
  let sign = stream.next();
  while (sign !== undefined && sign !== quote) {
    if (sign === '\\') stream.next();
    sign = stream.next();
  }
}

function readText(stream: StringStream): string | undefined {
  const quote = stream.next() ?? '';
  readQuoted(stream, quote);
  if (quote === '`') return 'propertyName';
  return stream.match(/^\s*:/, false) ? 'propertyName' : 'string';
}

function readWord(stream: StringStream, state: Reading): string {
  const word = (stream.match(/^[\p{L}\p{N}_]+/u) as RegExpMatchArray | null)?.[0] ?? '';
  state.value = words.has(word);
  if (words.has(word)) return 'keyword';
  return constants.has(word) ? 'atom' : 'propertyName';
}

function readSign(stream: StringStream, state: Reading): string | null {
  if (state.value && stream.match(/^\/(?:\\.|[^/\\])+\/[im]*/)) {
    state.value = false;
    return 'regexp';
  }
  const sign = stream.next() ?? '';
  state.value = !')]}'.includes(sign);
  return '()[]{},;:'.includes(sign) ? null : 'operator';
}

function readToken(stream: StringStream, state: Reading): string | null | undefined {
  if (state.comment) return readComment(stream, state);
  if (stream.eatSpace()) return null;
  if (stream.match('/*')) return readComment(stream, state);
  const next = stream.peek() ?? '';
  if (`"'\``.includes(next)) {
    state.value = false;
    return readText(stream);
  }
  const isVariable = stream.match(/^\$\$?[\p{L}\p{N}_]*/u);
  if (isVariable) {
    state.value = false;
    return stream.match(/^\s*\(/, false) ? 'function' : 'variableName';
  }
  if (stream.match(/^\d+(\.\d+)?([eE][-+]?\d+)?/)) {
    state.value = false;
    return 'number';
  }
  return /[\p{L}_]/u.test(next) ? readWord(stream, state) : readSign(stream, state);
}

const jsonata = StreamLanguage.define<Reading>({
  name: 'jsonata',
  startState: () => ({ comment: false, value: true }),
  token: (stream, state) => readToken(stream, state) ?? null,
  tokenTable: { function: tags.function(tags.variableName) },
  languageData: {
    commentTokens: { block: { open: '/*', close: '*/' } },
    closeBrackets: { brackets: ['(', '[', '{', '"', "'", '`'] },
  },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--ip-quiet)', fontStyle: 'italic' },
  { tag: tags.string, color: 'var(--ip-code-text)' },
  { tag: tags.number, color: 'var(--ip-code-number)' },
  { tag: tags.atom, color: 'var(--ip-code-number)' },
  { tag: tags.keyword, color: 'var(--ip-code-word)' },
  { tag: tags.regexp, color: 'var(--ip-code-text)' },
  { tag: tags.function(tags.variableName), color: 'var(--ip-brand)' },
  { tag: tags.variableName, color: 'var(--ip-code-variable)' },
  { tag: tags.propertyName, color: 'var(--ip-ink)' },
  { tag: tags.operator, color: 'var(--ip-quiet)' },
]);

/** The language of expressions, in colours. */
export const jsonataLanguage = jsonata;

/** The colours of whatever is written in an editor. */
export const codeColours = syntaxHighlighting(colours);
