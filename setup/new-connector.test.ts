import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');
let place: string;

function run(program: string, parameters: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(program, parameters, { cwd: place, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

const generate = (...names: readonly string[]) =>
  run(process.execPath, [join(root, 'setup', 'new-connector.mjs'), ...names]);

/** A repository of its own, with this one's tools and settings. */
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'new-connector-'));
  for (const file of ['biome.json', 'jest.config.mjs', 'tsconfig.base.json', 'package.json'])
    cpSync(join(root, file), join(place, file));
  writeFileSync(join(place, '.gitignore'), 'node_modules/\n');
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
  // The runner wants to see the files of all its projects, also of those that are not run here.
  cpSync(join(root, 'test', 'support'), join(place, 'test', 'support'), { recursive: true });
  const connectors = join(place, 'nodes', 'connectors');
  mkdirSync(join(connectors, 'src'), { recursive: true });
  cpSync(join(root, 'nodes', 'connectors', 'package.json'), join(connectors, 'package.json'));
  const settings = {
    extends: '../../tsconfig.base.json',
    compilerOptions: { noEmit: true, composite: false, erasableSyntaxOnly: true },
    include: ['src'],
  };
  writeFileSync(join(connectors, 'tsconfig.json'), JSON.stringify(settings));
});

afterAll(() => rmSync(place, { recursive: true }));

test.each(['new', 'the-longest-name-that-anybody-gave-an-accounting-system'])(
  'writes a connector named %s that is green at once',
  (name) => {
    const { status, output } = generate(name);

    expect({ status, output }).toMatchObject({
      status: 0,
      output: expect.stringContaining('docs/write-a-connector.md'),
    });
    const folder = join(place, 'nodes', 'connectors', 'src', name);
    expect(JSON.parse(readFileSync(join(folder, 'descriptor.json'), 'utf8'))).toMatchObject([
      { type: `${name}.create-customer@1`, auth: name },
    ]);

    expect(run(join(bin, 'tsc'), ['-p', 'nodes/connectors'])).toEqual({ status: 0, output: '' });
    expect(run(join(bin, 'biome'), ['check', '--vcs-root=.', 'nodes/connectors/src'])).toMatchObject({ status: 0 });
    const jest = run(process.execPath, [
      '--experimental-vm-modules',
      '--no-warnings',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--selectProjects',
      'unit',
      '--no-watchman',
      `--testPathPatterns=/${name}/`,
    ]);
    expect(jest).toMatchObject({ status: 0, output: expect.stringMatching(/Tests: +2 passed, 2 total/) });
  },
  120_000,
);

test.each([
  [[], /Say one name/],
  [['one', 'two'], /Say one name/],
  [['Acme Books'], /lower-case letters/],
  [['../escape'], /lower-case letters/],
])('refuses the name %j and writes nothing', (names, problem) => {
  const { status, output } = generate(...names);

  expect({ status, output }).toEqual({ status: 1, output: expect.stringMatching(problem) });
  expect(existsSync(join(place, 'nodes', 'connectors', 'escape'))).toBe(false);
});

test('leaves an existing connector alone', () => {
  const folder = join(place, 'nodes', 'connectors', 'src', 'mine');
  mkdirSync(folder);

  expect(generate('mine')).toEqual({ status: 1, output: expect.stringContaining('exists already') });
  expect(existsSync(join(folder, 'index.ts'))).toBe(false);
});
