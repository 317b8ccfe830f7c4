import type { Node } from '@invoicepatch/jsonata/syntax';
import { join } from '../type/join.ts';
import { isNever, missing, present, type Type } from '../type/type.ts';
import { type At, crooked, under } from './at.ts';
import { type Flow, settle, toFlow } from './flow.ts';
import type { Inference } from './inference.ts';

interface Filtering {
  readonly inference: Inference;
  readonly at: At;
}

function isAlways(index: number, { min }: Flow): boolean {
  return index >= 0 ? min > Math.floor(index) : min >= -Math.floor(index);
}

function isNeverThere(index: number, { max }: Flow): boolean {
  return index >= 0 ? max <= Math.floor(index) : max < -Math.floor(index);
}

/** `[0]`, `[-1]`: one item, where there are so many. */
function takeIndex(index: number, flow: Flow): Type {
  if (isNeverThere(index, flow)) return missing;
  return join(flow.item, isAlways(index, flow) ? {} : missing);
}

function inferPredicate(predicate: Node, flow: Flow, { inference, at }: Filtering): Type {
  const inner = crooked(under(at, flow.item, flow.min > 0), predicate);
  return inference.infer(predicate, inner);
}

/** Values left by a predicate. */
export function filterFlow(predicate: Node, flow: Flow, filtering: Filtering): Flow {
  if (predicate.type === 'number') {
    const taken = takeIndex(Number(predicate.value), flow);
    return { item: present(taken), min: taken.missing ? 0 : 1, max: isNever(present(taken)) ? 0 : 1 };
  }
  const chosen = inferPredicate(predicate, flow, filtering);
  // A list of positions may name the same one twice.
  const many = chosen.any || chosen.array !== undefined;
  return { item: flow.item, min: 0, max: many && flow.max > 0 ? Number.POSITIVE_INFINITY : flow.max };
}

/** A value after a predicate. */
export function inferFilter(predicate: Node, type: Type, filtering: Filtering): Type {
  const flow = toFlow(type);
  if (predicate.type === 'number') {
    const taken = takeIndex(Number(predicate.value), flow);
    return type.missing ? join(taken, missing) : taken;
  }
  return settle(filterFlow(predicate, flow, filtering));
}
