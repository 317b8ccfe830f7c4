/** A word of an expression's text. */
export interface Token {
  readonly kind: 'name' | 'quoted' | 'variable' | 'string' | 'number' | 'regex' | 'operator' | 'comment' | 'unknown';
  readonly start: number;
  readonly end: number;
  /** Without quotes, dollar signs and slashes. */
  readonly text: string;
  /** Text or comment that has no end. */
  readonly open?: true;
}

const doubles = ['..', ':=', '!=', '>=', '<=', '**', '~>', '?:', '??'];
const singles = '.[]{}(),@#;:?+-*/%|=<>^&!~';

function scanString(source: string, start: number): Token {
  const quote = source[start] ?? '"';
  let at = start + 1;
  while (at < source.length && source[at] !== quote) at += source[at] === '\\' ? 2 : 1;
  const open = at >= source.length;
  const end = Math.min(source.length, at + 1);
  const raw = source.slice(start + 1, open ? source.length : at);
  return { kind: 'string', start, end, text: readString(raw), ...(open ? { open } : {}) };
}

function readString(raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(`"${raw.replace(/\\?"/g, '\\"').replaceAll("\\'", "'")}"`));
  } catch {
    return raw;
  }
}

function scanComment(source: string, start: number): Token {
  const close = source.indexOf('*/', start + 2);
  const end = close < 0 ? source.length : close + 2;
  return { kind: 'comment', start, end, text: source.slice(start, end), ...(close < 0 ? { open: true } : {}) };
}

/** A slash begins a pattern where a value may begin. */
function mayBeginValue(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'operator') return ![')', ']', '}', '?'].includes(before.text) || before.text === '?';
  return before.kind === 'name' && ['and', 'or', 'in'].includes(before.text);
}

function scanRegex(source: string, start: number): Token | undefined {
  let depth = 0;
  for (let at = start + 1; at < source.length; at += 1) {
    const sign = source[at] ?? '';
    if (sign === '\\') at += 1;
    else if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth -= 1;
    else if (sign === '/' && depth <= 0) {
      const flags = /^[im]*/.exec(source.slice(at + 1))?.[0].length ?? 0;
      return { kind: 'regex', start, end: at + 1 + flags, text: source.slice(start + 1, at) };
    }
  }
  return undefined;
}

function scanQuoted(source: string, start: number): Token {
  const close = source.indexOf('`', start + 1);
  const end = close < 0 ? source.length : close + 1;
  const text = source.slice(start + 1, close < 0 ? end : close);
  return { kind: 'quoted', start, end, text, ...(close < 0 ? { open: true } : {}) };
}

function isWordSign(sign: string): boolean {
  return !/\s/.test(sign) && !singles.includes(sign) && !'"\'`'.includes(sign);
}

function scanWord(source: string, start: number): Token {
  const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/.exec(source.slice(start, start + 40))?.[0];
  if (number !== undefined && number !== '') {
    return { kind: 'number', start, end: start + number.length, text: number };
  }
  let end = start + 1;
  while (end < source.length && isWordSign(source[end] ?? ' ')) end += 1;
  const text = source.slice(start, end);
  return text.startsWith('$')
    ? { kind: 'variable', start, end, text: text.slice(1) }
    : { kind: 'name', start, end, text };
}

function scanOperator(source: string, start: number): Token {
  const two = source.slice(start, start + 2);
  const text = doubles.includes(two) ? two : (source[start] ?? '');
  return { kind: 'operator', start, end: start + text.length, text };
}

function scan(source: string, start: number, before: Token | undefined): Token {
  const sign = source[start] ?? '';
  if (sign === '/' && source[start + 1] === '*') return scanComment(source, start);
  if (sign === '"' || sign === "'") return scanString(source, start);
  if (sign === '`') return scanQuoted(source, start);
  const regex = sign === '/' && mayBeginValue(before) ? scanRegex(source, start) : undefined;
  if (regex !== undefined) return regex;
  return singles.includes(sign) ? scanOperator(source, start) : scanWord(source, start);
}

/** The words of an expression, whether or not it is one: whatever stands there is some token. Comments are among them. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let before: Token | undefined;
  let at = 0;
  while (at < source.length) {
    if (/\s/.test(source[at] ?? '')) {
      at += 1;
      continue;
    }
    const token = scan(source, at, before);
    tokens.push(token);
    if (token.kind !== 'comment') before = token;
    at = token.end;
  }
  return tokens;
}
