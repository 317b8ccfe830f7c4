import { type Node, need } from '../parse/ast.ts';
import { generateGroup } from './constructors.ts';
import { emitFilterLoop, fixedIndex, generateFilter, stagePlan } from './filters.ts';
import type { Generator, Place } from './generator.ts';
import { innerFunction } from './inner.ts';
import { isDefined, isGuarded, isNeverList, nothing, quote, type Value } from './value.ts';

/** A step that needs the tuples, marks or flags of the runtime's own walk. */
function isUnusual(step: Node, at: number): boolean {
  const isMarked = step.tuple === true || step.consarray === true || step.keepArray === true || step.type === 'parent';
  const hasPosition = (step.stages ?? []).some(({ type }) => type !== 'filter');
  const filtersSorted = step.type === 'sort' && (at === 0 || step.stages !== undefined);
  return isMarked || hasPosition || filtersSorted || step.focus !== undefined || step.index !== undefined;
}

export function generatePath(node: Node, place: Place, generator: Generator): Value {
  const steps = node.steps ?? [];
  const isUsual = node.tuple !== true && node.keepSingletonArray !== true && node.keepArray !== true;
  if (isUsual && !steps.some(isUnusual)) {
    return generateUsualPath(node, place, generator);
  }
  return generateWalk(node, place, generator);
}

function generateUsualPath(node: Node, place: Place, generator: Generator): Value {
  const steps = node.steps ?? [];
  let value: Value = { ...place.context, kind: place.context.kind === 'object' ? 'any' : place.context.kind };
  const head = need(steps[0]);
  const writer = { generator, place };
  for (const [at, step] of steps.entries()) {
    const follows = at < steps.length - 1 ? 'next' : node.group === undefined ? 'last' : 'group';
    if (at === 0 && head.type === 'variable') value = absoluteHead(head, writer, follows);
    else value = usualStep(step, { ...writer, value, isFirst: at === 0, follows });
  }
  if (node.group !== undefined) return generateGroup(node.group, value, writer);
  return value;
}

interface Writer {
  readonly generator: Generator;
  readonly place: Place;
}

interface StepPlace extends Writer {
  /** What the step walks over: an item, or a list of items. */
  readonly value: Value;
  readonly isFirst: boolean;
  readonly follows: Follows;
}

/** What follows a step: another one, the end of the path, or a grouping of all that it gave. */
type Follows = 'next' | 'last' | 'group';

/** What the runtime does to a step's result, by what follows. A grouping takes it as it is. */
const settlers = {
  one: { next: 'nextOne', last: 'lastOne', group: undefined },
  all: { next: 'nextAll', last: 'lastAll', group: undefined },
  names: { next: 'nextNames', last: 'lastNames', group: 'groupNames' },
  ordered: { next: 'nextOne', last: 'lastOrdered', group: undefined },
} as const;

function settle(
  generator: Generator,
  settler: 'one' | 'all' | 'ordered',
  { js, follows }: { js: string; follows: Follows },
): string {
  const name = settlers[settler][follows];
  return name === undefined ? js : generator.call(name, js);
}

const inside = ({ context, scope }: Place): Place => ({ context, scope });

/** The first step is a variable: it does not depend on the items of the context. */
function absoluteHead(step: Node, { generator, place }: Writer, follows: Follows): Value {
  const value = generator.generate(step, inside(place));
  const filtered = filterBy(step, value, { generator, place });
  if (isNeverList(filtered)) return filtered;
  return generator.keep(settle(generator, 'one', { js: filtered.js, follows }), 'any', filtered.isData);
}

function filterBy(step: Node, value: Value, { generator, place }: Writer): Value {
  let filtered = value;
  for (const stage of step.stages ?? []) filtered = generateFilter(generator, stage, { value: filtered, place });
  return filtered;
}

function usualStep(step: Node, at: StepPlace): Value {
  if (step.type === 'sort') return sortStep(step, at);
  const isName = step.type === 'name' && step.predicate === undefined && step.group === undefined;
  return isName && step.stages === undefined ? nameStep(String(step.value), at) : loopStep(step, at);
}

function fieldCode(generator: Generator, js: string, name: string): string {
  if (isGuarded(name)) return generator.call('ownField', js, quote(name));
  return `(typeof ${js} === 'object' && ${js} !== null ? ${js}[${quote(name)}] : undefined)`;
}

/** A field of one item is read at once; nothing marked can be in data. */
function nameStep(name: string, { generator, value, follows }: StepPlace): Value {
  if (value.kind === 'nothing') return nothing;
  const field = fieldCode(generator, value.js, name);
  if (isNeverList(value)) return settleField(generator, generator.keep(field, 'any', value.isData), follows);
  const read = generator.constant(`(x) => ${fieldCode(generator, 'x', name)}`);
  const many = generator.call(settlers.names[follows], value.js, quote(name), read);
  return settleField(
    generator,
    generator.keep(`isArray(${value.js}) ? ${many} : ${field}`, 'any', value.isData),
    follows,
  );
}

function settleField(generator: Generator, field: Value, follows: Follows): Value {
  if (field.isData || follows === 'group') return field;
  const settled = settle(generator, 'one', { js: field.js, follows });
  generator.emit(`if (isArray(${field.js})) ${field.js} = ${settled};`);
  return field;
}

function sortStep(step: Node, { generator, place, value, follows }: StepPlace): Value {
  const terms = sortTerms(step, { generator, place }, false);
  const sorted = generator.keep(generator.call('orderBy', value.js, terms, String(step.position)), 'any', value.isData);
  const filtered = filterBy(step, sorted, { generator, place });
  const settled = settle(generator, 'ordered', { js: filtered.js, follows });
  return generator.keep(settled, 'any', value.isData);
}

function sortTerms(step: Node, { generator, place }: Writer, inTuples: boolean): string {
  const terms = (step.terms ?? []).map(
    ({ expression, descending }) =>
      `{ key: ${innerFunction(generator, expression, inside(place), { inTuples })}, descending: ${descending === true} }`,
  );
  return `[${terms.join(', ')}]`;
}

/** Any other step: once for each item, and what it gives is laid in one list. */
function loopStep(step: Node, at: StepPlace): Value {
  const { generator, value, isFirst } = at;
  const [list, index, item, all] = [
    generator.fresh('a'),
    generator.fresh('i'),
    generator.fresh('x'),
    generator.fresh('o'),
  ];
  const lastStage = step.stages?.at(-1);
  const isFused = lastStage !== undefined && fixedIndex(lastStage) === undefined;
  const count = generator.fresh('n');
  const { code } = generator.capture(() => loopBody(step, at, { item, all, count, isFused }));
  const isList = generator.isList(value);
  const items = isList === 'false' ? `[${value.js}]` : `${isList} ? ${value.js} : [${value.js}]`;
  generator.emit(
    `let ${all}${isFused ? ' = []' : ''}, ${count} = 0;`,
    `if (${isFirst ? 'true' : `${value.js} !== undefined`}) {\nconst ${list} = ${items};`,
    `for (let ${index} = 0; ${index} < ${list}.length; ${index}++) {\nconst ${item} = ${list}[${index}];\n${code}\n}\n}`,
    gatherCode(generator, { all, count, isFused, follows: at.follows }),
  );
  return { js: all, kind: 'any', isData: value.isData && step.type === 'name' && step.group === undefined };
}

function gatherCode(
  generator: Generator,
  { all, count, isFused, follows }: { all: string; count: string; isFused: boolean; follows: Follows },
): string {
  if (follows === 'group') return '';
  const many = `${all} = ${settle(generator, 'all', { js: all, follows })};`;
  if (isFused) return many;
  return `if (${count} > 1) ${many} else ${all} = ${settle(generator, 'one', { js: all, follows })};`;
}

interface LoopNames {
  readonly item: string;
  readonly all: string;
  readonly count: string;
  readonly isFused: boolean;
}

function loopBody(step: Node, { generator, place, value }: StepPlace, { item, all, count, isFused }: LoopNames): void {
  const context: Value = { js: item, kind: 'any', isData: value.isData };
  const here: Place = { context, scope: place.scope };
  const stages = step.stages ?? [];
  let result = stepValue(step, here, generator);
  for (const stage of isFused ? stages.slice(0, -1) : stages)
    result = generateFilter(generator, stage, { value: result, place: here });
  const lastStage = stages.at(-1);
  if (isFused && lastStage !== undefined) {
    emitFilterLoop(generator, need(lastStage.expr), { value: result, place: here, results: all });
    return;
  }
  const push = isNeverList(result) ? `${all}.push(${result.js})` : generator.call('pushFlat', all, result.js);
  const start = `${all} = ${generator.call('startFlat', all)};`;
  const add = `if (++${count} === 1) ${all} = ${result.js};\nelse {\nif (${count} === 2) ${start}\n${push};\n}`;
  generator.emit(isDefined(result) ? add : `if (${result.js} !== undefined) {\n${add}\n}`);
}

function stepValue(step: Node, place: Place, generator: Generator): Value {
  const isName = step.type === 'name' && step.predicate === undefined && step.group === undefined;
  if (!isName) return generator.generate(step, place);
  const { js, isData } = place.context;
  const name = String(step.value);
  const code = `isArray(${js}) ? ${generator.call('lookup', js, quote(name))} : ${fieldCode(generator, js, name)}`;
  return generator.keep(isData ? code : generator.call('norm', code), 'any', false);
}

/** A path as a plan that the runtime walks. */
function generateWalk(node: Node, place: Place, generator: Generator): Value {
  const steps = node.steps ?? [];
  const firstTuple = steps.findIndex(({ tuple }) => tuple === true);
  const plans = steps.map((step, at) =>
    stepPlan(step, { generator, place }, { isFirst: at === 0, inTuples: firstTuple >= 0 && at >= firstTuple }),
  );
  const flags = `startsAbsolute: ${steps[0]?.type === 'variable'}, givesTuples: ${node.tuple === true}, keepSingleton: ${node.keepSingletonArray === true}`;
  const walked = generator.keep(generator.call('walk', place.context.js, `{ steps: [${plans.join(', ')}], ${flags} }`));
  const unwrapped = generator.call(node.keepArray === true ? 'normKept' : 'norm', `${walked.js}.result`);
  if (node.group === undefined) return generator.keep(unwrapped);
  const inTuples = firstTuple >= 0;
  const input = generator.keep(inTuples ? `${walked.js}.tuples ?? []` : `${walked.js}.result`);
  return generateGroup(node.group, input, { place: inside(place), generator, inTuples });
}

interface StepFlags {
  readonly isFirst: boolean;
  readonly inTuples: boolean;
}

function stepPlan(step: Node, { generator, place }: Writer, { isFirst, inTuples }: StepFlags): string {
  const parts: string[] = [];
  const here = inside(place);
  if (step.type === 'sort')
    parts.push(`sort: ${sortTerms(step, { generator, place }, inTuples)}, position: ${step.position}`);
  else parts.push(`run: ${innerFunction(generator, step, here, { inTuples })}`);
  const stages = (step.stages ?? []).map((stage) => stagePlan(generator, stage, here, inTuples));
  if (stages.length > 0) parts.push(`stages: [${stages.join(', ')}]`);
  if (isFirst && step.consarray === true) parts.push('isHead: true');
  if (step.tuple === true) parts.push('tuple: true');
  if (step.focus !== undefined) parts.push(`focus: ${quote(step.focus)}`);
  if (step.index !== undefined) parts.push(`index: ${quote(step.index)}`);
  if (step.ancestor !== undefined) parts.push(`ancestor: ${quote(step.ancestor.label)}`);
  return `{ ${parts.join(', ')} }`;
}
