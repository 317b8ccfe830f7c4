import { toNumber } from './values.ts';

/** Texts are compared as texts, nothing beside a text as JavaScript does it, and all else as numbers. */
export function areTexts(left: unknown, right: unknown): boolean {
  return (typeof left === 'string' || left === null) && (typeof right === 'string' || right === null);
}

export function isBelow(left: unknown, right: unknown, place: string): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left < right;
  if (areTexts(left, right)) return Number(left) < Number(right);
  return toNumber(left, place) < toNumber(right, place);
}

export function isAtMost(left: unknown, right: unknown, place: string): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left <= right;
  if (areTexts(left, right)) return Number(left) <= Number(right);
  return toNumber(left, place) <= toNumber(right, place);
}

export function isSame(left: unknown, right: unknown, place: string): boolean {
  if (areTexts(left, right)) return left === right;
  // Whether a list or an object is there at all is a fair question.
  const isAsked = left === null || right === null;
  if (isAsked && typeof (left ?? right) === 'object') return false;
  return toNumber(left, place) === toNumber(right, place);
}
