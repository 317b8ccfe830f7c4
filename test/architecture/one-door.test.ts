import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** Where text may become code: the sandbox's isolates, and the compilers' own loaders, which are for tests. */
const rooms = ['engine/src/sandbox/realm/', 'nodes/jsonata/src/load.ts', 'nodes/json-logic/src/load.ts'];
/** Where the evaluators may be known: the rooms, and what compiles, fills isolates and compares. */
const evaluatorRooms = ['engine/src/sandbox/', 'nodes/jsonata/', 'nodes/json-logic/'];

interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  readonly rooms: readonly string[];
}

/** Taken in by any of the ways there are. */
const importOf = (name: string) =>
  new RegExp(`(?:from|import|import\\s*\\(|require\\s*\\(|resolve\\s*\\()\\s*['"]${name}['"]`);

const bans: readonly Ban[] = [
  { what: 'eval', pattern: /(?<![\w.$'"`])eval\s*\(/, rooms },
  { what: 'Function', pattern: /(?<![\w.$])(?:new\s+Function\b|Function\s*\(\s*[`'"\w])/, rooms },
  { what: 'a timer with text', pattern: /\bset(?:Timeout|Interval)\s*\(\s*[`'"]/, rooms },
  { what: 'node:vm', pattern: importOf('(?:node:)?vm'), rooms: [] },
  { what: 'isolated-vm', pattern: importOf('isolated-vm'), rooms: ['engine/src/sandbox/'] },
  { what: 'JSON logic', pattern: importOf('json-logic-(?:js|engine)'), rooms: [] },
  { what: 'a runtime in this process', pattern: /\bloadRuntime\b/, rooms: ['nodes/jsonata/', 'nodes/json-logic/'] },
  // The designer may read an expression to draw it, and never runs one.
  { what: 'JSONata', pattern: importOf('jsonata'), rooms: [...evaluatorRooms, 'designer/src/'] },
];

const code = /\.(?:ts|tsx|mjs|cjs)$/;
const notCode = /(?:^|\/)(?:node_modules|dist|\.cache)\/|^nodes\/[^/]+\/testing\/|\.test\.tsx?$|\.d\.ts$/;

/** The product's own code: what runs at people's, not what tests it. */
function listFiles(): readonly string[] {
  return ['engine', 'designer', 'nodes', 'migrations', 'setup'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => code.test(path) && !notCode.test(path)),
  );
}

function violations(path: string, text: string): readonly string[] {
  const broken = bans.filter((ban) => ban.pattern.test(text) && !ban.rooms.some((room) => path.startsWith(room)));
  const runs = path.startsWith('designer/') && importOf('jsonata').test(text) && /\.evaluate\s*\(/.test(text);
  return [...broken.map(({ what }) => `${path}: ${what}`), ...(runs ? [`${path}: evaluates JSONata`] : [])];
}

test('nothing outside the sandbox and the compilers evaluates anything', () => {
  const files = listFiles();

  const found = files.flatMap((path) => violations(path, readFileSync(path, 'utf8')));

  expect(found).toEqual([]);
  expect(files.length).toBeGreaterThan(300);
});

test.each([
  ['engine/src/runs/a.ts', 'const b = eval(text);'],
  ['engine/src/runs/a.ts', 'const b = new Function("return 1")();'],
  ['engine/src/runs/a.ts', 'const b = Function(text);'],
  ['engine/src/flows/a.ts', "import vm from 'node:vm';"],
  ['engine/src/sandbox/a.ts', "const vm = require('vm');"],
  ['engine/src/flows/a.ts', "import jsonata from 'jsonata';"],
  ['nodes/core/src/a.ts', "import { LogicEngine } from 'json-logic-engine';"],
  ['engine/src/runs/a.ts', "import { loadRuntime } from '@invoicepatch/jsonata';"],
  ['engine/src/runs/a.ts', "const { default: ivm } = await import('isolated-vm');"],
  ['designer/src/mapper/a.ts', "import jsonata from 'jsonata';\njsonata(text).evaluate(data);"],
  ['setup/a.mjs', "setTimeout('alert(1)', 5);"],
])('in %s it is noticed: %s', (path, text) => {
  expect(violations(path, text)).toHaveLength(1);
});

test.each([
  ['engine/src/flows/a.ts', "import { compile } from '@invoicepatch/jsonata';"],
  ['engine/src/flows/a.ts', 'const isFunction = (value: Function) => typeof value; sandbox.evaluate(request);'],
  ['designer/src/mapper/a.ts', "import jsonata from 'jsonata';\nconst ast = jsonata(text).ast();"],
])('in %s it is allowed: %s', (path, text) => {
  expect(violations(path, text)).toEqual([]);
});
