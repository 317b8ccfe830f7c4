import { isDeepStrictEqual } from 'node:util';
import { compile, type Loaded } from '../src/index.ts';
import type { Case } from './suite-folder.ts';

export interface Totals {
  total: number;
  passed: number;
  failed: number;
  /** Left to the interpreter. */
  refused: number;
  /** Compiled and right. */
  compiled: number;
}

export interface Outcome extends Totals {
  readonly failedIds: string[];
  readonly refusedIds: string[];
  /** What is wrong with each case that failed. */
  readonly failures: string[];
  /** Why cases were left to the interpreter, and how many. */
  readonly reasons: Record<string, number>;
}

function toJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;
}

/** Facts of a failure that a case names, and that are not so. */
function missedFacts(expected: Case['failure'], thrown: unknown): string[] {
  const given: Readonly<Record<string, unknown>> = Object(thrown);
  return Object.entries(expected ?? {})
    .filter(([name, value]) => !isDeepStrictEqual(given[name], value))
    .map(([name, value]) => `wants the ${name} ${JSON.stringify(value)}, has ${JSON.stringify(given[name])}`);
}

const short = (value: unknown): string | undefined => JSON.stringify(value)?.slice(0, 200);

/** Why a result is not the expected one, or `undefined`. */
function judge({ failure, result: wanted, isUnordered }: Case, run: () => unknown): string | undefined {
  let result: unknown;
  try {
    result = toJson(run());
  } catch (thrown) {
    if (failure === undefined) return `wants ${short(wanted)}, threw ${Object(thrown).code ?? String(thrown)}`;
    return missedFacts(failure, thrown)[0];
  }
  if (failure !== undefined) return `wants ${short(failure)}, gave ${short(result)}`;
  const same = isUnordered ? isDeepStrictEqual(sorted(result), sorted(wanted)) : isDeepStrictEqual(result, wanted);
  return same ? undefined : `wants ${short(wanted)}, gave ${short(result)}`;
}

/** Codes of an evaluation that its host stops: the suite's own, and those of the library for too deep and too long. */
const limitCodes: readonly unknown[] = ['U1001', 'D1011', 'D1012'];

/** A limit of depth or time is the host's to set, so it is tried on the interpreter, which has both. */
function interpretWithin({ source, input, bindings, limits }: Case, runtime: Loaded): unknown {
  try {
    return runtime.interpret(source, limits)(input(), bindings);
  } catch (thrown) {
    const { code } = Object(thrown);
    throw limitCodes.includes(code) ? { ...Object(thrown), code: 'U1001' } : thrown;
  }
}

type Run = { readonly work: () => unknown } & ({ readonly reason?: undefined } | { readonly reason: string });

function runOf(each: Case, runtime: Loaded): Run {
  if (limitCodes.includes(each.failure?.['code'])) {
    return { work: () => interpretWithin(each, runtime), reason: 'It tries a limit, which is for the host to set.' };
  }
  const compiled = compile(each.source);
  return compiled.kind === 'compiled'
    ? { work: () => runtime.load(compiled.code)(each.input(), each.bindings) }
    : { work: () => runtime.interpret(each.source)(each.input(), each.bindings), reason: compiled.reason };
}

export function runSuite(cases: readonly Case[], runtime: Loaded): Outcome {
  const totals: Totals = { total: cases.length, passed: 0, failed: 0, refused: 0, compiled: 0 };
  const [failedIds, refusedIds, failures]: [string[], string[], string[]] = [[], [], []];
  const reasons: Record<string, number> = {};
  for (const each of cases) {
    let reason: string | undefined;
    const failure = judge(each, () => {
      const run = runOf(each, runtime);
      reason = run.reason;
      return run.work();
    });
    totals[failure === undefined ? 'passed' : 'failed'] += 1;
    if (failure !== undefined) {
      failedIds.push(each.id);
      failures.push(`${each.id}: ${each.source.slice(0, 160)} ${failure}`);
    }
    if (reason === undefined) totals.compiled += failure === undefined ? 1 : 0;
    else {
      totals.refused += 1;
      refusedIds.push(each.id);
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    }
  }
  return { ...totals, failedIds, refusedIds, failures, reasons };
}
