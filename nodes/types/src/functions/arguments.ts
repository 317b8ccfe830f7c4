import { join } from '../type/join.ts';
import { type CallSite, type Kind, listOf, missing, only, present, type Type, without } from '../type/type.ts';
import type { Parameter } from './signature.ts';

const kindOf: Readonly<Record<string, Kind>> = {
  s: 'string',
  n: 'number',
  b: 'boolean',
  l: 'null',
  o: 'object',
  a: 'array',
  f: 'functions',
};
const letters = Object.keys(kindOf);

function lettersOf(type: Type): readonly string[] {
  const known = letters.filter((letter) => type.any || type[kindOf[letter] ?? 'null'] !== undefined);
  return type.missing ? [...known, 'm'] : known;
}

function restrict(type: Type, letter: string): Type {
  if (letter === 'm') return missing;
  return present(only(type, kindOf[letter] ?? 'null'));
}

/** More combinations of kinds are not gone through; then nothing is said of the call. */
const combinationLimit = 2_000;

function* combinations(choices: readonly (readonly string[])[]): Generator<string> {
  const [first, ...rest] = choices;
  if (first === undefined) {
    yield '';
    return;
  }
  for (const tail of combinations(rest)) for (const letter of first) yield letter + tail;
}

/** For each parameter what it can be given, or `undefined` where this way of calling fails. */
type Given = readonly Type[] | { readonly failsAt: number };

function placeOne(parameters: readonly Parameter[], kinds: string): Given | readonly string[] {
  const found = new RegExp(`^${parameters.map(({ pattern }) => `(${pattern})`).join('')}$`).exec(kinds);
  if (found !== null) return found.slice(1);
  const good = parameters.map((_, count) => {
    const partial = parameters.slice(0, count + 1).map(({ pattern }) => pattern);
    return new RegExp(`^${partial.join('')}`).exec(kinds)?.[0].length;
  });
  const broken = good.indexOf(undefined);
  return { failsAt: broken < 0 ? (good.at(-1) ?? 0) : broken === 0 ? 0 : (good[broken - 1] ?? 0) };
}

interface Collected {
  readonly given: Type[];
  matched: number;
  failed: number;
  failsAt: number | undefined;
}

interface Call {
  readonly parameters: readonly Parameter[];
  readonly args: readonly Type[];
  readonly site: CallSite;
}

function contextFor(parameter: Parameter, { site }: Call): Type | undefined {
  const fitting = lettersOf(site.context).filter((letter) => letter === 'm' || parameter.letters.includes(letter));
  return fitting.length === 0 ? undefined : join(...fitting.map((letter) => restrict(site.context, letter)));
}

function collectOne(call: Call, kinds: string, collected: Collected): void {
  const placed = placeOne(call.parameters, kinds);
  if ('failsAt' in placed) {
    collected.failed += 1;
    collected.failsAt ??= placed.failsAt;
    return;
  }
  collected.matched += 1;
  let at = 0;
  for (const [index, parameter] of call.parameters.entries()) {
    const match = String(placed[index] ?? '');
    const types = [...match].map((letter, offset) => restrict(call.args[at + offset] ?? missing, letter));
    at += match.length;
    const filled = match === '' && parameter.fromContext ? (contextFor(parameter, call) ?? {}) : missing;
    collected.given[index] = join(collected.given[index] ?? {}, match === '' ? filled : join(...types));
  }
}

const wording: Readonly<Record<string, string>> = {
  s: 'string',
  n: 'number',
  b: 'boolean',
  o: 'object',
  f: 'function',
  a: 'array',
};

/** The kinds that a parameter takes, as keys of words: `string`, `number or boolean` becomes `nb`. */
export function expectedBy(parameter: Parameter | undefined): string {
  if (parameter === undefined) return 'fewer';
  if (parameter.isList) return `list-${wording[parameter.itemLetter ?? ''] ?? 'any'}`;
  return parameter.letters
    .split('')
    .map((letter) => wording[letter] ?? letter)
    .join(' ');
}

function listTrouble(parameter: Parameter, type: Type): 'certain' | 'possible' | undefined {
  const letter = parameter.itemLetter;
  const kind = letter === undefined ? undefined : kindOf[letter];
  if (kind === undefined || type.any) return undefined;
  const single = without(type, 'array', 'missing');
  const items = type.array?.items ?? {};
  const wrongSingle = Object.keys(single).length > 0 && (Object.keys(single).length > 1 || single[kind] === undefined);
  const wrongItems = items.any !== true && Object.keys(present(items)).some((name) => name !== kind);
  const goodSingle = single[kind] !== undefined;
  const goodItems = type.array !== undefined && (type.array.min === 0 || items.any || items[kind] !== undefined);
  if (!wrongSingle && !wrongItems) return undefined;
  return goodSingle || goodItems || type.missing ? 'possible' : 'certain';
}

/** A parameter for a list takes a single value as a list of one. */
function asList(type: Type): Type {
  if (type.any) return type;
  const single = without(type, 'array', 'missing');
  const list = only(type, 'array');
  return Object.keys(single).length === 0 ? list : join(list, listOf(single, 1, 1));
}

function settleLists(call: Call, given: readonly Type[]): readonly Type[] {
  return given.map((type, index) => {
    const parameter = call.parameters[index];
    if (parameter?.isList !== true) return type;
    const trouble = listTrouble(parameter, type);
    if (trouble !== undefined) {
      const certain = trouble === 'certain';
      call.site.report({ kind: 'items', certain, index, expected: expectedBy(parameter), found: type });
    }
    return asList(type);
  });
}

function reportFailure(call: Call, { failsAt = 0, matched }: Collected): void {
  const { parameters, args, site } = call;
  const tooMany = failsAt >= parameters.length && args.length > parameters.length;
  const tooFew = failsAt >= args.length;
  if (tooMany || tooFew) {
    const needed = parameters.filter(({ optional }) => !optional).length;
    site.report({ kind: 'count', certain: matched === 0, expected: `${needed}-${parameters.length}` });
    return;
  }
  const parameter = parameters[Math.min(failsAt, parameters.length - 1)];
  const given = args[failsAt];
  const taken = [...(parameter?.letters ?? '')].flatMap((letter) => kindOf[letter] ?? []);
  const found = given && matched > 0 ? without(given, 'missing', ...taken) : given;
  const expected = expectedBy(parameter);
  site.report({ kind: 'argument', certain: matched === 0, index: failsAt, expected, ...(found ? { found } : {}) });
}

/**
 * What each parameter of a signature gets, as the reference hands arguments out: by the kinds that come, with `$` for
 * what is left out. Every combination of kinds that the arguments can have is tried. `undefined`: the call always fails.
 */
export function placeArguments(call: Call): readonly Type[] | undefined {
  const choices = call.args.map(lettersOf);
  if (choices.some((each) => each.length === 0)) return undefined;
  if (choices.reduce((product, each) => product * each.length, 1) > combinationLimit) return call.args;
  const collected: Collected = { given: [], matched: 0, failed: 0, failsAt: undefined };
  for (const kinds of combinations(choices)) collectOne(call, kinds, collected);
  const vague = call.args.some((type) => type.any);
  if (collected.matched === 0 || (collected.failed > 0 && !vague)) reportFailure(call, collected);
  if (collected.matched === 0) return undefined;
  const unfilled = call.parameters.findIndex((_, index) => Object.keys(collected.given[index] ?? {}).length === 0);
  if (unfilled >= 0) {
    const expected = expectedBy(call.parameters[unfilled]);
    call.site.report({ kind: 'argument', certain: true, expected, found: call.site.context });
    return undefined;
  }
  return settleLists(call, collected.given);
}
