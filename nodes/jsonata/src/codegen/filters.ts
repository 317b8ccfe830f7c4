import { type Node, need, type StageNode } from '../parse/ast.ts';
import type { Generator, Place } from './generator.ts';
import { innerFunction } from './inner.ts';
import { quote, type Value } from './value.ts';

export const fixedIndex = (stage: StageNode): number | undefined =>
  stage.expr?.type === 'number' && typeof stage.expr.value === 'number' ? Math.floor(stage.expr.value) : undefined;

/** A loop over the items that a predicate lets through. */
export function emitFilterLoop(generator: Generator, predicate: Node, loop: FilterLoop): void {
  const [list, at, item] = [generator.fresh('a'), generator.fresh('i'), generator.fresh('x')];
  const { value, place, results } = loop;
  const isList = generator.isList(value);
  const { code, result } = generator.capture(() => {
    const context: Value = { js: item, kind: 'any', isData: value.isData };
    return generator.generate(predicate, { context, scope: place.scope });
  });
  generator.emit(
    `const ${list} = ${isList === 'false' ? `[${value.js}]` : `${isList} ? ${value.js} : [${value.js}]`};`,
    `for (let ${at} = 0; ${at} < ${list}.length; ${at}++) {\nconst ${item} = ${list}[${at}];\n${code}`,
    pick(generator, result, { at, item, list, results }),
    '}',
  );
}

export interface FilterLoop {
  readonly value: Value;
  readonly place: Place;
  /** The list that takes what passes. */
  readonly results: string;
}

interface Names {
  readonly at: string;
  readonly item: string;
  readonly list: string;
  readonly results: string;
}

function pick(generator: Generator, answer: Value, { at, item, list, results }: Names): string {
  const push = `${results}.push(${item});`;
  if (answer.kind === 'boolean') return `if (${answer.js}) ${push}`;
  if (answer.kind === 'boolean?') return `if (${answer.js} === true) ${push}`;
  const times = generator.call('picks', answer.js, at, `${list}.length`);
  return `if (${answer.js} === true) ${push} else for (let n = ${times}; n > 0; n--) ${push}`;
}

/** A predicate on a value. The result is not unwrapped. */
export function generateFilter(
  generator: Generator,
  stage: StageNode,
  { value, place }: Omit<FilterLoop, 'results'>,
): Value {
  const index = fixedIndex(stage);
  if (index !== undefined)
    return generator.keep(generator.call('itemAt', value.js, String(index)), 'any', value.isData);
  const results = generator.keep('[]', 'any');
  emitFilterLoop(generator, need(stage.expr), { value, place, results: results.js });
  generator.emit(`${results.js}.sequence = true;`);
  return results;
}

/** A stage as the runtime's own walk takes it. */
export function stagePlan(generator: Generator, stage: StageNode, place: Place, inTuples: boolean): string {
  if (stage.type === 'index') return `{ index: ${quote(need(stage.value))} }`;
  const index = fixedIndex(stage);
  if (index !== undefined) return `{ at: ${index} }`;
  return `{ filter: ${innerFunction(generator, need(stage.expr), place, { inTuples })} }`;
}
