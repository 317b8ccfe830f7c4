import type { GroupNode, Node, Pair } from '@invoicepatch/jsonata/syntax';
import { sayKinds } from '../finding/sentences.ts';
import { join } from '../type/join.ts';
import { showKinds } from '../type/show.ts';
import { isMissing, isNever, missing, optional, present, type Type, without } from '../type/type.ts';
import { type At, crooked, under } from './at.ts';
import type { Flow } from './flow.ts';
import type { Inference } from './inference.ts';

interface Grouping {
  readonly inference: Inference;
  readonly at: At;
}

interface Field {
  readonly names: readonly string[] | undefined;
  readonly type: Type;
  /** The field is there whatever comes in, unless its value is nothing. */
  readonly certain: boolean;
}

/** A group of one is that one thing; more are a list of them. */
function contextOf({ item, min, max }: Flow): Type {
  const value = present(item);
  const none = min === 0 || item.missing ? missing : {};
  const list: Type =
    max > 1 ? { array: { items: flatItems(value), min: 2, max: Number.POSITIVE_INFINITY, loose: false } } : {};
  return join(none, isNever(value) ? {} : value, isNever(value) ? {} : list);
}

/** Things are appended: lists lose one level. */
function flatItems(value: Type): Type {
  return join(without(value, 'array'), value.array?.items ?? {}, value.array ? value : {});
}

function reportKey(node: Node, key: Type, { inference, at }: Grouping): void {
  const others = without(key, 'string', 'missing');
  if (key.any || isNever(others)) return;
  const good = key.string !== undefined || key.missing === true;
  const facts = {
    operator: '{',
    expected: sayKinds('string', inference.language),
    found: showKinds(others, inference.language),
  };
  const sentence = good ? 'maybeWrongOperand' : 'wrongOperand';
  inference.report({ code: 'flow.wrong-operand', sentence, facts, node, ...(good ? {} : { certain: 'throws' }) }, at);
}

interface Grouped extends Grouping {
  readonly input: Flow;
}

/** The object constructor over a single value: nothing is grouped. */
function isSame({ input, at }: Grouped): boolean {
  return input.min === 1 && input.max === 1 && input.item === at.input;
}

function placeOfKey(grouped: Grouped): At {
  const { at, input } = grouped;
  if (isSame(grouped)) return { ...at, isRoot: at.isRoot && at.input.array === undefined, probing: false };
  return under(at, input.min === 0 ? optional(input.item) : input.item, true);
}

function placeOfValue(grouped: Grouped, known: boolean): At {
  const { at, input } = grouped;
  if (isSame(grouped)) return { ...placeOfKey(grouped), sure: at.sure && known };
  return under(at, known ? contextOf(input) : join(contextOf(input), present(input.item)), known);
}

function straighten(at: At, grouped: Grouped, node: Node): At {
  return grouped.input.min === 1 && grouped.input.max === 1 ? at : crooked(at, node);
}

function inferPair([keyNode, valueNode]: Pair, grouped: Grouped): Field {
  const { inference } = grouped;
  const keyed = straighten(placeOfKey(grouped), grouped, keyNode);
  const key = inference.infer(keyNode, keyed);
  reportKey(keyNode, key, { inference, at: keyed });
  const names = key.any ? undefined : (key.string?.literals ?? (key.string === undefined ? [] : undefined));
  const known = names?.length === 1 && Object.keys(key).length === 1;
  const valued = placeOfValue(grouped, known);
  const type = inference.infer(valueNode, known ? straighten(valued, grouped, valueNode) : crooked(valued, valueNode));
  return { names, type, certain: known };
}

function toObject(fields: readonly Field[]): Type {
  const named = new Map<string, Type>();
  let rest: Type | undefined;
  for (const { names, type, certain } of fields) {
    if (isMissing(type)) continue;
    if (names === undefined) rest = join(rest ?? {}, present(type));
    for (const name of names ?? []) named.set(name, join(named.get(name) ?? {}, certain ? type : optional(type)));
  }
  return { object: { fields: named, ...(rest === undefined ? {} : { rest }) } };
}

/** An object whose fields are made from groups of what comes in. */
export function inferGroup(group: GroupNode, input: Flow, grouping: Grouping): Type {
  const { inference } = grouping;
  // The values are evaluated side by side: what one binds, another may see or not.
  const at = group.lhs.length > 1 ? crooked(grouping.at, ...group.lhs.flat()) : grouping.at;
  return toObject(group.lhs.map((pair) => inferPair(pair, { inference, at, input })));
}
