import jsonata from 'jsonata';
import { compile, type Loaded } from '../src/index.ts';

/** What an evaluation came to: JSON text, or what its failure says. */
export interface Ending {
  readonly result?: string | undefined;
  readonly code?: string;
  readonly position?: unknown;
  readonly token?: unknown;
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
  try {
    return { result: JSON.stringify(await jsonata(source).evaluate(structuredClone(input)), show) };
  } catch (thrown) {
    return failureOf(thrown);
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
