import jsonata from 'jsonata';
import { compile, type Loaded } from '../src/index.ts';

/** What an evaluation came to: JSON text, or what its failure says. */
export interface Ending {
  readonly result?: string | undefined;
  readonly code?: string;
  readonly position?: unknown;
  readonly token?: unknown;
  /** The evaluation changed what it was given. */
  readonly changedInput?: boolean;
}

/** Functions have no JSON of their own: the reference shows its insides, so all are shown alike. */
function show(_name: string, value: unknown): unknown {
  const isFunction =
    typeof value === 'function' || Object(value)._jsonata_lambda === true || Object(value)._jsonata_function === true;
  return isFunction ? 'ƒ' : value;
}

function failureOf(thrown: unknown): Ending {
  const { code, position, token } = Object(thrown);
  return { code: code ?? String(thrown).slice(0, 200), position, token };
}

export async function evaluateReference(source: string, input: unknown): Promise<Ending> {
  const given = structuredClone(input);
  const changedInput = () => JSON.stringify(given) !== JSON.stringify(input);
  try {
    const result = JSON.stringify(await jsonata(source).evaluate(given), show);
    return { result, changedInput: changedInput() };
  } catch (thrown) {
    return { ...failureOf(thrown), changedInput: changedInput() };
  }
}

/** `undefined` when the compiler leaves it to the interpreter. */
export function evaluateCompiled(runtime: Loaded, source: string, input: unknown): Ending | undefined {
  try {
    const compiled = compile(source);
    if (compiled.kind === 'interpreted') return undefined;
    return { result: JSON.stringify(runtime.load(compiled.code)(structuredClone(input)), show) };
  } catch (thrown) {
    return failureOf(thrown);
  }
}

export type Verdict = 'same' | 'other place' | 'other code' | 'differs';

export function compare(reference: Ending, compiled: Ending): Verdict {
  if (reference.code === undefined || compiled.code === undefined) {
    return reference.code === compiled.code && reference.result === compiled.result ? 'same' : 'differs';
  }
  if (reference.code !== compiled.code) return 'other code';
  return reference.position === compiled.position && reference.token === compiled.token ? 'same' : 'other place';
}

/** A known difference: it covers a verdict when everything that it names holds. */
export interface Explanation {
  readonly id: string;
  readonly why: string;
  readonly verdict?: Verdict;
  /** Pattern of the reference's code. */
  readonly code?: string;
  /** Pattern of the reference's result. */
  readonly result?: string;
  readonly changedInput?: boolean;
  /** Pattern of the program. */
  readonly program?: string;
}

export interface Difference {
  readonly verdict: Verdict;
  readonly reference: Ending;
  readonly program: string;
}

/** Why the reference and a compiled program may differ in this way, or `undefined`. */
export function explain(
  { verdict, reference, program }: Difference,
  known: readonly Explanation[],
): string | undefined {
  const fits = (each: Explanation) =>
    (each.verdict === undefined || each.verdict === verdict) &&
    (each.program === undefined || new RegExp(each.program).test(program)) &&
    (each.code === undefined || new RegExp(each.code).test(reference.code ?? '')) &&
    (each.result === undefined || new RegExp(each.result).test(reference.result ?? '')) &&
    (each.changedInput === undefined || each.changedInput === reference.changedInput);
  return known.find(fits)?.id;
}
