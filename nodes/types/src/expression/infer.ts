import type { Node } from '@invoicepatch/jsonata/syntax';
import { join } from '../type/join.ts';
import { anything, isNever, present, type Type, without } from '../type/type.ts';
import { type At, keyOf } from './at.ts';
import { inferApply, inferCall, inferTransform } from './calls.ts';
import { notNullKey } from './facts.ts';
import { inferFilter } from './filters.ts';
import { settle, toFlow, unwrap } from './flow.ts';
import { inferGroup } from './grouping.ts';
import type { Inference } from './inference.ts';
import { inferLambda, inferPartial } from './lambdas.ts';
import { inferBinary, inferNegation } from './operators.ts';
import { inferName, inferPath } from './paths.ts';
import {
  inferBind,
  inferBlock,
  inferCondition,
  inferConstructor,
  inferDescendants,
  inferLiteral,
  inferWildcard,
} from './pieces.ts';
import { inferParent, inferVariable } from './variables.ts';

type Infer = (node: Node, at: At, inference: Inference) => Type;

const matcher: Type = {
  functions: [{ id: 'regex', arity: 2, signature: 'pattern', call: () => anything }],
};

const byType: Readonly<Record<string, Infer>> = {
  path: inferPath,
  binary: inferBinary,
  unary: (node, at, inference) =>
    node.value === '-' ? inferNegation(node, at, inference) : inferConstructor(node, at, inference),
  name: inferName,
  string: inferLiteral,
  number: inferLiteral,
  value: inferLiteral,
  wildcard: inferWildcard,
  descendant: inferDescendants,
  parent: inferParent,
  condition: inferCondition,
  block: inferBlock,
  bind: inferBind,
  regex: () => matcher,
  function: (node, at, inference) => inferCall(node, at, inference),
  variable: inferVariable,
  lambda: inferLambda,
  partial: inferPartial,
  apply: inferApply,
  transform: inferTransform,
};

/** What every piece may have behind it: predicates, a group, `[]`. */
function finish(node: Node, bare: Type, { at, inference }: { at: At; inference: Inference }): Type {
  let type = bare;
  const inner = { ...at, probing: false };
  for (const { expr } of node.predicate ?? []) {
    if (expr !== undefined) type = inferFilter(expr, type, { inference, at: inner });
  }
  if (node.group !== undefined && node.type !== 'path') {
    const flow = type.missing ? { ...toFlow(present(type)), min: 0 } : toFlow(type);
    type = inferGroup(node.group, flow, { inference, at: inner });
  }
  if (node.keepArray !== true || type.any) return type;
  // Sequences are kept as lists, what was never one stays what it is.
  const flow = toFlow(present(type));
  return join(type, settle({ ...flow, min: type.missing ? 0 : flow.min }, true));
}

/** What a piece of an expression gives, for every input of the type that `at` has. */
export function infer(node: Node, at: At, inference: Inference): Type {
  if (inference.isWornOut) return anything;
  const bare = (byType[node.type] ?? (() => anything))(node, at, inference);
  const plain = node.predicate === undefined && node.group === undefined && node.keepArray !== true;
  const type = plain ? unwrapSequences(node, bare) : finish(node, bare, { at, inference });
  return at.present.size === 0 ? type : withFacts(type, keyOf(node), at.present);
}

function withFacts(type: Type, key: string, known: ReadonlySet<string>): Type {
  if (!known.has(key)) return type;
  const there = known.has(notNullKey(key)) ? without(present(type), 'null') : present(type);
  return isNever(there) ? type : there;
}

const settled = new Set(['path', 'variable', 'condition', 'block', 'bind', 'lambda']);

function unwrapSequences(node: Node, type: Type): Type {
  return settled.has(node.type) || type.array?.loose !== true ? type : unwrap(type);
}
