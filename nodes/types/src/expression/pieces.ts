import { type Node, need } from '@invoicepatch/jsonata/syntax';
import { join } from '../type/join.ts';
import {
  anything,
  anyValue,
  isMissing,
  isNever,
  listOf,
  literalType,
  missing,
  optional,
  present,
  type Type,
  without,
} from '../type/type.ts';
import { type At, crooked, keyOf, maybe } from './at.ts';
import { learn, learnElse } from './facts.ts';
import { type Flow, settle, toFlow } from './flow.ts';
import { inferGroup } from './grouping.ts';
import type { Inference } from './inference.ts';
import { Scope } from './scope.ts';

/** What one entry adds to a list: nothing adds nothing, a list its items, unless it was written as a list of its own. */
function entry(node: Node, type: Type): Flow {
  const value = present(type);
  const least = type.missing ? 0 : 1;
  if (isNever(value)) return { item: {}, min: 0, max: 0 };
  if (node.value === '[') return { item: value, min: least, max: 1 };
  if (type.any) return { item: value, min: 0, max: Number.POSITIVE_INFINITY };
  const flow = toFlow(value);
  return { ...flow, min: flow.min * least };
}

function inferList(node: Node, place: At, inference: Inference): Type {
  // The entries are evaluated side by side: what one binds, another may see or not.
  const at = (node.expressions?.length ?? 0) > 1 ? crooked(place, ...(node.expressions ?? [])) : place;
  const entries = (node.expressions ?? []).map((each) => entry(each, inference.infer(each, { ...at, probing: false })));
  const items = join(...entries.map(({ item }) => present(item)));
  const min = entries.reduce((sum, each) => sum + each.min, 0);
  const max = entries.reduce((sum, each) => sum + each.max, 0);
  return { array: { items, min, max, loose: false, ...(node.consarray === true ? { kept: 'surely' } : {}) } };
}

function inferObject(node: Node, at: At, inference: Inference): Type {
  const whole = at.isRoot || (at.input.array === undefined && !at.input.any);
  const input: Flow = whole ? { item: at.input, min: 1, max: 1 } : toFlow(at.input);
  const lhs = Array.isArray(node.lhs) ? node.lhs : [];
  return inferGroup({ lhs, ...(node.position === undefined ? {} : { position: node.position }) }, input, {
    inference,
    at,
  });
}

export function inferConstructor(node: Node, at: At, inference: Inference): Type {
  return node.value === '[' ? inferList(node, at, inference) : inferObject(node, at, inference);
}

function isAsked(condition: Node, then: Node): 'there' | 'true' | undefined {
  if (keyOf(condition) === keyOf(then)) return 'true';
  const asked =
    condition.type === 'function' && condition.procedure?.value === 'exists' ? condition.arguments?.[0] : undefined;
  return asked !== undefined && keyOf(asked) === keyOf(then) ? 'there' : undefined;
}

/** `a ?: b` and `a ?? b` give `a` only where it is true, or there. */
function narrow(type: Type, asked: 'there' | 'true' | undefined): Type {
  if (asked === undefined) return type;
  const there = present(type);
  return asked === 'true' ? without(there, 'null', 'functions') : there;
}

export function inferCondition(node: Node, at: At, inference: Inference): Type {
  const [condition, then] = [need(node.condition), need(node.then)];
  const asked = inference.infer(condition, { ...at, probing: true });
  const branch = { ...crooked(maybe(at), then, node.else), probing: at.probing };
  const question = isAsked(condition, then);
  const chosen = narrow(
    inference.infer(then, { ...learn(condition, branch), probing: question !== undefined || at.probing }),
    question,
  );
  const other = node.else === undefined ? missing : inference.infer(node.else, learnElse(condition, branch));
  if (isMissing(asked) || asked.boolean === 'false') return onlyWhen(asked, other, chosen);
  return asked.boolean === 'true' && Object.keys(asked).length === 1 ? chosen : join(chosen, other);
}

function onlyWhen(asked: Type, other: Type, chosen: Type): Type {
  return Object.keys(asked).length === 1 ? other : join(chosen, other);
}

/** Whether the block ends in a tail call, which the reference hands to the predicates behind the block uncalled. */
function endsInTailCall(node: Node | undefined): boolean {
  if (node?.type === 'condition') return endsInTailCall(node.then) || endsInTailCall(node.else);
  return node?.type === 'block' ? endsInTailCall(node.expressions?.at(-1)) : node?.thunk === true;
}

export function inferBlock(node: Node, place: At, inference: Inference): Type {
  const isOdd = (node.predicate !== undefined || node.group !== undefined) && endsInTailCall(node);
  const type = inferAll(node, isOdd ? maybe(place) : place, inference);
  return isOdd ? anything : type;
}

function inferAll(node: Node, at: At, inference: Inference): Type {
  const scope = new Scope(at.scope);
  const expressions = node.expressions ?? [];
  const types = expressions.map((each, index) => {
    const isLast = index === expressions.length - 1;
    return inference.infer(each, { ...at, scope, straight: true, probing: isLast && at.probing });
  });
  return types.at(-1) ?? missing;
}

export function inferBind(node: Node, at: At, inference: Inference): Type {
  const type = inference.infer(need(node.rhs), { ...at, probing: true });
  const name = String(Reflect.get(Object(node.lhs), 'value'));
  at.scope.bind(name, at.straight ? type : anything);
  return type;
}

export function inferLiteral(node: Node): Type {
  const { value } = node;
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
    ? literalType(value as string | number | boolean | null)
    : anyValue;
}

function flatten(type: Type): Type {
  if (type.any || type.array === undefined) return type;
  return join(without(type, 'array'), flatten(present(type.array.items)));
}

/** `*`: what all fields hold, lists taken apart. */
export function inferWildcard(_node: Node, at: At): Type {
  const { object, any, array } = at.input;
  if (any) return anything;
  const inner = at.isRoot && array !== undefined ? array.items : undefined;
  const fields = object === undefined ? [] : [...object.fields.values(), ...(object.rest ? [object.rest] : [])];
  const item = join(...fields.map(flatten).map(present), inner === undefined ? {} : flatten(present(inner)));
  // As a step it is evaluated for each item of a list, and a list as a whole gives its members.
  const listed = array === undefined ? {} : flatten(present(array.items));
  const all = present(join(item, listed));
  const found = settle({ item: all, min: 0, max: Number.POSITIVE_INFINITY });
  // As soon as one of them is a list, what comes of it is a real list, however short.
  const hasList = array !== undefined || fields.some((field) => field.any || field.array !== undefined);
  return hasList ? join(found, listOf(all)) : found;
}

/** Everything inside, at whatever depth. */
function inside(type: Type, depth: number): Type {
  if (type.any || depth <= 0) return anyValue;
  const { object, array } = type;
  const fields = object === undefined ? [] : [...object.fields.values(), ...(object.rest ? [object.rest] : [])];
  const parts = [...fields, ...(array ? [array.items] : [])].map((each) => inside(present(each), depth - 1));
  return join(without(type, 'array', 'missing'), ...parts);
}

export function inferDescendants(_node: Node, at: At): Type {
  if (at.input.any) return anything;
  const item = inside(at.input, 12);
  const found = settle({ item, min: at.input.missing || at.input.array ? 0 : 1, max: Number.POSITIVE_INFINITY });
  return at.input.missing ? optional(found) : found;
}
