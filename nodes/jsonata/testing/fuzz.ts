import { readFileSync } from 'node:fs';
import jsonata from 'jsonata';
import type { Loaded } from '../src/index.ts';
import { compare, type Ending, type Explanation, evaluateCompiled, evaluateReference, explain } from './compare.ts';
import { Programs } from './programs.ts';

export interface FuzzOutcome {
  programs: number;
  same: number;
  refused: number;
  /** How many differences each explanation covers. */
  readonly explained: Record<string, number>;
  readonly unexplained: {
    readonly program: string;
    readonly data: string;
    readonly reference: Ending;
    readonly compiled: Ending;
  }[];
}

export const explanations: readonly Explanation[] = JSON.parse(
  readFileSync(new URL('./explained.json', import.meta.url), 'utf8'),
);

function isProgram(source: string): boolean {
  try {
    jsonata(source);
    return true;
  } catch {
    return false;
  }
}

/** Compares compiled programs with the reference until told to stop. */
export async function fuzz(runtime: Loaded, seed: number, isOver: (programs: number) => boolean): Promise<FuzzOutcome> {
  const made = new Programs(seed);
  const outcome: FuzzOutcome = { programs: 0, same: 0, refused: 0, explained: {}, unexplained: [] };
  while (!isOver(outcome.programs)) {
    const program = made.program();
    const input = made.data();
    if (!isProgram(program)) continue;
    outcome.programs += 1;
    const compiled = evaluateCompiled(runtime, program, input);
    if (compiled === undefined) {
      outcome.refused += 1;
      continue;
    }
    const reference = await evaluateReference(program, input);
    const verdict = compare(reference, compiled);
    if (verdict === 'same') {
      outcome.same += 1;
      continue;
    }
    const id = explain({ verdict, reference, program }, explanations);
    if (id === undefined) outcome.unexplained.push({ program, data: JSON.stringify(input), reference, compiled });
    else outcome.explained[id] = (outcome.explained[id] ?? 0) + 1;
  }
  return outcome;
}
