import { Callable } from './callable.ts';
import { fail } from './failure.ts';
import { callFunction, Lambda, type Signature } from './functions.ts';
import type { Inner } from './grouping.ts';
import { isList, type List } from './list.ts';

export interface TransformPlan {
  readonly pattern: Inner;
  readonly update: Inner;
  readonly remove?: Inner;
  readonly position: number;
  readonly updatePosition: number | undefined;
  readonly removePosition: number | undefined;
  readonly signature: Signature;
}

type Fields = Record<string, unknown>;

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !(value instanceof Callable);
}

/** Every object and list of a copy: only these may be changed. */
export function partsOf(copy: unknown): Set<unknown> {
  const parts = new Set<unknown>();
  const pending: unknown[] = [copy];
  while (pending.length > 0) {
    const part = pending.pop();
    if (!isObject(part) || parts.has(part)) continue;
    parts.add(part);
    for (const field of Object.values(part)) if (typeof field === 'object') pending.push(field);
  }
  return parts;
}

export function setField(target: Fields, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
}

export function applyUpdate(match: unknown, plan: TransformPlan, isOwn: boolean): void {
  const update = plan.update(match);
  if (update === undefined) return;
  if (!isObject(update) || isList(update)) fail('T2011', { position: plan.updatePosition, value: update });
  if (isOwn && isObject(match)) for (const [name, value] of Object.entries(update)) setField(match, name, value);
}

export function applyRemoval(match: unknown, plan: TransformPlan, isOwn: boolean): void {
  const removal = plan.remove?.(match);
  if (removal === undefined) return;
  const names: List = isList(removal) ? removal : [removal];
  if (!names.every((name) => typeof name === 'string')) {
    fail('T2012', { position: plan.removePosition, value: removal });
  }
  if (isOwn && isObject(match)) for (const name of names) Reflect.deleteProperty(match, String(name));
}

/** `|pattern|update, delete|`: works on a copy, and never writes into anything but that copy. */
export function transformer(clone: unknown, plan: TransformPlan): Lambda {
  return new Lambda(
    (input) => {
      if (input === undefined) return undefined;
      if (!(clone instanceof Callable)) fail('T2013', { position: plan.position });
      const copy = callFunction(clone, [input], null);
      const parts = partsOf(copy);
      const found = plan.pattern(copy);
      if (found === undefined) return copy;
      for (const match of isList(found) ? found : [found]) {
        applyUpdate(match, plan, parts.has(match));
        applyRemoval(match, plan, parts.has(match));
      }
      return copy;
    },
    1,
    plan.signature,
  );
}
