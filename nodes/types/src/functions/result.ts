import { join } from '../type/join.ts';
import {
  type ArrayPart,
  anyValue,
  type CallSite,
  isMissing,
  isNever,
  missing,
  optional,
  present,
  type Type,
} from '../type/type.ts';
import { unsure } from './apply.ts';

/** The type of a call's result, given what each parameter got. */
export type Result = (args: readonly Type[], site: CallSite) => Type;

/** An argument that was not given. */
export const at = (args: readonly Type[], index: number): Type => args[index] ?? missing;

/** Nothing for nothing; for everything else this. */
export function unlessMissing(type: Type, index = 0): Result {
  return (args) => {
    const given = at(args, index);
    if (isMissing(given)) return missing;
    return given.missing ? optional(type) : type;
  };
}

/** The list that a parameter for lists got, `undefined` when it surely got nothing. */
export function listAt(args: readonly Type[], index: number): ArrayPart | undefined {
  const given = at(args, index);
  if (given.any) return { items: anyValue, min: 0, max: Number.POSITIVE_INFINITY, loose: true };
  return given.array;
}

/** Nothing where the list may be nothing. */
export function ofList(result: (list: ArrayPart, site: CallSite, args: readonly Type[]) => Type): Result {
  return (args, site) => {
    const list = listAt(args, 0);
    const given = list === undefined ? {} : result(list, unsure(site, !at(args, 0).missing), args);
    return at(args, 0).missing || list === undefined ? join(given, missing) : given;
  };
}

export function itemsOf({ items }: ArrayPart): Type {
  return isNever(present(items)) ? {} : present(items);
}
