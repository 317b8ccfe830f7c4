import { join } from '../type/join.ts';
import { type ArrayPart, isNever, missing, present, type Type, without } from '../type/type.ts';

/** What a path carries from step to step: some values of one type. */
export interface Flow {
  readonly item: Type;
  readonly min: number;
  readonly max: number;
}

export const emptyFlow: Flow = { item: {}, min: 0, max: 0 };

export function joinFlows(one: Flow, other: Flow): Flow {
  return { item: join(one.item, other.item), min: Math.min(one.min, other.min), max: Math.max(one.max, other.max) };
}

function times(one: number, other: number): number {
  return one === 0 || other === 0 ? 0 : one * other;
}

/** Each value gives so many of another. */
export function multiply(flow: Flow, each: Flow): Flow {
  return { item: each.item, min: times(flow.min, each.min), max: times(flow.max, each.max) };
}

/** A sequence as evaluation ends it: none is nothing, one is itself unless the list is kept, more are a list. */
export function settle({ item, min, max }: Flow, keepOne = false): Type {
  const value = present(item);
  if (isNever(value)) return missing;
  const none = min === 0 || item.missing ? missing : {};
  const array: ArrayPart = { items: value, min: Math.max(keepOne ? 1 : 2, item.missing ? 1 : min), max, loose: true };
  const many = max >= (keepOne ? 1 : 2) ? { array } : {};
  return join(none, many, !keepOne && min <= 1 && max >= 1 ? value : item.missing && !keepOne ? value : {});
}

/** The values that stand in a list of it: its items, or the value itself. Nothing counts as one. */
export function toFlow(type: Type): Flow {
  if (type.any) return { item: type, min: 0, max: Number.POSITIVE_INFINITY };
  const single = without(type, 'array');
  const one: Flow | undefined = isNever(single) ? undefined : { item: single, min: 1, max: 1 };
  const { array } = type;
  const many: Flow | undefined = array && { item: array.items, min: array.min, max: array.max };
  if (many === undefined) return one ?? emptyFlow;
  return one === undefined ? many : joinFlows(one, many);
}

/** What one value gives to the sequence it is flattened into. Nothing gives none. */
export function spread(type: Type): Flow {
  if (type.any) return { item: present(type), min: 0, max: Number.POSITIVE_INFINITY };
  const single = without(type, 'array', 'missing');
  const parts: Flow[] = [];
  if (type.missing) parts.push(emptyFlow);
  if (!isNever(single)) parts.push({ item: single, min: 1, max: 1 });
  if (type.array) parts.push(...spreadList(type.array));
  const [first = emptyFlow, ...rest] = parts;
  return rest.reduce(joinFlows, first);
}

function spreadList(array: ArrayPart): Flow[] {
  const whole: Flow = { item: { array }, min: 1, max: 1 };
  const flat: Flow = { item: array.items, min: array.min, max: array.max };
  if (array.kept === 'surely') return [whole];
  return array.kept === 'maybe' ? [whole, flat] : [flat];
}

/** A value after evaluation has ended: sequences of less than two are unwrapped. */
export function unwrap(type: Type): Type {
  const { array } = type;
  if (array === undefined || !array.loose || array.min >= 2) return type;
  const { item, min, max } = { item: array.items, min: array.min, max: array.max };
  return join(without(type, 'array'), settle({ item, min, max }), { array });
}
