import { failArguments, failNumber } from './failure.ts';

/** An empty list is false, an empty object is true. */
export function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** Nothing is 0, true is 1, text is read as a whole or not at all. */
export function toNumber(value: unknown, place: string): number {
  if (value === null || value === undefined) return 0;
  const number = typeof value === 'object' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : failNumber(place);
}

/** Nothing is empty text, a list is its items' text with commas between them. */
export function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(toText).join(',');
  return typeof value === 'object' ? '[object Object]' : String(value);
}

/** What an operator is given when its only argument is computed: a list is its arguments. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

export function joinTexts(list: readonly unknown[]): string {
  return list.map(toText).join('');
}

/** As in PHP, a negative length leaves out so many characters at the end. */
export function cutText(list: readonly unknown[]): string {
  const [source, start, length] = list;
  const rest = textTail(String(source), Number(start ?? 0));
  if (length === undefined) return rest;
  return rest.slice(0, Number(length) < 0 ? Math.max(0, rest.length + Number(length)) : Number(length));
}

export function textTail(text: string, start: number): string {
  return text.slice(start < 0 ? Math.max(0, text.length + start) : start);
}

export function isIn(part: unknown, whole: unknown): boolean {
  if (typeof whole === 'string') return whole !== '' && whole.includes(String(part));
  return Array.isArray(whole) && whole.includes(part);
}

export function mergeLists(list: readonly unknown[]): unknown[] {
  return list.flat();
}

export function lengthOf(value: unknown, place: string): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : failArguments(place);
}

export function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** A field by the name of `__proto__` is a field, too. */
export function putField(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
}
