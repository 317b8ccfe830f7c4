import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A case of the official suite. */
export interface Case {
  readonly id: string;
  readonly source: string;
  readonly input: () => unknown;
  readonly bindings: Readonly<Record<string, unknown>>;
  readonly result: unknown;
  /** What its failure must say, when it must fail. */
  readonly failure: Readonly<Record<string, unknown>> | undefined;
  readonly isUnordered: boolean;
  /** Milliseconds, and pieces of an expression within each other. */
  readonly limits: { readonly timeout?: number; readonly stack?: number };
}

interface Raw {
  readonly [name: string]: unknown;
}

interface Folder {
  readonly path: string;
  readonly expressions: Readonly<Record<string, string>>;
  readonly datasets: ReadonlyMap<string, string>;
}

function inputOf(raw: Raw, { datasets }: Folder): () => unknown {
  if ('data' in raw) return () => structuredClone(raw['data']);
  const name = raw['dataset'];
  if (typeof name !== 'string') return () => undefined;
  return () => {
    const text = datasets.get(name);
    if (text === undefined) throw new Error(`There is no dataset ${name}.`);
    return JSON.parse(text);
  };
}

/** The text of an expression: in the case, in a list of such texts, or in a file of its own. */
function sourceOf(raw: Raw, group: string, { path, expressions }: Folder): string {
  const file = raw['expr-file'];
  if (typeof file !== 'string') return String(raw['expr']);
  return expressions[`groups/${group}/${file}`] ?? readFileSync(join(path, 'groups', group, file), 'utf8');
}

function failureOf(raw: Raw): Case['failure'] {
  if (raw['error'] !== undefined) return Object(raw['error']);
  if (raw['code'] === undefined) return undefined;
  return raw['token'] === undefined ? { code: raw['code'] } : { code: raw['code'], token: raw['token'] };
}

function toCase(raw: Raw, id: string, folder: Folder): Case {
  const { timelimit, depth } = raw;
  return {
    id,
    source: sourceOf(raw, id.slice(0, id.indexOf('/')), folder),
    input: inputOf(raw, folder),
    bindings: Object(raw['bindings'] ?? {}),
    result: raw['undefinedResult'] === true ? undefined : raw['result'],
    failure: failureOf(raw),
    isUnordered: raw['unordered'] === true,
    limits: {
      ...(typeof timelimit === 'number' ? { timeout: timelimit } : {}),
      ...(typeof depth === 'number' ? { stack: depth } : {}),
    },
  };
}

const listOf = (path: string): readonly string[] => (existsSync(path) ? readdirSync(path).sort() : []);
const jsonFiles = (path: string): readonly string[] => listOf(path).filter((name) => name.endsWith('.json'));

function readFolder(path: string): Folder {
  const list = join(path, 'expr-files.json');
  const datasets = jsonFiles(join(path, 'datasets')).map((file): [string, string] => [
    file.replace(/\.json$/, ''),
    readFileSync(join(path, 'datasets', file), 'utf8'),
  ]);
  const expressions = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {};
  return { path, expressions, datasets: new Map(datasets) };
}

/** The cases of a folder in the layout of the official suite; `undefined` where there is none. */
export function readSuite(path: string): readonly Case[] | undefined {
  const groups = listOf(join(path, 'groups'));
  if (groups.length === 0) return undefined;
  const folder = readFolder(path);
  return groups.flatMap((group) =>
    jsonFiles(join(path, 'groups', group)).flatMap((file) => {
      const raws: readonly Raw[] = [JSON.parse(readFileSync(join(path, 'groups', group, file), 'utf8'))].flat();
      return raws.map((raw, at) => toCase(raw, `${group}/${file}#${at}`, folder));
    }),
  );
}
