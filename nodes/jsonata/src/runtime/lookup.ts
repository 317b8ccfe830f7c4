import { isFunction } from './functions.ts';
import { asSequence, isList, type List, lastAll, lastOne, norm, pushFlat, startFlat } from './list.ts';

/** A field that an object has itself; what it inherits is not data. */
export function ownField(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name) || isFunction(value)) return undefined;
  return Reflect.get(value, name);
}

export function collect(value: unknown, name: string): unknown {
  if (!isList(value)) return ownField(value, name);
  const found: List = [];
  for (let at = 0; at < value.length; at += 1) {
    const one = collect(value[at], name);
    if (isList(one)) for (let item = 0; item < one.length; item += 1) found.push(one[item]);
    else if (one !== undefined) found.push(one);
  }
  return asSequence(found);
}

/** A name on its own: lists are looked through. */
export function lookup(value: unknown, name: string): unknown {
  return norm(collect(value, name));
}

/** A name marked `[]`. */
export function lookupKept(value: unknown, name: string): unknown {
  const found = collect(value, name);
  if (isList(found) && found.sequence === true) found.keepSingleton = true;
  return norm(found);
}

/** Reads one field of what is not a list. */
export type Read = (value: unknown) => unknown;

/** The usual list: of objects whose fields are no lists. `undefined` for any other. */
export function plainNames(list: List, read: Read): List | undefined {
  const found: List = [];
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at];
    if (isList(item)) return undefined;
    const one = read(item);
    if (isList(one)) return undefined;
    if (one !== undefined) found.push(one);
  }
  return found;
}

/** A name in the middle of a path, for a list. */
export function nextNames(list: List, name: string, read: Read): unknown {
  const plain = plainNames(list, read);
  if (plain !== undefined) return plain.length > 0 ? plain : undefined;
  const found: List = [];
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at];
    const one = isList(item) ? lookup(item, name) : read(item);
    const normal = isList(one) ? norm(one) : one;
    if (normal !== undefined) pushFlat(found, normal);
  }
  return found.length > 0 ? found : undefined;
}

/** A name at the end of a path, for a list. */
export function lastNames(list: List, name: string, read: Read): unknown {
  const plain = plainNames(list, read);
  if (plain !== undefined) return lastAll(plain);
  let count = 0;
  let found: unknown;
  let all: List = [];
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at];
    const one = norm(isList(item) ? lookup(item, name) : read(item));
    if (one === undefined) continue;
    count += 1;
    if (count === 1) found = one;
    else {
      if (count === 2) all = startFlat(found);
      pushFlat(all, one);
    }
  }
  return count > 1 ? lastAll(all) : lastOne(found);
}

/** A name before a grouping, for a list: what one item gave is taken as it is, what more gave is laid in one list. */
export function groupNames(list: List, name: string, read: Read): unknown {
  const found: List = [];
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at];
    const one = norm(isList(item) ? lookup(item, name) : read(item));
    if (one !== undefined) found.push(one);
  }
  if (found.length <= 1) return found[0];
  const all: List = [];
  for (const one of found) pushFlat(all, one);
  return all;
}

export function flatten(value: unknown, flat: List): List {
  if (isList(value)) for (const item of value) flatten(item, flat);
  else flat.push(value);
  return flat;
}

/** `*` */
export function fieldsOf(context: unknown): unknown {
  return norm(allFieldsOf(context));
}

/** `*[]` */
export function allFieldsOf(context: unknown): unknown {
  const value = isList(context) && context.outerWrapper === true && context.length > 0 ? context[0] : context;
  if (typeof value !== 'object' || value === null || isFunction(value)) return undefined;
  const found: List = [];
  let hasList = false;
  for (const field of Object.values(value)) {
    if (isList(field)) {
      hasList = true;
      flatten(field, found);
    } else found.push(field);
  }
  return hasList ? found : asSequence(found);
}

export function descend(value: unknown, found: List): void {
  if (isList(value)) {
    for (const item of value) descend(item, found);
    return;
  }
  found.push(value);
  if (typeof value !== 'object' || value === null || isFunction(value)) return;
  for (const field of Object.values(value)) descend(field, found);
}

/** `**` */
export function descendantsOf(context: unknown): unknown {
  if (context === undefined) return undefined;
  const found: List = [];
  descend(context, found);
  return norm(asSequence(found));
}
