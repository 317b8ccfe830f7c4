import { Callable } from './callable.ts';
import { isFailure } from './failure.ts';
import { failedIn, Lambda, settle } from './functions.ts';
import { isList, type List, lastAll, norm } from './list.ts';
import { isTrue } from './operators.ts';
import { type Call, viaLibrary } from './quick-values.ts';

/** A function that can be run for each item without more ado. */
export function isQuick(callee: unknown): callee is Lambda {
  return callee instanceof Lambda && callee._signature === undefined && !callee._handed;
}

/** One call of a function that was handed over. */
export function runFor(callee: Lambda, item: unknown, key: unknown, all: unknown): unknown {
  let result: unknown;
  try {
    if (callee.arity === 1) result = callee._run(item);
    else if (callee.arity >= 3) result = callee._run(item, key, all);
    else result = callee._run(item, key);
  } catch (thrown) {
    throw failedIn(callee, thrown);
  }
  return settle(result, null);
}

/** What every call of a built-in function adds to a failure. */
export function failedInCall(call: Call, thrown: unknown): unknown {
  if (!isFailure(thrown)) return thrown;
  if (thrown.token === undefined) thrown.token = call.site.token;
  thrown.position = call.callee._position || thrown.position;
  return thrown;
}

export function note(call: Call): void {
  call.callee._position = call.site.position;
  call.callee._token = call.site.token;
}

export function quickMap(call: Call, context: unknown, list: unknown, callee: unknown): unknown {
  if (!isQuick(callee) || list === undefined || list instanceof Callable)
    return viaLibrary(call, context, [list, callee]);
  const items: List = isList(list) ? list : [list];
  const results: List = [];
  note(call);
  try {
    for (let at = 0; at < items.length; at += 1) {
      const result = runFor(callee, items[at], at, items);
      if (result !== undefined) results.push(result);
    }
  } catch (thrown) {
    throw failedInCall(call, thrown);
  }
  return lastAll(results);
}

export function quickFilter(call: Call, context: unknown, list: unknown, callee: unknown): unknown {
  if (!isQuick(callee) || list === undefined || list instanceof Callable)
    return viaLibrary(call, context, [list, callee]);
  const items: List = isList(list) ? list : [list];
  const results: List = [];
  note(call);
  try {
    for (let at = 0; at < items.length; at += 1) {
      if (isTrue(runFor(callee, items[at], at, items))) results.push(items[at]);
    }
  } catch (thrown) {
    throw failedInCall(call, thrown);
  }
  return lastAll(results);
}

export function quickEach(call: Call, context: unknown, object: unknown, callee: unknown): unknown {
  const isObject = typeof object === 'object' && object !== null && !isList(object) && !(object instanceof Callable);
  if (!isQuick(callee) || !isObject) return viaLibrary(call, context, [object, callee]);
  const results: List = [];
  note(call);
  try {
    const fields: Readonly<Record<string, unknown>> = Object(object);
    for (const key of Object.keys(object)) {
      const result = runFor(callee, fields[key], key, object);
      if (result !== undefined) results.push(result);
    }
  } catch (thrown) {
    throw failedInCall(call, thrown);
  }
  return lastAll(results);
}

export function runReduce(callee: Lambda, items: List, start: unknown): unknown {
  let result = start === undefined && items.length > 0 ? items[0] : start;
  for (let at = start === undefined && items.length > 0 ? 1 : 0; at < items.length; at += 1) {
    const args = [result, items[at], at, items].slice(0, Math.min(Math.max(callee.arity, 2), 4));
    try {
      result = callee._run(...args);
    } catch (thrown) {
      throw failedIn(callee, thrown);
    }
    result = settle(result, null);
  }
  return result;
}

export function quickReduce(call: Call, context: unknown, ...args: [unknown, unknown, unknown?]): unknown {
  const [list, callee, start] = args;
  if (!isQuick(callee) || callee.arity < 2 || !isList(list) || start instanceof Callable) {
    return viaLibrary(call, context, args);
  }
  note(call);
  try {
    return norm(runReduce(callee, list, start));
  } catch (thrown) {
    throw failedInCall(call, thrown);
  }
}
