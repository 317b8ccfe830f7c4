import { leftOf, type Node, need } from '@invoicepatch/jsonata/syntax';
import { type At, keyOf } from './at.ts';

function isExists(node: Node): boolean {
  return node.type === 'function' && node.procedure?.type === 'variable' && node.procedure.value === 'exists';
}

const comparisons = new Set(['=', '<', '<=', '>', '>=', 'in', '!=']);

/** Something that is surely there. */
export interface Fact {
  readonly node: Node;
  readonly notNull?: boolean;
}

/** What is surely there when a condition holds. */
export function factsOf(condition: Node): readonly Fact[] {
  const isNotNull = condition.type === 'binary' && condition.value === '!=' && condition.rhs?.value === null;
  if (isNotNull && condition.rhs?.type === 'value') return [{ node: leftOf(condition), notNull: true }];
  if (condition.type === 'binary' && condition.value === 'and') {
    return [...factsOf(leftOf(condition)), ...factsOf(need(condition.rhs))];
  }
  return [...thereIf(condition)].map((node) => ({ node, notNull: node === condition }));
}

/** Pieces that are surely there when a condition holds. */
function* thereIf(condition: Node): Generator<Node> {
  if (isExists(condition)) yield* (condition.arguments ?? []).slice(0, 1);
  else if (condition.type === 'block' && condition.expressions?.length === 1)
    yield* thereIf(need(condition.expressions[0]));
  else if (condition.type === 'binary' && condition.value === 'and') {
    yield* thereIf(leftOf(condition));
    yield* thereIf(need(condition.rhs));
  } else if (condition.type === 'binary' && comparisons.has(String(condition.value))) {
    // Comparing with nothing is never true, not even by "!=".
    yield leftOf(condition);
    yield need(condition.rhs);
  } else if (condition.type === 'path' || condition.type === 'variable') yield condition;
}

/** For a piece that is there and not null. */
export function notNullKey(key: string): string {
  return `not null ${key}`;
}

/** What is known where a condition holds. */
export function learn(condition: Node, at: At): At {
  const known = factsOf(condition).flatMap(({ node, notNull }) => {
    const key = keyOf(node);
    return notNull ? [key, notNullKey(key)] : [key];
  });
  return known.length === 0 ? at : { ...at, present: new Set([...at.present, ...known]) };
}

function isNot(node: Node): boolean {
  return node.type === 'function' && node.procedure?.type === 'variable' && node.procedure.value === 'not';
}

/** What is known where a condition doesn't hold. */
export function learnElse(condition: Node, at: At): At {
  return isNot(condition) ? learn(need(condition.arguments?.[0]), at) : at;
}
