import { type Node, need } from '@invoicepatch/jsonata/syntax';
import { join } from '../type/join.ts';
import { anything, anyValue, integerType, isNever, listOf, missing, present, type Type } from '../type/type.ts';
import { type At, crooked, under } from './at.ts';
import { filterFlow } from './filters.ts';
import { type Flow, multiply, settle, spread, toFlow } from './flow.ts';
import { inferGroup } from './grouping.ts';
import type { Inference } from './inference.ts';
import { startOf } from './path-start.ts';
import { Scope } from './scope.ts';
import { inferSort } from './sorting.ts';

interface Walk {
  readonly inference: Inference;
  readonly at: At;
}

interface Stream {
  readonly flow: Flow;
  /** Holds what the steps so far have bound. */
  readonly scope: Scope;
}

function bindStep(step: Node, { flow, scope }: Stream, found: Flow): Stream {
  const next = new Scope(scope);
  if (step.focus !== undefined) next.bind(step.focus, present(found.item));
  if (step.index !== undefined) next.bind(step.index, integerType);
  if (step.ancestor !== undefined) next.bind(step.ancestor.label, flow.item);
  const item = step.focus === undefined ? found.item : flow.item;
  return { flow: { ...multiply(flow, found), item }, scope: next };
}

function inferStages(step: Node, stream: Stream, walk: Walk): Stream {
  let { flow } = stream;
  const { scope } = stream;
  for (const stage of step.stages ?? []) {
    if (stage.type === 'filter') {
      flow = filterFlow(need(stage.expr), flow, { ...walk, at: { ...walk.at, scope } });
    } else if (stage.value !== undefined) scope.bind(stage.value, integerType);
  }
  return { flow, scope };
}

/** A path within a path hands on its own bindings, which nobody here knows by name. */
function isStream(step: Node): boolean {
  return step.type === 'path' && step.tuple === true;
}

function inferTupleStep(step: Node, stream: Stream, walk: Walk): Stream {
  const { flow, scope } = stream;
  if (step.type === 'sort') {
    inferSort(step, flow, { ...walk, at: { ...walk.at, scope } });
    if (step.index !== undefined) scope.bind(step.index, integerType);
    return inferStages(step, stream, walk);
  }
  const inner = crooked({ ...under(walk.at, flow.item, flow.min > 0), scope: new Scope(scope) }, step);
  const type = walk.inference.infer(step, inner);
  const found = isStream(step) ? { item: anyValue, min: 0, max: Number.POSITIVE_INFINITY } : elements(type);
  return inferStages(step, bindStep(step, stream, found), walk);
}

/** Each item of a list, of whatever kind of list. */
function elements(type: Type): Flow {
  const flow = toFlow(present(type));
  return type.missing ? { ...flow, min: 0 } : flow;
}

function inferPlainStep(step: Node, flow: Flow, walk: Walk): Flow {
  if (step.type === 'sort') {
    inferSort(step, flow, walk);
    return flow;
  }
  const type = walk.inference.infer(step, crooked(under(walk.at, flow.item, flow.min > 0), step));
  const filtered = (step.stages ?? []).length > 0 ? { ...type, missing: true as const } : type;
  const found = multiply(flow, spread(filtered));
  return (step.stages ?? []).reduce(
    (left, stage) => (stage.type === 'filter' ? filterFlow(need(stage.expr), left, walk) : left),
    found,
  );
}

/** Paths with `@`, `#` or `%`: each value travels with what was bound on its way. */
export function inferTuples(node: Node, walk: Walk): Type {
  const steps = node.steps ?? [];
  let stream: Stream = { flow: startOf(need(steps[0]), walk.at), scope: new Scope(walk.at.scope) };
  let isTuple = false;
  for (const step of steps) {
    isTuple ||= step.tuple === true;
    stream = isTuple
      ? inferTupleStep(step, stream, walk)
      : { ...stream, flow: inferPlainStep(step, stream.flow, walk) };
  }
  return endOf(node, stream, walk);
}

function endOf(node: Node, { flow, scope }: Stream, { inference, at }: Walk): Type {
  if (node.group !== undefined)
    return inferGroup(node.group, flow, { inference, at: { ...at, scope: gathered(scope, at.scope) } });
  if (node.tuple === true) return join(anything);
  const value = present(flow.item);
  if (isNever(value)) return missing;
  const open = settle({ ...flow, item: value }, node.keepSingletonArray === true);
  return flow.item.missing ? join(open, missing) : open;
}

/** In a group, what was bound for each value is there as a list of them, or as the one. */
function gathered(scope: Scope, outer: Scope): Scope {
  const known = outer.list();
  const inner = new Scope(outer);
  for (const [name, type] of scope.list()) {
    if (known.get(name) === type) continue;
    inner.bind(name, join(type, listOf(join(present(type), type.array?.items ?? {}), 2)));
  }
  return inner;
}
