import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** What a person loads for each screen, in kilobytes of gzipped script. Run `npm run build` first. */
const assets = new URL('../../designer/dist/assets/', import.meta.url);
const screens = [
  { name: 'flow list', chunks: ['index', 'flow-list'], limitKb: 240 },
  { name: 'designer', chunks: ['index', 'flow-page'], limitKb: 330 },
  {
    name: 'editor of expressions, besides',
    chunks: ['expression-editor'],
    besides: ['index', 'flow-page'],
    limitKb: 170,
  },
];

if (!existsSync(assets)) {
  process.stderr.write('The designer is not built. Run npm run build, then this again.\n');
  process.exit(1);
}
const files = readdirSync(assets).filter((file) => file.endsWith('.js'));
const sources = new Map(files.map((file) => [file, readFileSync(new URL(file, assets), 'utf8')]));

/** The built file of a chunk: several may share a name, and the entry is the largest of them. */
function fileOf(chunk) {
  const found = files.filter((file) => file.replace(/-[\w-]{8}\.js$/, '') === chunk);
  const [largest] = found.sort((one, other) => sources.get(other).length - sources.get(one).length);
  if (largest === undefined) throw new Error(`The build has no chunk ${chunk}. There are: ${files.join(', ')}.`);
  return largest;
}

/** A file and all that it imports before it can run. */
function closure(file, seen = new Set()) {
  if (seen.has(file) || !sources.has(file)) return seen;
  seen.add(file);
  for (const [, name] of sources.get(file).matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
    closure(name, seen);
  return seen;
}

const filesOf = (chunks) => new Set(chunks.flatMap((chunk) => [...closure(fileOf(chunk))]));
const rows = screens.map(({ name, chunks, besides = [], limitKb }) => {
  const had = filesOf(besides);
  const loaded = [...filesOf(chunks)].filter((file) => !had.has(file));
  const bytes = loaded.reduce((sum, file) => sum + gzipSync(sources.get(file)).length, 0);
  return { name, files: loaded.length, kb: Math.round(bytes / 1_024), limitKb };
});
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows)}\n`);
else
  for (const { name, files: count, kb, limitKb } of rows)
    process.stdout.write(`${name}: ${kb} KB of script, gzipped, in ${count} files (at most ${limitKb})\n`);
process.exit(rows.every(({ kb, limitKb }) => kb <= limitKb) ? 0 : 1);
