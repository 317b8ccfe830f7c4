import { fail } from './failure.ts';
import { isFunction } from './functions.ts';
import { asSequence, isList } from './list.ts';

export function isNumber(value: unknown): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  return Number.isFinite(value) || fail('D1001', { value });
}

export function operands(left: unknown, right: unknown, position: number, token: string): boolean {
  const at = { position, token };
  for (const [value, code] of [
    [left, 'T2001'],
    [right, 'T2002'],
  ] as const) {
    if (typeof value === 'number' && !Number.isFinite(value) && !Number.isNaN(value)) fail('D1001', { value, ...at });
    if (value !== undefined && (typeof value !== 'number' || Number.isNaN(value))) fail(code, { value, ...at });
  }
  return left !== undefined && right !== undefined;
}

// A number minus itself is zero unless it is infinite or not a number.
export function add(left: unknown, right: unknown, position: number): number | undefined {
  if (typeof left === 'number' && typeof right === 'number' && left - left === 0 && right - right === 0) {
    return left + right;
  }
  return operands(left, right, position, '+') ? Number(left) + Number(right) : undefined;
}

export function subtract(left: unknown, right: unknown, position: number): number | undefined {
  if (typeof left === 'number' && typeof right === 'number' && left - left === 0 && right - right === 0) {
    return left - right;
  }
  return operands(left, right, position, '-') ? Number(left) - Number(right) : undefined;
}

export function multiply(left: unknown, right: unknown, position: number): number | undefined {
  if (typeof left === 'number' && typeof right === 'number' && left - left === 0 && right - right === 0) {
    return left * right;
  }
  return operands(left, right, position, '*') ? Number(left) * Number(right) : undefined;
}

export function divide(left: unknown, right: unknown, position: number): number | undefined {
  if (typeof left === 'number' && typeof right === 'number' && left - left === 0 && right - right === 0) {
    return left / right;
  }
  return operands(left, right, position, '/') ? Number(left) / Number(right) : undefined;
}

export function remainder(left: unknown, right: unknown, position: number): number | undefined {
  if (typeof left === 'number' && typeof right === 'number' && left - left === 0 && right - right === 0) {
    return left % right;
  }
  return operands(left, right, position, '%') ? Number(left) % Number(right) : undefined;
}

export function negate(value: unknown, position: number): number | undefined {
  if (value === undefined) return undefined;
  return isNumber(value) ? -value : fail('D1002', { position, token: '-', value });
}

export function haveEqualFields(left: object, right: object): boolean {
  const names = Object.getOwnPropertyNames(left);
  if (names.length !== Object.getOwnPropertyNames(right).length) return false;
  for (const name of names) if (!Object.hasOwn(right, name)) return false;
  return names.every((name) => isSame(Reflect.get(left, name), Reflect.get(right, name)));
}

export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (!isList(left) || !isList(right)) return haveEqualFields(left, right);
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (!isSame(left[at], right[at])) return false;
  return true;
}

export function equals(left: unknown, right: unknown): boolean {
  return left !== undefined && right !== undefined && isSame(left, right);
}

export function differs(left: unknown, right: unknown): boolean {
  return left !== undefined && right !== undefined && !isSame(left, right);
}

export function isOrdered(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** Whether two values have an order; `undefined` on either side has none. */
export function order(left: unknown, right: unknown, position: number, token: string): boolean {
  const at = { position, token };
  if ((left !== undefined && !isOrdered(left)) || (right !== undefined && !isOrdered(right))) {
    fail('T2010', { ...at, value: isOrdered(left) ? right : left });
  }
  if (left === undefined || right === undefined) return false;
  return typeof left === typeof right || fail('T2009', { ...at, value: left, value2: right });
}

export function isOrderedPair(left: unknown, right: unknown): boolean {
  return typeof left === 'number' ? typeof right === 'number' : typeof left === 'string' && typeof right === 'string';
}

export function lessThan(left: unknown, right: unknown, position: number): boolean | undefined {
  return isOrderedPair(left, right) || order(left, right, position, '<') ? isBelow(left, right) : undefined;
}

export function lessOrEqual(left: unknown, right: unknown, position: number): boolean | undefined {
  return isOrderedPair(left, right) || order(left, right, position, '<=') ? isAtMost(left, right) : undefined;
}

export function greaterThan(left: unknown, right: unknown, position: number): boolean | undefined {
  return isOrderedPair(left, right) || order(left, right, position, '>') ? isBelow(right, left) : undefined;
}

export function greaterOrEqual(left: unknown, right: unknown, position: number): boolean | undefined {
  return isOrderedPair(left, right) || order(left, right, position, '>=') ? isAtMost(right, left) : undefined;
}

export function isBelow(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  return typeof left === 'string' && typeof right === 'string' && left < right;
}

export function isAtMost(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left <= right;
  return typeof left === 'string' && typeof right === 'string' && left <= right;
}

/** `in` */
export function isIn(value: unknown, list: unknown): boolean {
  if (value === undefined || list === undefined) return false;
  return isList(list) ? list.indexOf(value) >= 0 : list === value;
}

/** `[from..to]` */
export function range(from: unknown, to: unknown, position: number): unknown {
  const at = { position, token: '..' };
  if (from !== undefined && !Number.isInteger(from)) fail('T2003', { ...at, value: from });
  if (to !== undefined && !Number.isInteger(to)) fail('T2004', { ...at, value: to });
  if (typeof from !== 'number' || typeof to !== 'number' || from > to) return undefined;
  const size = to - from + 1;
  if (size > 1e7) fail('D2014', { ...at, value: size });
  const list = new Array<unknown>(size);
  for (let item = 0; item < size; item += 1) list[item] = from + item;
  return size === 1 ? from : asSequence(list);
}

/** Whether a value counts as true; nothing does not. */
export function isTrue(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.length > 0;
  if (typeof value === 'number') return isNumber(value) && value !== 0;
  if (typeof value !== 'object' || value === null) return false;
  if (isList(value)) return value.some(isTrue);
  if (isFunction(value)) return false;
  return Object.keys(value).length > 0;
}

/** How often a predicate's answer picks the item at an index. */
export function picks(answer: unknown, index: number, count: number): number {
  if (typeof answer === 'boolean') return answer ? 1 : 0;
  if (answer === undefined) return 0;
  if (isNumber(answer)) return pickedBy(answer, index, count) ? 1 : 0;
  if (!isList(answer) || !answer.every(isNumber)) return isTrue(answer) ? 1 : 0;
  return answer.filter((one) => pickedBy(Number(one), index, count)).length;
}

export function pickedBy(answer: number, index: number, count: number): boolean {
  const wanted = Math.floor(answer);
  return (wanted < 0 ? count + wanted : wanted) === index;
}

/** `[2]`: the item itself, or an empty sequence, which later predicates walk over. */
export function itemAt(value: unknown, index: number): unknown {
  const list = isList(value) ? value : [value];
  const item = list[index < 0 ? list.length + index : index];
  return item === undefined ? asSequence([]) : item;
}
