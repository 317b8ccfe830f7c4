import { leftOf, type Node, need } from '@invoicepatch/jsonata/syntax';
import { findNearest } from '../finding/nearest.ts';
import { show, showKinds } from '../type/show.ts';
import {
  booleanType,
  integerType,
  isMissing,
  isNever,
  kinds,
  literalType,
  missing,
  numberType,
  optional,
  present,
  stringType,
  type Type,
} from '../type/type.ts';
import { type At, crooked, maybe } from './at.ts';
import { learn } from './facts.ts';
import type { Inference } from './inference.ts';
import { reportOperand } from './operands.ts';

interface Sides {
  readonly node: Node;
  readonly left: Type;
  readonly right: Type;
  readonly at: At;
  readonly inference: Inference;
}

/** Nothing when a side is nothing. */
function unlessEitherMissing({ left, right }: Sides, type: Type): Type {
  if (isMissing(left) || isMissing(right)) return missing;
  return left.missing || right.missing || left.any || right.any ? optional(type) : type;
}

function reportSides(sides: Sides, kindsOf: readonly ('number' | 'string')[], expected: string): void {
  const { node, left, right, at, inference } = sides;
  const operator = String(node.value);
  reportOperand({ node: leftOf(node), type: left, operator, kinds: kindsOf, expected }, at, inference);
  reportOperand({ node: need(node.rhs), type: right, operator, kinds: kindsOf, expected }, at, inference);
}

function arithmetic(sides: Sides): Type {
  reportSides(sides, ['number'], 'number');
  const { left, right, node } = sides;
  const whole = left.number?.integer && right.number?.integer && !left.any && !right.any && node.value !== '/';
  return unlessEitherMissing(sides, whole ? integerType : numberType);
}

function isOnly(type: Type, kind: 'number' | 'string'): boolean {
  return Object.keys(type).length === 1 && type[kind] !== undefined;
}

function comparison(sides: Sides): Type {
  reportSides(sides, ['number', 'string'], 'comparable');
  const { node, left, right, at, inference } = sides;
  const mixed =
    (isOnly(left, 'number') && isOnly(right, 'string')) || (isOnly(left, 'string') && isOnly(right, 'number'));
  if (mixed) {
    const facts = {
      operator: String(node.value),
      left: showKinds(left, inference.language),
      right: showKinds(right, inference.language),
    };
    inference.report({ code: 'flow.wrong-operand', sentence: 'mixedOperands', facts, node, certain: 'throws' }, at);
  }
  return unlessEitherMissing(sides, booleanType);
}

function canBeEqual(one: Type, other: Type): boolean {
  if (one.any || other.any) return true;
  return kinds.some((kind) => {
    const [left, right] = [one[kind], other[kind]];
    if (left === undefined || right === undefined) return false;
    if (kind !== 'string' && kind !== 'number') return true;
    return shareLiteral(one[kind]?.literals, other[kind]?.literals);
  });
}

function shareLiteral(
  left: readonly (string | number)[] | undefined,
  right: readonly (string | number)[] | undefined,
): boolean {
  return left === undefined || right === undefined || left.some((each) => right.includes(each));
}

function reportNeverEqual({ node, left, right, at, inference }: Sides): void {
  const [one, other] = [left, right].map((type) => type.string?.literals ?? []);
  const lone = other?.length === 1 ? { word: other[0], known: one } : { word: one?.[0], known: other };
  const near = lone.word === undefined ? undefined : findNearest(lone.word, lone.known ?? []);
  const facts = {
    operator: String(node.value),
    left: show(present(left), inference.language),
    right: show(present(right), inference.language),
    near,
  };
  inference.report({ code: 'flow.never-equal', sentence: 'neverEqual', facts, node }, at);
}

function equality(sides: Sides): Type {
  const { left, right } = sides;
  if (isNever(present(left)) || isNever(present(right))) return booleanType;
  if (!canBeEqual(left, right)) reportNeverEqual(sides);
  return booleanType;
}

function membership(sides: Sides): Type {
  const { left, right } = sides;
  const items = right.any ? right : (right.array?.items ?? present(right));
  if (!isNever(present(left)) && !isNever(present(items)) && !canBeEqual(left, items) && !canBeEqual(left, right)) {
    reportNeverEqual({ ...sides, right: items });
  }
  return booleanType;
}

function range(sides: Sides): Type {
  reportSides(sides, ['number'], 'integer');
  const many: Type = { array: { items: integerType, min: 2, max: Number.POSITIVE_INFINITY, loose: true } };
  const known = unlessEitherMissing(sides, integerType);
  return isMissing(known) ? missing : { ...many, ...integerType, ...missing };
}

function logical(node: Node, left: Type, { at, inference }: { at: At; inference: Inference }): Type {
  const right = crooked(maybe(at), node.rhs);
  const known = node.value === 'and' ? learn(leftOf(node), right) : right;
  inference.infer(need(node.rhs), { ...known, probing: true });
  return isMissing(left) && node.value === 'and' ? literalType(false) : booleanType;
}

const operators: Readonly<Record<string, (sides: Sides) => Type>> = {
  '+': arithmetic,
  '-': arithmetic,
  '*': arithmetic,
  '/': arithmetic,
  '%': arithmetic,
  '<': comparison,
  '<=': comparison,
  '>': comparison,
  '>=': comparison,
  '=': equality,
  '!=': equality,
  in: membership,
  '&': () => stringType,
  '..': range,
};

export function inferBinary(node: Node, at: At, inference: Inference): Type {
  const isLogical = node.value === 'and' || node.value === 'or';
  const left = inference.infer(leftOf(node), { ...at, probing: isLogical });
  if (isLogical) return logical(node, left, { at, inference });
  const right = inference.infer(need(node.rhs), { ...at, probing: false });
  const operator = operators[String(node.value)];
  return operator?.({ node, left, right, at, inference }) ?? { any: true, missing: true };
}

export function inferNegation(node: Node, at: At, inference: Inference): Type {
  const type = inference.infer(need(node.expression), { ...at, probing: false });
  const operand = { node: need(node.expression), type, operator: '-', kinds: ['number' as const], expected: 'number' };
  reportOperand(operand, at, inference);
  const negative = type.number?.integer && !type.any ? integerType : numberType;
  if (isMissing(type)) return missing;
  return type.missing ? optional(negative) : negative;
}
