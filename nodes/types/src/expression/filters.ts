import { childrenOf, type Node } from '@invoicepatch/jsonata/syntax';
import { join } from '../type/join.ts';
import { anything, fieldOf, isNever, missing, present, type Type, without } from '../type/type.ts';
import { type At, crooked, under } from './at.ts';
import { type Fact, factsOf } from './facts.ts';
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
  const inner = crooked(under(at, flow.item, flow.min > 0 && !flow.item.missing), predicate);
  return inference.infer(predicate, inner);
}

/** What a predicate has found to be there is there in what it leaves. */
function narrow(predicate: Node, item: Type): Type {
  return factsOf(predicate).reduce(narrowBy, item);
}

function narrowBy(item: Type, { node, notNull }: Fact): Type {
  const sure = (type: Type): Type => (notNull ? without(present(type), 'null') : present(type));
  if (item.any) return item;
  if (node.type === 'variable' && node.value === '') return sure(item);
  const [step, ...rest] = node.type === 'path' ? (node.steps ?? []) : [];
  const { object } = item;
  if (object === undefined || step?.type !== 'name' || rest.length > 0 || step.stages !== undefined) return item;
  const name = String(step.value);
  const narrowed = sure(fieldOf(object, name));
  if (isNever(narrowed)) return item;
  return { ...item, object: { ...object, fields: new Map([...object.fields, [name, narrowed]]) } };
}

const ofFirst = new Set(['number', 'floor', 'ceil', 'round', 'abs', 'count', 'sum', 'length', 'min', 'max']);

/** Whether a piece gives the same for every item: it reads no `$`, not even as an argument that is left out. */
function isSteady(node: Node): boolean {
  if (node.type === 'function') {
    const name = String(node.procedure?.value);
    const least = ofFirst.has(name) ? 1 : name === 'substring' ? 2 : Number.POSITIVE_INFINITY;
    return (node.arguments?.length ?? 0) >= least && (node.arguments ?? []).every(isSteady);
  }
  const isPlain = node.type === 'number' || node.type === 'string' || (node.type === 'variable' && node.value !== '');
  return isPlain ? node.predicate === undefined : node.type === 'binary' && childrenOf(node).every(isSteady);
}

/** `[$n - 1]`: the same position for all items, so one of them at most. */
function isOneIndex(predicate: Node, { missing: _, ...chosen }: Type): boolean {
  return chosen.number !== undefined && Object.keys(chosen).length === 1 && isSteady(predicate);
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
  if (isOneIndex(predicate, chosen)) return { item: flow.item, min: 0, max: Math.min(1, flow.max) };
  // Nothing may be chosen twice, and is then a list.
  if (many && flow.item.missing) return { item: anything, min: 0, max: Number.POSITIVE_INFINITY };
  return {
    item: narrow(predicate, flow.item),
    min: 0,
    max: many && flow.max > 0 ? Number.POSITIVE_INFINITY : flow.max,
  };
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
