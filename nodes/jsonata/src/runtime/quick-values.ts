import { Builtin, callBuiltin, type Site } from './functions.ts';
import { append, asSequence, isList, type List, lastAll, norm } from './list.ts';
import { lookup } from './lookup.ts';
import { isTrue } from './operators.ts';
import { round } from './rounding.ts';
import { isPlainText, slice, textOf } from './text.ts';

/** A call of a built-in function: who is called, in which context, and where it stands. */
export interface Call {
  readonly callee: Builtin;
  readonly site: Site;
}

export function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && value - value === 0;
}

export function hasOnly(value: unknown, type: 'number' | 'string'): value is List {
  if (!isList(value)) return false;
  for (let at = 0; at < value.length; at += 1) if (typeof value[at] !== type) return false;
  return true;
}

/** The library's own function, with its checks of the arguments. */
export function viaLibrary(call: Call, context: unknown, args: unknown[]): unknown {
  return norm(callBuiltin(call.callee, args, context, call.site));
}

export function quickString(call: Call, context: unknown, value: unknown): unknown {
  if (typeof value === 'string') return value;
  return isFiniteNumber(value) ? textOf(value) : viaLibrary(call, context, [value]);
}

export function quickNumber(call: Call, context: unknown, value: unknown): unknown {
  return isFiniteNumber(value) ? value : viaLibrary(call, context, [value]);
}

export function quickRound(call: Call, context: unknown, value: unknown, digits: unknown = 0): unknown {
  if (isFiniteNumber(value) && isFiniteNumber(digits)) return round(value, digits);
  return viaLibrary(call, context, [value, digits]);
}

export function quickRoundWhole(call: Call, context: unknown, value: unknown): unknown {
  return isFiniteNumber(value) ? round(value, 0) : viaLibrary(call, context, [value]);
}

export function quickFloor(call: Call, context: unknown, value: unknown): unknown {
  return typeof value === 'number' ? Math.floor(value) : viaLibrary(call, context, [value]);
}

export function quickCeil(call: Call, context: unknown, value: unknown): unknown {
  return typeof value === 'number' ? Math.ceil(value) : viaLibrary(call, context, [value]);
}

export function quickAbs(call: Call, context: unknown, value: unknown): unknown {
  return typeof value === 'number' ? Math.abs(value) : viaLibrary(call, context, [value]);
}

export function totalOf(list: List): number | undefined {
  let total = 0;
  for (let at = 0; at < list.length; at += 1) {
    const number = list[at];
    if (typeof number !== 'number') return undefined;
    total += number;
  }
  return total;
}

export function quickSum(call: Call, context: unknown, value: unknown): unknown {
  if (typeof value === 'number') return value;
  const total = isList(value) ? totalOf(value) : undefined;
  return total ?? viaLibrary(call, context, [value]);
}

export function quickCount(_call: Call, _context: unknown, value: unknown): number {
  if (value === undefined) return 0;
  return isList(value) ? value.length : 1;
}

export function quickSubstringFrom(call: Call, context: unknown, text: unknown, start: unknown): unknown {
  const isQuick = typeof text === 'string' && isFiniteNumber(start) && isPlainText(text);
  return isQuick ? slice(text, start) : viaLibrary(call, context, [text, start]);
}

export function quickSubstring(call: Call, context: unknown, ...args: [unknown, unknown, unknown]): unknown {
  const [text, start, length] = args;
  const isQuick = typeof text === 'string' && isFiniteNumber(start) && isFiniteNumber(length) && isPlainText(text);
  return isQuick ? slice(text, start, length) : viaLibrary(call, context, args);
}

export function quickUppercase(call: Call, context: unknown, text: unknown): unknown {
  return typeof text === 'string' ? text.toUpperCase() : viaLibrary(call, context, [text]);
}

export function quickLowercase(call: Call, context: unknown, text: unknown): unknown {
  return typeof text === 'string' ? text.toLowerCase() : viaLibrary(call, context, [text]);
}

export function quickLength(call: Call, context: unknown, text: unknown): unknown {
  return typeof text === 'string' && isPlainText(text) ? text.length : viaLibrary(call, context, [text]);
}

export function quickContains(call: Call, context: unknown, text: unknown, part: unknown): unknown {
  const isQuick = typeof text === 'string' && typeof part === 'string';
  return isQuick ? text.includes(part) : viaLibrary(call, context, [text, part]);
}

export function quickExists(_call: Call, _context: unknown, value: unknown): boolean {
  return value !== undefined;
}

export function quickNot(_call: Call, _context: unknown, value: unknown): boolean | undefined {
  return value === undefined ? undefined : !isTrue(value);
}

export function quickBoolean(_call: Call, _context: unknown, value: unknown): boolean | undefined {
  return value === undefined ? undefined : isTrue(value);
}

/** For the short lists that mappings join this is quicker than the language's own. */
export function joinTexts(list: List, separator: string): string {
  if (list.length > 32) return list.join(separator);
  let text = list.length > 0 ? String(list[0]) : '';
  for (let at = 1; at < list.length; at += 1) text += separator + String(list[at]);
  return text;
}

export function quickJoin(call: Call, context: unknown, list: unknown, separator: unknown): unknown {
  if (hasOnly(list, 'string') && typeof separator === 'string') return joinTexts(list, separator);
  return viaLibrary(call, context, [list, separator]);
}

export function quickJoinAll(call: Call, context: unknown, list: unknown): unknown {
  return hasOnly(list, 'string') ? joinTexts(list, '') : viaLibrary(call, context, [list]);
}

export function quickAppend(_call: Call, _context: unknown, first: unknown, second: unknown): unknown {
  return norm(append(first, second));
}

export function quickLookup(call: Call, context: unknown, value: unknown, name: unknown): unknown {
  return typeof name === 'string' ? lookup(value, name) : viaLibrary(call, context, [value, name]);
}

export function isPlain(list: List): boolean {
  for (let at = 0; at < list.length; at += 1) {
    if (typeof list[at] !== 'string' && typeof list[at] !== 'number') return false;
  }
  return true;
}

export function distinctFew(list: List): List {
  const found: List = [];
  for (let at = 0; at < list.length; at += 1) if (!found.includes(list[at])) found.push(list[at]);
  return found;
}

export function quickDistinct(call: Call, context: unknown, list: unknown): unknown {
  if (!isList(list) || list.length <= 1 || !isPlain(list)) return viaLibrary(call, context, [list]);
  const found: List = list.length > 16 ? [...new Set(list)] : distinctFew(list);
  return list.sequence === true ? lastAll(asSequence(found)) : found;
}
