import { type Node, need, type StageNode } from '@invoicepatch/jsonata/syntax';
import { lookUp } from '../functions/lists.ts';
import { join } from '../type/join.ts';
import { anything, isNever, missing, present, type Type, without } from '../type/type.ts';
import { type At, crooked, under } from './at.ts';
import { reportField } from './fields.ts';
import { filterFlow, inferFilter } from './filters.ts';
import { emptyFlow, type Flow, joinFlows, multiply, settle, spread, toFlow } from './flow.ts';
import { inferGroup } from './grouping.ts';
import type { Inference } from './inference.ts';
import { startOf } from './path-start.ts';
import { inferSort } from './sorting.ts';
import { inferTuples } from './tuples.ts';

/** What a step's values come from, and where the whole path stands. */
export interface Walk {
  readonly inference: Inference;
  readonly at: At;
}

/** A field of one value, with what can be said of it. */
export function inferName(node: Node, at: At, inference: Inference): Type {
  reportField(node, at, inference);
  return lookUp(at.input, String(node.value));
}

function inferStage(stage: StageNode, flow: Flow, { inference, at }: Walk): Flow {
  return stage.type === 'filter' ? filterFlow(need(stage.expr), flow, { inference, at }) : flow;
}

/** What one value gives in a step; its stages choose from that alone. */
function inferEach(step: Node, walk: Walk): Type {
  const result = walk.inference.infer(step, walk.at);
  return (step.stages ?? []).reduce((type, stage) => {
    if (stage.type !== 'filter') return type;
    return inferFilter(need(stage.expr), type, walk);
  }, result);
}

function inputOf(step: Node, flow: Flow, at: At): At {
  const isOnce = flow.min === 1 && flow.max === 1;
  const inner = under(at, flow.item, flow.min > 0);
  const sameInput = isOnce && flow.item === at.input;
  const known = sameInput ? at.present : inner.present;
  const kept = { ...inner, probing: at.probing, present: known };
  return isOnce ? kept : crooked(kept, step);
}

function inferStep(step: Node, flow: Flow, walk: Walk): Done {
  if (step.type === 'sort') {
    inferSort(step, flow, walk);
    const sorted = (step.stages ?? []).reduce((left, stage) => inferStage(stage, left, walk), flow);
    return { each: {}, flow: sorted };
  }
  const each = inferEach(step, { ...walk, at: inputOf(step, flow, walk.at) });
  return { each, flow: multiply(flow, spread(each)) };
}

/** A real list that the only value of the last step gives stays as it is. */
function keptList({ any, array }: Type, before: Flow, keepOne: boolean): Type {
  if (before.max < 1) return {};
  if (any) return { any };
  if (array === undefined) return {};
  // The reference wraps what `[…][]` made once more.
  const wrapped: Type = { array: { items: { array }, min: 1, max: 1, loose: true } };
  return keepOne && array.kept !== undefined ? join({ array }, wrapped) : { array };
}

interface Done {
  readonly each: Type;
  readonly flow: Flow;
}

function endOf({ each, flow }: Done, before: Flow, keepOne: boolean): Type {
  const kept = keptList(each, before, keepOne);
  const isOne = before.min === 1 && before.max === 1;
  if (!isOne || each.any || each.array === undefined) {
    return join(settle(flow, keepOne), before.min <= 1 || each.missing ? kept : {});
  }
  const loose = each.array.loose ? settle(spread({ array: each.array }), keepOne) : {};
  const single = without(each, 'array');
  return join(isNever(single) ? {} : settle(spread(single), keepOne), loose, kept);
}

function inferSteps(steps: readonly Node[], flow: Flow, { walk, keepOne }: { walk: Walk; keepOne: boolean }): Type {
  const [step, ...rest] = steps;
  if (step === undefined || flow.max === 0) return missing;
  const done = inferStep(step, flow, walk);
  // What is taken from lists in order may be a list as a whole, which the rest of the path then takes apart.
  if (step.type === 'sort' && step.stages !== undefined && (flow.item.any || flow.item.array)) return anything;
  if (rest.length > 0) return inferSteps(rest, done.flow, { walk, keepOne });
  return step.type === 'sort' ? settle(done.flow, keepOne) : endOf(done, flow, keepOne);
}

/** The first step's list constructor is evaluated over the sequence of what comes in. */
function asSequence({ input }: At): Type {
  return join(input, { array: { items: present(input), min: 1, max: 1, loose: false } });
}

function inferPlain({ steps = [], keepSingletonArray }: Node, walk: Walk): Type {
  const [first, ...rest] = steps;
  const keepOne = keepSingletonArray === true;
  if (first?.consarray !== true) return inferSteps(steps, startOf(need(first), walk.at), { walk, keepOne });
  const list = walk.inference.infer(first, { ...walk.at, input: asSequence(walk.at), isRoot: false });
  const flow = toFlow(list);
  const empty: Type = flow.min === 0 ? { array: { items: {}, min: 0, max: 0, loose: false } } : {};
  return join(inferSteps(rest, flow, { walk, keepOne }), empty);
}

export function inferPath(node: Node, at: At, inference: Inference): Type {
  const walk = { inference, at };
  const steps = node.steps ?? [];
  if (steps.some((step) => step.tuple === true)) return inferTuples(node, walk);
  if (node.group !== undefined) return inferGroup(node.group, groupInput(node, walk), walk);
  return inferPlain(node, walk);
}

function groupInput(node: Node, walk: Walk): Flow {
  const type = inferPlain(node, walk);
  return type.missing ? joinFlows(toFlow(present(type)), emptyFlow) : toFlow(type);
}
