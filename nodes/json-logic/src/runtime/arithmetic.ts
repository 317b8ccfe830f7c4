import { failArguments, failNumber } from './failure.ts';
import { toNumber } from './values.ts';

/** A number that JSON can hold. */
export function finite(value: number, place: string): number {
  return Number.isFinite(value) ? value : failNumber(place);
}

export function addAll(list: readonly unknown[], place: string): number {
  return finite(
    list.reduce<number>((sum, each) => sum + toNumber(each, place), 0),
    place,
  );
}

export function multiplyAll(list: readonly unknown[], place: string): number {
  return finite(
    list.reduce<number>((product, each) => product * toNumber(each, place), 1),
    place,
  );
}

/** `start` is what a single argument is taken from: 0 - x. */
export function subtractAll(list: readonly unknown[], place: string): number {
  if (list.length === 0) failArguments(place);
  const [first = 0, ...more] = list.map((each) => toNumber(each, place));
  return more.length === 0
    ? 0 - first
    : finite(
        more.reduce((rest, each) => rest - each, first),
        place,
      );
}

/** A single argument divides 1. */
export function divideAll(list: readonly unknown[], place: string): number {
  if (list.length === 0) failArguments(place);
  const [first = 0, ...more] = list.map((each) => toNumber(each, place));
  return finite(
    more.length === 0 ? 1 / first : more.reduce((rest, each) => (each === 0 ? failNumber(place) : rest / each), first),
    place,
  );
}

export function remainderOfAll(list: readonly unknown[], place: string): number {
  if (list.length < 2) failArguments(place);
  const [first = 0, ...more] = list.map((each) => toNumber(each, place));
  return finite(
    more.reduce((rest, each) => rest % each, first),
    place,
  );
}

export function numbersOnly(list: readonly unknown[], place: string): readonly number[] {
  const numbers = list.filter((each) => typeof each === 'number');
  return numbers.length === list.length && list.length > 0 ? numbers : failArguments(place);
}

export function largest(list: readonly unknown[], place: string): number {
  return numbersOnly(list, place).reduce((most, each) => Math.max(most, each));
}

export function smallest(list: readonly unknown[], place: string): number {
  return numbersOnly(list, place).reduce((least, each) => Math.min(least, each));
}
