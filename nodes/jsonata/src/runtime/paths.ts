import type { Inner } from './grouping.ts';
import { asSequence, isList, type List, listOf, pushFlat } from './list.ts';
import { picks } from './operators.ts';
import { orderBy, type Term } from './sorting.ts';
import { asTuple, fieldOfTuple, newTuple, type Tuple } from './tuples.ts';

/** What follows a step: a predicate, a fixed index, or a name for the position. */
export type Stage = { readonly filter: Inner } | { readonly at: number } | { readonly index: string };

export type Step =
  | {
      readonly sort: readonly Term[];
      readonly position: number;
      readonly index?: string;
      readonly tuple?: boolean;
      readonly stages?: readonly Stage[];
    }
  | {
      readonly run: Inner;
      readonly stages?: readonly Stage[];
      /** A list constructor at the start of the path. */
      readonly isHead?: boolean;
      readonly tuple?: boolean;
      readonly focus?: string;
      readonly index?: string;
      readonly ancestor?: string;
    };

export interface PathPlan {
  readonly steps: readonly Step[];
  readonly startsAbsolute: boolean;
  /** The tuples themselves are the result. */
  readonly givesTuples: boolean;
  readonly keepSingleton: boolean;
}

export function pickItem(list: List, index: number, results: List): List {
  const item = list[index < 0 ? list.length + index : index];
  if (isList(item)) return item;
  if (item !== undefined) results.push(item);
  return results;
}

/** A predicate over whatever stands before it. */
export function filterBy(value: unknown, stage: Stage): List {
  const results: List = asSequence([]);
  const isTuples = isList(value) && value.tupleStream === true;
  if (isTuples) results.tupleStream = true;
  const list: List = isList(value) ? value : [value];
  if ('at' in stage) return pickItem(list, stage.at, results);
  if (!('filter' in stage)) return list;
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at];
    const answer = isTuples ? stage.filter(fieldOfTuple(item), asTuple(item)) : stage.filter(item);
    for (let times = picks(answer, at, list.length); times > 0; times -= 1) results.push(item);
  }
  return results;
}

export function runStages(value: unknown, stages: readonly Stage[] | undefined): unknown {
  let result = value;
  for (const stage of stages ?? []) {
    if ('index' in stage) {
      if (isList(result)) for (const [at, item] of result.entries()) asTuple(item)[stage.index] = at;
    } else result = filterBy(result, stage);
  }
  return result;
}

export function runPlain(step: Step, input: List, isLast: boolean): unknown {
  if ('sort' in step) return runStages(orderBy(input, step.sort, step.position), step.stages);
  const given: List = [];
  for (let at = 0; at < input.length; at += 1) {
    const result = runStages(step.run(input[at]), step.stages);
    if (result !== undefined) given.push(result);
  }
  const [only] = given;
  if (isLast && given.length === 1 && isList(only) && only.sequence !== true) return only;
  const flat: List = asSequence([]);
  for (const one of given) pushFlat(flat, one);
  return flat;
}

export function tupleSort(step: Extract<Step, { sort: unknown }>, input: List, tuples: List | undefined): List {
  if (tuples !== undefined) return listOf(orderBy(tuples, step.sort, step.position));
  const result: List = asSequence([]);
  result.tupleStream = true;
  for (const [at, item] of listOf(orderBy(input, step.sort, step.position)).entries()) {
    const tuple = newTuple({ '@': item });
    if (step.index !== undefined) tuple[step.index] = at;
    result.push(tuple);
  }
  return result;
}

export function extend(
  tuple: Tuple,
  step: Exclude<Step, { sort: unknown }>,
  { item, at }: { item: unknown; at: number },
): Tuple {
  const next = newTuple(tuple);
  // `@$` and `#$` bind no name.
  if (step.focus === undefined || step.focus === '') next['@'] = item;
  else next[step.focus] = item;
  if (step.index !== undefined && step.index !== '') next[step.index] = at;
  if (step.ancestor !== undefined) next[step.ancestor] = tuple['@'];
  return next;
}

export function runTuples(step: Step, input: List, tuples: List | undefined): List {
  if ('sort' in step) return listOf(runStages(tupleSort(step, input, tuples), step.stages));
  const result: List = asSequence([]);
  result.tupleStream = true;
  for (const one of tuples ?? input.map((item) => newTuple({ '@': item }))) {
    const tuple = asTuple(one);
    const given = step.run(tuple['@'], tuple);
    if (given === undefined) continue;
    const items: List = isList(given) ? given : [given];
    for (let at = 0; at < items.length; at += 1) {
      if (items.tupleStream === true) result.push(Object.assign(newTuple(tuple), items[at]));
      else result.push(extend(tuple, step, { item: items[at], at }));
    }
  }
  return listOf(runStages(result, step.stages));
}

export function itemsOf(tuples: List): List {
  return asSequence(tuples.map(fieldOfTuple));
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (isList(value) && value.length === 0);
}

/** What a list constructor with a predicate leaves is walked over as it is: a text by its units, a number not at all. */
export function partsOfHead(value: unknown): List {
  if (isList(value)) return value;
  return typeof value === 'string' ? value.split('') : [];
}

/** How far a walk has come. */
export interface Walk {
  input: List;
  result: unknown;
  tuples: List | undefined;
  isTuples: boolean;
}

/** One step further; `false` when nothing is left. */
export function takeStep(walk: Walk, step: Step, isLast: boolean): boolean {
  if (step.tuple === true) walk.isTuples = true;
  if ('isHead' in step && step.isHead === true) walk.result = step.run(walk.input);
  else if (walk.isTuples) walk.tuples = runTuples(step, walk.input, walk.tuples);
  else walk.result = runPlain(step, walk.input, isLast);
  if (!walk.isTuples && isEmpty(walk.result)) return false;
  if (!('focus' in step)) walk.input = 'isHead' in step ? partsOfHead(walk.result) : listOf(walk.result);
  return true;
}

/** Any path, step by step. Paths of plain names and predicates are written out by the compiler instead. */
export function walk(context: unknown, plan: PathPlan): { result: unknown; tuples: List | undefined } {
  const input: List = isList(context) && !plan.startsAbsolute ? context : asSequence([context]);
  const state: Walk = { input, result: undefined, tuples: undefined, isTuples: false };
  for (const [at, step] of plan.steps.entries()) {
    if (!takeStep(state, step, at === plan.steps.length - 1)) break;
  }
  const { tuples = [] } = state;
  const items = plan.givesTuples ? tuples : itemsOf(tuples);
  const result = state.isTuples ? items : state.result;
  return { result: plan.keepSingleton ? keepOne(result) : result, tuples: state.tuples };
}

export function keepOne(result: unknown): unknown {
  if (!isList(result)) return result;
  const kept = result.cons === true && result.sequence !== true ? asSequence([result]) : result;
  if (kept.sequence === true) kept.keepSingleton = true;
  return kept;
}
