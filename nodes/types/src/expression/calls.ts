import { leftOf, type Node, need } from '@invoicepatch/jsonata/syntax';
import { findNearest } from '../finding/nearest.ts';
import { sayCount, sayKinds } from '../finding/sentences.ts';
import { applyFunction } from '../functions/apply.ts';
import { join } from '../type/join.ts';
import { show, showKinds } from '../type/show.ts';
import {
  anything,
  type CallSite,
  type CallTrouble,
  type FunctionPart,
  isNever,
  present,
  type Type,
  without,
} from '../type/type.ts';
import { type At, crooked, maybe } from './at.ts';
import { unwrap } from './flow.ts';
import type { Inference } from './inference.ts';

interface Calling {
  readonly node: Node;
  readonly name: string;
  readonly argumentNodes: readonly (Node | undefined)[];
  readonly at: At;
  readonly inference: Inference;
}

function reportTrouble(calling: Calling, trouble: CallTrouble): void {
  const { node, name, argumentNodes, at, inference } = calling;
  const { language } = inference;
  const certain = trouble.certain ? ({ certain: 'throws' } as const) : {};
  const code = 'flow.wrong-argument';
  if (trouble.kind === 'count') {
    const facts = { name, expected: sayCount(trouble.expected, language), found: String(argumentNodes.length) };
    inference.report({ code, sentence: 'argumentCount', facts, node, ...certain }, at);
    return;
  }
  const facts = {
    name,
    index: String((trouble.index ?? 0) + 1),
    expected: sayKinds(trouble.expected, language),
    found: trouble.kind === 'items' ? show(trouble.found ?? {}, language) : showKinds(trouble.found ?? {}, language),
  };
  const sentence = trouble.certain ? 'wrongArgument' : 'maybeWrongArgument';
  inference.report({ code, sentence, facts, node: argumentNodes[trouble.index ?? -1] ?? node, ...certain }, at);
}

function siteOf(calling: Calling): CallSite {
  const { at } = calling;
  const context: Type =
    at.isRoot && at.input.array ? { array: { items: at.input, min: 1, max: 1, loose: true } } : at.input;
  return { sure: at.sure, context, report: (trouble) => reportTrouble(calling, trouble) };
}

function nameOf(node: Node): string {
  const { procedure } = node;
  if (procedure?.type === 'variable') return `$${String(procedure.value)}`;
  const first = procedure?.type === 'path' ? procedure.steps?.[0]?.value : undefined;
  return first === undefined ? 'function' : String(first);
}

function reportNoFunction(calling: Calling, callee: Type): void {
  const { node, name, at, inference } = calling;
  const procedure = need(node.type === 'function' ? node.procedure : node);
  const known = [...at.scope.list()].filter(([, type]) => type.functions !== undefined).map(([each]) => `$${each}`);
  const near = findNearest(name.startsWith('$') ? name : `$${name}`, known);
  const nothing = isNever(present(callee));
  const sentence = nothing ? 'unknownFunction' : 'notCallable';
  const facts = { name, near, found: showKinds(present(callee), inference.language) };
  const range = inference.ranges.of(procedure);
  const fix = near === undefined ? {} : { fix: { range, insert: near } };
  const certain = callee.functions === undefined ? ({ certain: 'throws' } as const) : {};
  inference.report({ code: 'flow.unknown-function', sentence, facts, node: procedure, range, ...certain, ...fix }, at);
}

/** What calling gives; nothing of the kind when it can't be called. */
function callAll(callee: Type, args: readonly Type[], calling: Calling): Type {
  if (callee.any) return anything;
  if (callee.functions === undefined) {
    reportNoFunction(calling, callee);
    return isNever(callee) ? {} : anything;
  }
  return unwrap(applyFunction(callee, args, siteOf(calling)));
}

/** Questions about whether something is there: nothing is an answer. */
const probes = new Set(['exists', 'not', 'boolean', 'count', 'append', 'type', 'string', 'assert', 'keys', 'distinct']);

interface Applied {
  readonly first: Type;
  readonly node: Node;
}

function inferProcedure(procedure: Node, at: At, inference: Inference): Type {
  // An unknown name is told as a function that is not there, once.
  return procedure.type === 'variable' && procedure.value !== ''
    ? (at.scope.find(String(procedure.value)) ?? { missing: true })
    : inference.infer(procedure, { ...at, probing: true });
}

export function inferCall(node: Node, at: At, inference: Inference, applied?: Applied): Type {
  const procedure = need(node.procedure);
  const callee = inferProcedure(procedure, at, inference);
  inference.saw(procedure, callee, at);
  const probing = procedure.type === 'variable' && probes.has(String(procedure.value));
  const own = node.arguments ?? [];
  const types = own.map((each) => inference.infer(each, { ...at, probing }));
  const calling: Calling = {
    node,
    name: nameOf(node),
    argumentNodes: [...(applied ? [applied.node] : []), ...own],
    at,
    inference,
  };
  return callAll(callee, [...(applied ? [applied.first] : []), ...types], calling);
}

function chain(first: Type, second: Type, calling: Calling): FunctionPart {
  return {
    id: `chain ${calling.node.position ?? 0}`,
    arity: 1,
    signature: 'function(?)',
    call: (args, site) => applyFunction(second, [applyFunction(first, args, site)], site),
  };
}

/** `a ~> $f` */
export function inferApply(node: Node, at: At, inference: Inference): Type {
  const left = inference.infer(leftOf(node), { ...at, probing: false });
  const rhs = need(node.rhs);
  const applied = { first: left, node: leftOf(node) };
  if (rhs.type === 'function') {
    const result = inferCall(rhs, at, inference, applied);
    inference.saw(rhs, result, at);
    return result;
  }
  const callee = inference.infer(rhs, { ...at, probing: false });
  const calling: Calling = {
    node: rhs,
    name: nameOf({ type: 'function', procedure: rhs }),
    argumentNodes: [leftOf(node)],
    at,
    inference,
  };
  const chained: Type = left.functions === undefined ? {} : { functions: [chain(left, callee, calling)] };
  const value = without(left, 'functions');
  return join(
    chained,
    isNever(value) && left.functions ? {} : callAll(callee, [left.any ? left : value], calling),
    left.any ? anything : {},
  );
}

/** `| pattern | update, delete |`: a function that changes a copy of what it is given. */
export function inferTransform(node: Node, at: At, inference: Inference): Type {
  const part: FunctionPart = {
    id: `transform ${node.position ?? 0}`,
    arity: 1,
    signature: 'function(?)',
    call: (args, site) => {
      const given = args[0] ?? {};
      const inner = crooked(
        maybe({ ...at, input: given, isRoot: false, present: new Set() }),
        node.pattern,
        node.update,
        node.delete,
      );
      const matched = inference.infer(need(node.pattern), { ...inner, probing: true });
      const each = matched.any ? matched : join(without(matched, 'array', 'missing'), matched.array?.items ?? {});
      for (const piece of [node.update, node.delete]) {
        if (piece !== undefined) inference.infer(piece, { ...inner, input: present(each) });
      }
      if (given.any || site.context === undefined) return anything;
      return loosen(given);
    },
  };
  return { functions: [part] };
}

/** A changed copy is still an object or a list; what is in it may be anything. */
function loosen({ object, array, missing: gone }: Type): Type {
  return {
    ...(gone ? { missing: gone } : {}),
    ...(object ? { object: { fields: new Map(), rest: { any: true } } } : {}),
    ...(array ? { array: { ...array, items: { any: true, missing: true } } } : {}),
  };
}
