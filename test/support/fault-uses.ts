import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const kinds = 'invalid|denied|missing|conflict|unavailable|bug';
const code = "'([a-z0-9-]+\\.[a-z0-9-]+)'";

/** The ways in which sources name a code with its kind. */
const withKind = [
  new RegExp(`new Fault\\(\\s*'(${kinds})',\\s*${code}`, 'g'),
  new RegExp(`kind: '(${kinds})',\\s*code: ${code}`, 'g'),
  new RegExp(`\\b(${kinds})\\(\\s*${code}`, 'g'),
];
/** The reader's child says its codes without their area; the engine puts `workbook.` before them. */
const ofWorkbook = /new WorkbookFailure\(\s*'([a-z-]+)'/g;
const withoutKind = new RegExp(`\\bcode: ${code}`, 'g');

export interface FaultUses {
  /** `kind code`, as the catalogue's first two columns say it. */
  readonly faults: ReadonlySet<string>;
  /** Codes of problems that the check of a flow lists; they have no kind. */
  readonly problems: ReadonlySet<string>;
  /** Every text in quotes that reads like a code, however it is used. */
  readonly literals: ReadonlySet<string>;
}

function listSources(): string[] {
  const nodes = readdirSync(join(root, 'nodes')).map((name) => `nodes/${name}/src`);
  return ['engine/src', ...nodes]
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${String(name)}`),
    )
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|\.d\.ts$|\/testing\//.test(name));
}

function collect(texts: readonly string[], pattern: RegExp): string[][] {
  return texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match.slice(1)));
}

export function readFaultUses(): FaultUses {
  const texts = listSources().map((name) => readFileSync(join(root, name), 'utf8'));
  const workbook = collect(texts, ofWorkbook).map(([what = '']) => ['invalid', `workbook.${what}`]);
  const pairs = [...withKind.flatMap((pattern) => collect(texts, pattern)), ...workbook];
  const known = new Set(pairs.map(([, name = '']) => name));
  return {
    faults: new Set(pairs.map((pair) => pair.join(' '))),
    problems: new Set(collect(texts, withoutKind).flatMap(([name = '']) => (known.has(name) ? [] : name))),
    literals: new Set([...known, ...collect(texts, new RegExp(code, 'g')).flat()]),
  };
}

export interface CatalogueRow {
  readonly code: string;
  /** `undefined` in the table of a flow's problems. */
  readonly kind: string | undefined;
  readonly what: string;
  readonly next: string;
}

/** The rows of `docs/errors.md` whose first cell is a code. */
export function readCatalogue(): CatalogueRow[] {
  return readFileSync(join(root, 'docs/errors.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\|\s*`[a-z0-9-]+\.[a-z0-9-]+`\s*\|/.test(line))
    .map((line) => {
      const cells = line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim());
      const [name = '', ...rest] = cells;
      const kind = rest.length === 3 ? rest[0]?.replaceAll('`', '') : undefined;
      const [what = '', next = ''] = rest.slice(-2);
      return { code: name.replaceAll('`', ''), kind, what, next };
    });
}
