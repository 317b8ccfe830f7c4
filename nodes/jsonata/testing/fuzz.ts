import type { Loaded } from '../src/index.ts';
import { type Ending, evaluateCompiled, evaluateWith, isSame, reference } from './compare.ts';
import { explain, explanations, losesPatterns, mendedReference } from './explain.ts';
import { Programs } from './programs.ts';

export interface FuzzOutcome {
  programs: number;
  same: number;
  /** Left to the interpreter. */
  refused: number;
  differences: number;
  /** How many differences come from which faults of the reference. */
  readonly explained: Record<string, number>;
  readonly unexplained: {
    readonly program: string;
    readonly data: string;
    readonly reference: Ending;
    readonly compiled: Ending;
  }[];
}

/** Compares compiled programs with the reference until told to stop. */
export async function fuzz(runtime: Loaded, seed: number, isOver: (programs: number) => boolean): Promise<FuzzOutcome> {
  const made = new Programs(seed);
  const keepsPatterns = mendedReference(explanations.filter(({ id }) => id === 'lost-by-copy'));
  const outcome: FuzzOutcome = { programs: 0, same: 0, refused: 0, differences: 0, explained: {}, unexplained: [] };
  while (!isOver(outcome.programs)) {
    const { program, input } = made.next();
    outcome.programs += 1;
    const compiled = evaluateCompiled(runtime, program, input);
    if (compiled === undefined) {
      outcome.refused += 1;
      continue;
    }
    const isLost = losesPatterns(program);
    const expected = await evaluateWith(isLost ? keepsPatterns : reference, program, input);
    if (isSame(expected, compiled) && !isLost) {
      outcome.same += 1;
      continue;
    }
    outcome.differences += 1;
    const cause = isSame(expected, compiled) ? 'lost-by-copy' : await explain({ program, input, compiled });
    if (cause !== undefined) outcome.explained[cause] = (outcome.explained[cause] ?? 0) + 1;
    else outcome.unexplained.push({ program, data: JSON.stringify(input), reference: expected, compiled });
  }
  return outcome;
}
