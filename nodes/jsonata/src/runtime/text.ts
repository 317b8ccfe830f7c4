import { Callable } from './callable.ts';
import { fail, failedAt } from './failure.ts';
import { isList } from './list.ts';

/** Numbers are written with at most 15 digits. */
export function numberText(value: number): string {
  const text = String(value);
  if (Number.isInteger(value)) return text;
  if (!Number.isFinite(value)) return fail('D3001', { value });
  // Short enough to be what fifteen digits give, too.
  return text.length <= 16 && !text.includes('e') ? text : String(Number(value.toPrecision(15)));
}

export function forJson(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isNaN(value)) {
    if (!Number.isFinite(value)) fail('D1001', { value });
    return Number.isInteger(value) ? value : Number(value.toPrecision(15));
  }
  return value instanceof Callable ? '' : value;
}

export function textOf(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof Callable) return '';
  return JSON.stringify(isList(value) && value.outerWrapper === true ? value[0] : value, forJson, 0);
}

/** A side of `&`. */
export function joinable(value: unknown): string {
  return typeof value === 'string' ? value : (textOf(value) ?? '');
}

/** `&` */
export function concat(left: unknown, right: unknown, position: number): string {
  try {
    return joinable(left) + joinable(right);
  } catch (thrown) {
    throw failedAt(thrown, position, '&');
  }
}

/** Whether each character is one unit. */
export function isPlainText(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdfff) return false;
  }
  return true;
}

/** `$substring` from a fixed place; `undefined` where a character of two units may come before its end. */
export function cut(text: string, start: number, length: number): string | undefined {
  const end = start + length;
  const known = Math.min(end, text.length);
  for (let at = 0; at < known; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdfff) return undefined;
  }
  return text.slice(start, end);
}

/** `$substring` for text without characters of two units. */
export function slice(text: string, start: number, length?: number): string {
  const from = text.length + start < 0 ? 0 : start;
  if (length === undefined) return text.slice(from);
  if (length <= 0) return '';
  return text.slice(from, from >= 0 ? from + length : text.length + from + length);
}
