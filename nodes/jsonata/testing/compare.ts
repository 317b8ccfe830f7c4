import jsonata from 'jsonata';
import { compile, type Loaded } from '../src/index.ts';
import { builtinNames } from '../src/parse/builtin-names.ts';

/** What an evaluation came to: JSON text, or what its failure says. */
export interface Ending {
  readonly result?: string | undefined;
  readonly code?: string;
  readonly position?: unknown;
  readonly token?: unknown;
  readonly message?: unknown;
}

/** Functions have no JSON of their own: the reference shows its insides, so all are shown alike. */
function show(_name: string, value: unknown): unknown {
  const isFunction =
    typeof value === 'function' || Object(value)._jsonata_lambda === true || Object(value)._jsonata_function === true;
  return isFunction ? 'ƒ' : value;
}

const endingOf = (result: unknown): Ending => ({ result: JSON.stringify(result, show) });

function failureOf(thrown: unknown): Ending {
  const { code, position, token, message } = Object(thrown);
  // JavaScript's own errors have no code, and words that change from engine to engine.
  if (typeof code !== 'string') return { code: String(thrown).slice(0, 200) };
  return { code, position, token, message };
}

/** An evaluator of whatever kind: of a program with its input. */
export type Evaluate = (source: string, input: unknown) => unknown;

export async function evaluateWith(evaluate: Evaluate, source: string, input: unknown): Promise<Ending> {
  try {
    return endingOf(await evaluate(source, structuredClone(input)));
  } catch (thrown) {
    return failureOf(thrown);
  }
}

const builtins = await Promise.all([...builtinNames].map((name) => jsonata(`$${name}`).evaluate(undefined)));

/** The package itself, as in a process of its own: its functions note for ever where they were called last. */
export const reference: Evaluate = (source, input) => {
  for (const builtin of builtins) Object.assign(builtin, { position: undefined, token: undefined });
  return jsonata(source).evaluate(input);
};

/** `undefined` when the compiler leaves it to the interpreter. */
export function evaluateCompiled(runtime: Loaded, source: string, input: unknown): Ending | undefined {
  try {
    const compiled = compile(source);
    if (compiled.kind === 'interpreted') return undefined;
    return endingOf(runtime.load(compiled.code)(structuredClone(input)));
  } catch (thrown) {
    return failureOf(thrown);
  }
}

/** The reference's own failures must be met to the letter; JavaScript's errors in their kind. */
export function isSame(one: Ending, other: Ending): boolean {
  if (one.code === undefined || other.code === undefined) return one.code === other.code && one.result === other.result;
  return (
    one.code === other.code &&
    one.position === other.position &&
    JSON.stringify(one.token) === JSON.stringify(other.token) &&
    one.message === other.message
  );
}
