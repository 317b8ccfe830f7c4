/** The language counts to the end of a token; people look at the token. */
export function positionOf(position: unknown): number | undefined {
  return typeof position === 'number' ? Math.max(0, position - 1) : undefined;
}

/** What kind of value was met. Never the value. */
export function kindOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const names: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    boolean: 'true or false',
    object: 'an object',
  };
  return names[typeof value] ?? 'a function';
}

export function textOf(value: unknown, length: number): string | undefined {
  return typeof value === 'string' ? value.slice(0, length) : undefined;
}

export function toJsonataFailure(error: Readonly<Record<string, unknown>>): object {
  const code = textOf(error['code'], 20);
  const isSyntax = code?.startsWith('S') === true && code !== 'S0500';
  return {
    kind: isSyntax ? 'syntax' : 'failed',
    code,
    position: positionOf(error['position']),
    token: textOf(error['token'], 60),
    index: typeof error['index'] === 'number' ? error['index'] : undefined,
    // A value can be told only where it is a piece of the source; elsewhere it is data.
    expected: textOf(isSyntax ? error['value'] : error['type'], 60),
    found: kindOf(error['value']),
    said: code === 'D3137' || code === 'D3141' ? textOf(error['message'], 300) : undefined,
  };
}

/** Turns whatever was thrown inside an isolate into facts that may leave it. */
export function toFailure(thrown: unknown): object {
  if (thrown instanceof RangeError) {
    const isTooLong = thrown.message.startsWith('Invalid') || thrown.message.includes('length');
    return isTooLong ? { kind: 'too-large', code: 'text-length' } : { kind: 'too-deep', code: 'stack' };
  }
  if (thrown instanceof SyntaxError) return { kind: 'failed', code: 'regex', said: textOf(thrown.message, 200) };
  if (typeof thrown !== 'object' || thrown === null) return { kind: 'failed' };
  const { sandbox, ...error }: Record<string, unknown> = { ...thrown };
  if (typeof sandbox !== 'object' || sandbox === null) return toJsonataFailure(error);
  return { ...sandbox, position: positionOf(Reflect.get(sandbox, 'position')) };
}
