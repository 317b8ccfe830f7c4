import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, type Loaded, RuleProblem } from '../src/index.ts';

/** A case of the community's suites. */
export interface Case {
  readonly id: string;
  readonly rule: unknown;
  readonly data: unknown;
  readonly expected: { readonly result: unknown } | { readonly errorType: unknown };
}

export interface Failure {
  readonly id: string;
  readonly rule: unknown;
  readonly data: unknown;
  readonly expected: unknown;
  readonly got: unknown;
}

export interface SuiteOutcome {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  /** Cases whose rule the compiler does not take. */
  readonly refused: number;
  /** Compiled and right. */
  readonly compiled: number;
  readonly failures: readonly Failure[];
  readonly refusedIds: readonly string[];
}

function toCase(each: object, id: string): Case {
  const { rule, data = null, result, error }: Record<string, unknown> = { ...each };
  const expected = 'error' in each ? { errorType: Object(error).type } : { result };
  return { id, rule, data, expected };
}

function readCases(file: string, name: string): Case[] {
  const cases: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(cases)) return [];
  // Text between the cases is a comment; the number counts cases and comments alike, as editors show them.
  return cases.flatMap((each: unknown, at) =>
    typeof each === 'object' && each !== null && 'rule' in each ? [toCase(each, `${name}#${at}`)] : [],
  );
}

/** The cases of a folder in the layout of the community's suites. */
export function readSuites(folder: string): readonly Case[] {
  const suites = existsSync(join(folder, 'suites')) ? join(folder, 'suites') : folder;
  if (!existsSync(suites)) return [];
  const files = readdirSync(suites, { recursive: true, encoding: 'utf8' }).sort();
  const wanted = files.filter((file) => file.endsWith('.json') && !['index.json', 'SOURCE.json'].includes(file));
  return wanted.flatMap((file) => readCases(join(suites, file), file));
}

/** Numbers may differ by what decimals cost in binary; nothing else may differ. */
export function isSameResult(got: unknown, expected: unknown): boolean {
  if (typeof got === 'number' && typeof expected === 'number') return Math.abs(got - expected) < 1e-10;
  if (Array.isArray(got) && Array.isArray(expected)) {
    return got.length === expected.length && got.every((each, at) => isSameResult(each, expected[at]));
  }
  if (typeof got !== 'object' || typeof expected !== 'object' || got === null || expected === null)
    return got === expected;
  const names = Object.keys(expected);
  const isAlike = Array.isArray(got) === Array.isArray(expected) && Object.keys(got).length === names.length;
  return (
    isAlike &&
    names.every((name) => Object.hasOwn(got, name) && isSameResult(Reflect.get(got, name), Reflect.get(expected, name)))
  );
}

export type Ending = { readonly result: unknown } | { readonly errorType: unknown };

/** What a compiled rule comes to. */
export function evaluateCompiled(runtime: Loaded, rule: unknown, data: unknown): Ending {
  try {
    const { code } = compile(rule);
    return { result: runtime.load(code)(structuredClone(data)) ?? null };
  } catch (thrown) {
    if (thrown instanceof RuleProblem) return { errorType: 'Unknown Operator' };
    if (thrown instanceof runtime.RuleFailure) return { errorType: thrown.error.type };
    throw thrown;
  }
}

function isRefused(rule: unknown): boolean {
  try {
    compile(rule);
    return false;
  } catch (thrown) {
    if (thrown instanceof RuleProblem) return true;
    throw thrown;
  }
}

function isRight(got: Ending, { expected }: Case): boolean {
  if ('errorType' in expected) return 'errorType' in got && got.errorType === expected.errorType;
  return 'result' in got && isSameResult(got.result, expected.result);
}

export function runSuites(cases: readonly Case[], runtime: Loaded): SuiteOutcome {
  const judged = cases.map((each) => {
    const got = evaluateCompiled(runtime, each.rule, each.data);
    return { each, got, right: isRight(got, each), refused: isRefused(each.rule) };
  });
  const failures = judged
    .filter(({ right }) => !right)
    .map(({ each: { id, rule, data, expected }, got }) => ({ id, rule, data, expected, got }));
  const refusedIds = judged.filter(({ refused }) => refused).map(({ each }) => each.id);
  return {
    total: cases.length,
    passed: cases.length - failures.length,
    failed: failures.length,
    refused: refusedIds.length,
    compiled: judged.filter(({ right, refused }) => right && !refused).length,
    failures,
    refusedIds,
  };
}
