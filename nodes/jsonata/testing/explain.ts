import { readFileSync } from 'node:fs';
import jsonata from 'jsonata';
import { makeSynchronous } from '../src/library/edit-library.ts';
import { type Ending, type Evaluate, evaluateWith, isSame } from './compare.ts';
import { librarySource } from './runtime.ts';

/** Without its mending a program that loses a pattern may never end. */
const lost = 'lost-by-copy';

/** A known fault of the reference, and how to mend it: with the fault mended it must end as compiled programs do. */
export interface Explanation {
  readonly id: string;
  readonly why: string;
  /** Changes of the reference's text. Without any it is enough that it does one thing after the other. */
  readonly mend: readonly { readonly find: string; readonly put: string }[];
  /** Where the reference and compiled programs differ because of it. */
  readonly example: { readonly program: string; readonly input: unknown };
}

export const explanations: readonly Explanation[] = JSON.parse(
  readFileSync(new URL('./explained.json', import.meta.url), 'utf8'),
);

function replaceOnce(text: string, { find, put }: { readonly find: string; readonly put: string }): string {
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`The reference does not have "${find}" exactly once.`);
  }
  return before + put + after;
}

type Module = (module: { exports: unknown }, exports: object) => void;

const modules = new Map<string, Module>();

function moduleOf(mended: readonly Explanation[], isInTurn: boolean): Module {
  const name = `${isInTurn} ${mended.map(({ id }) => id).join(' ')}`;
  const known = modules.get(name);
  if (known !== undefined) return known;
  const text = mended.flatMap(({ mend }) => mend).reduce(replaceOnce, librarySource());
  const made = new Function('module', 'exports', isInTurn ? makeSynchronous(text) : text) as Module;
  modules.set(name, made);
  return made;
}

/** A reference of its own: nothing is left over in it from other evaluations, and some of its faults are mended. */
export function mendedReference(mended: readonly Explanation[], { isInTurn = true } = {}): Evaluate {
  const module = { exports: undefined as unknown };
  moduleOf(mended, isInTurn)(module, {});
  const library = module.exports as (source: string) => { evaluate(input: unknown): unknown };
  return (source, input) => library(source).evaluate(input);
}

/** The parser loses a regular expression, and what the reference does then may have no end. */
export function losesPatterns(program: string): boolean {
  if (!/\?[?:]/.test(program)) return false;
  try {
    let isLost = false;
    JSON.stringify(jsonata(program).ast(), (_name, value) => {
      if (value?.type === 'regex' && !(value.value instanceof RegExp)) isLost = true;
      return value;
    });
    return isLost;
  } catch {
    return false;
  }
}

export interface Difference {
  readonly program: string;
  readonly input: unknown;
  readonly compiled: Ending;
}

async function isMendedBy(mended: readonly Explanation[], { program, input, compiled }: Difference): Promise<boolean> {
  return isSame(await evaluateWith(mendedReference(mended), program, input), compiled);
}

/** Leaves out one explanation after the other, as long as the rest is enough. */
async function fewest(mended: readonly Explanation[], difference: Difference): Promise<readonly Explanation[]> {
  const isLost = losesPatterns(difference.program);
  for (const one of mended) {
    if (isLost && one.id === lost) continue;
    const rest = mended.filter((each) => each !== one);
    if (await isMendedBy(rest, difference)) return fewest(rest, difference);
  }
  return mended;
}

/** The faults of the reference that a difference comes from, or `undefined` when mending all of them does not end it. */
export async function explain(difference: Difference): Promise<string | undefined> {
  const { program, input, compiled } = difference;
  if (
    !losesPatterns(program) &&
    isSame(await evaluateWith(mendedReference([], { isInTurn: false }), program, input), compiled)
  ) {
    return 'left over from another evaluation';
  }
  if (!(await isMendedBy(explanations, difference))) return undefined;
  const needed = await fewest(explanations, difference);
  return needed.length === 0 ? 'one after the other' : needed.map(({ id }) => id).join(' and ');
}
