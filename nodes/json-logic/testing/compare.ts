import { readFileSync } from 'node:fs';
import { LogicEngine } from 'json-logic-engine';
import jsonLogic from 'json-logic-js';
import type { Loaded } from '../src/index.ts';
import { RandomRules } from './random-rules.ts';
import { type Ending, evaluateCompiled, isSameResult } from './suite.ts';

export type Library = 'json-logic-js' | 'json-logic-engine';

const engine = new LogicEngine(undefined, { disableInterpretedOptimization: true });

/** As JSON sees it: what no JSON can hold is nothing. */
function asJson(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined ? null : JSON.parse(text);
}

function errorTypeOf(thrown: unknown): unknown {
  if (Number.isNaN(thrown)) return 'NaN';
  const { type, name } = Object(thrown);
  return type ?? name;
}

/** What a library makes of a rule. */
export function evaluateBy(library: Library, rule: unknown, data: unknown): Ending {
  try {
    const given = structuredClone(data);
    const result = library === 'json-logic-js' ? jsonLogic.apply(rule, given) : engine.run(rule, given);
    return { result: asJson(result) };
  } catch (thrown) {
    return { errorType: errorTypeOf(thrown) };
  }
}

/** A known difference between a library and the compiled rule. */
export interface Explanation {
  readonly id: string;
  readonly library: Library;
  /** Operators of the smallest rule that differs. */
  readonly operators: readonly string[];
  /** What the compiled rule and the library come to: `result`, or an error's type. */
  readonly ours: string;
  readonly theirs: string;
  readonly why: string;
}

export interface Difference {
  readonly library: Library;
  readonly rule: unknown;
  readonly data: unknown;
  readonly ours: Ending;
  readonly theirs: Ending;
}

export const explanations: readonly Explanation[] = JSON.parse(
  readFileSync(new URL('./explained.json', import.meta.url), 'utf8'),
);

export function isSameEnding(ours: Ending, theirs: Ending): boolean {
  if ('errorType' in ours || 'errorType' in theirs) {
    return 'errorType' in ours && 'errorType' in theirs && ours.errorType === theirs.errorType;
  }
  return isSameResult(asJson(ours.result), theirs.result);
}

const loops = new Set(['map', 'filter', 'reduce', 'all', 'some', 'none']);

/** The rules directly inside a rule that see the same data as it does. */
function partsOf(rule: unknown): readonly unknown[] {
  if (Array.isArray(rule)) return rule;
  const [operator, ...more] = typeof rule === 'object' && rule !== null ? Object.keys(rule) : [];
  if (operator === undefined || more.length > 0) return [];
  const given: unknown = Reflect.get(Object(rule), operator);
  if (!Array.isArray(given)) return [given];
  if (operator === 'try') return given.slice(0, 1);
  return loops.has(operator) ? given.filter((_, at) => at !== 1) : given;
}

/** The smallest rule inside a rule that a library sees differently. */
export function findDifference(
  runtime: Loaded,
  library: Library,
  { rule, data }: { rule: unknown; data: unknown },
): Difference | undefined {
  for (const part of partsOf(rule)) {
    const inner = findDifference(runtime, library, { rule: part, data });
    if (inner !== undefined) return inner;
  }
  const ours = evaluateCompiled(runtime, rule, data);
  const theirs = evaluateBy(library, rule, data);
  return isSameEnding(ours, theirs) ? undefined : { library, rule, data, ours, theirs };
}

const typeOf = (ending: Ending) => ('errorType' in ending ? String(ending.errorType) : 'result');

export function explain(difference: Difference): string | undefined {
  const { rule, library, ours, theirs } = difference;
  const names = Array.isArray(rule) ? [] : Object.keys(Object(rule));
  const operator = names.length === 1 ? (names[0] ?? '') : 'literal';
  const fits = (each: Explanation) =>
    each.library === library &&
    each.operators.includes(operator) &&
    new RegExp(`^(${each.ours})$`).test(typeOf(ours)) &&
    new RegExp(`^(${each.theirs})$`).test(typeOf(theirs));
  return explanations.find(fits)?.id;
}

export interface FuzzOutcome {
  rules: number;
  readonly same: Record<Library, number>;
  /** How many differences each explanation covers. */
  readonly explained: Record<string, number>;
  readonly unexplained: Difference[];
}

/** Compares compiled rules with both libraries until told to stop. */
export function fuzz(runtime: Loaded, seed: number, isOver: (rules: number) => boolean): FuzzOutcome {
  const made = new RandomRules(seed);
  const outcome: FuzzOutcome = {
    rules: 0,
    same: { 'json-logic-js': 0, 'json-logic-engine': 0 },
    explained: {},
    unexplained: [],
  };
  while (!isOver(outcome.rules)) {
    const each = { rule: made.rule(), data: made.data() };
    outcome.rules += 1;
    for (const library of ['json-logic-js', 'json-logic-engine'] as const) {
      const difference = findDifference(runtime, library, each);
      const id = difference === undefined ? undefined : explain(difference);
      if (difference === undefined) outcome.same[library] += 1;
      else if (id === undefined) outcome.unexplained.push(difference);
      else outcome.explained[id] = (outcome.explained[id] ?? 0) + 1;
    }
  }
  return outcome;
}
