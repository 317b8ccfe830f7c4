import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { compile, type Loaded } from '../src/index.ts';

/** A case of the official suite. */
export interface Case {
  readonly id: string;
  readonly source: string;
  readonly input: () => unknown;
  readonly bindings: Readonly<Record<string, unknown>>;
  readonly expected: {
    readonly result?: unknown;
    readonly undefinedResult?: boolean;
    readonly code?: string;
    readonly token?: string;
  };
  readonly isUnordered: boolean;
}

export interface Totals {
  total: number;
  passed: number;
  failed: number;
  /** Left to the interpreter. */
  refused: number;
  /** Compiled and right. */
  compiled: number;
}

export interface Outcome {
  readonly totals: Totals;
  readonly failures: readonly string[];
  readonly reasons: Readonly<Record<string, number>>;
}

interface Raw {
  readonly [name: string]: unknown;
  readonly error?: { readonly code: string };
}

function inputOf(raw: Raw, datasets: ReadonlyMap<string, string>): () => unknown {
  if ('data' in raw) return () => structuredClone(raw['data']);
  const text = datasets.get(String(raw['dataset']));
  return () => (text === undefined ? undefined : JSON.parse(text));
}

function toCase(
  raw: Raw,
  id: string,
  folder: { expressions: Record<string, string>; datasets: ReadonlyMap<string, string> },
): Case {
  const file = raw['expr-file'];
  const group = id.slice(0, id.indexOf('/'));
  const source = typeof file === 'string' ? folder.expressions[`groups/${group}/${file}`] : raw['expr'];
  return {
    id,
    source: String(source),
    input: inputOf(raw, folder.datasets),
    bindings: Object(raw['bindings'] ?? {}),
    expected: { ...Object(raw), ...(raw.error === undefined ? {} : { code: raw.error.code }) },
    isUnordered: raw['unordered'] === true,
  };
}

/** The cases of a folder in the layout of the official suite; `undefined` where there is none. */
export function readSuite(folder: string): readonly Case[] | undefined {
  if (!existsSync(`${folder}/groups`)) return undefined;
  const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8');
  const expressions = JSON.parse(read('expr-files.json'));
  const datasets = new Map(
    readdirSync(`${folder}/datasets`).map((file) => [file.replace('.json', ''), read(`datasets/${file}`)]),
  );
  return readdirSync(`${folder}/groups`).flatMap((group) =>
    readdirSync(`${folder}/groups/${group}`).flatMap((file) => {
      const raws: readonly Raw[] = [JSON.parse(read(`groups/${group}/${file}`))].flat();
      return raws.map((raw, at) => toCase(raw, `${group}/${file}#${at}`, { expressions, datasets }));
    }),
  );
}

function toJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value;
}

/** Why a result is not the expected one, or `undefined`. */
function judge({ expected, isUnordered }: Case, run: () => unknown): string | undefined {
  let result: unknown;
  try {
    result = toJson(run());
  } catch (thrown) {
    const { code } = Object(thrown);
    if (expected.code !== undefined && code === expected.code) return undefined;
    return `wants ${expected.code ?? JSON.stringify(expected.result)}, threw ${code ?? String(thrown)}`;
  }
  if (expected.code !== undefined) return `wants ${expected.code}, gave ${JSON.stringify(result)}`;
  const wanted = expected.undefinedResult === true ? undefined : expected.result;
  const same = isUnordered ? isDeepStrictEqual(sorted(result), sorted(wanted)) : isDeepStrictEqual(result, wanted);
  return same
    ? undefined
    : `wants ${JSON.stringify(wanted)?.slice(0, 200)}, gave ${JSON.stringify(result)?.slice(0, 200)}`;
}

/** Cases that wait for a limit of time or depth, which is the host's to set. */
const needsLimit = ({ expected }: Case) =>
  expected.code === 'U1001' || expected.code === 'D1011' || expected.code === 'D1012';

export function runSuite(cases: readonly Case[], runtime: Loaded): Outcome {
  const totals: Totals = { total: 0, passed: 0, failed: 0, refused: 0, compiled: 0 };
  const failures: string[] = [];
  const reasons: Record<string, number> = {};
  for (const each of cases) {
    if (needsLimit(each)) continue;
    totals.total += 1;
    let kind = 'compiled';
    const failure = judge(each, () => {
      const compiled = compile(each.source);
      kind = compiled.kind;
      if (compiled.kind === 'compiled') return runtime.load(compiled.code)(each.input(), each.bindings);
      reasons[compiled.reason] = (reasons[compiled.reason] ?? 0) + 1;
      return runtime.interpret(each.source)(each.input(), each.bindings);
    });
    if (kind === 'interpreted') totals.refused += 1;
    if (failure !== undefined) failures.push(`${each.id} (${kind}): ${each.source.slice(0, 160)} ${failure}`);
    else if (kind === 'compiled') totals.compiled += 1;
    totals[failure === undefined ? 'passed' : 'failed'] += 1;
  }
  return { totals, failures, reasons };
}
