import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'layers-'));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json'])
    cpSync(file, join(project, file));
  symlinkSync(join(process.cwd(), 'node_modules'), join(project, 'node_modules'));
});
afterEach(() => rmSync(project, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

function cruise(): { readonly status: number | null; readonly said: string } {
  const program = join(process.cwd(), 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [program, '--config', '.dependency-cruiser.cjs', 'nodes', 'engine', 'designer'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  return { status, said: stdout };
}

const planted: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['sdk-is-the-ground', 'nodes/sdk/src/a.ts', 'engine/src/runs/b.ts'],
  ['nodes-see-only-the-sdk', 'nodes/core/src/a.ts', 'engine/src/platform/b.ts'],
  ['billing-rules-are-pure', 'nodes/billing-rules/src/a.ts', 'nodes/core/src/b.ts'],
  ['connectors-are-strangers', 'nodes/connectors/src/acme/a.ts', 'nodes/connectors/src/other/b.ts'],
  ['designer-and-engine-never-meet', 'designer/src/a.ts', 'engine/src/b.ts'],
  ['types-know-the-language-only', 'nodes/types/src/a.ts', 'nodes/core/src/b.ts'],
  ['execution-is-pure', 'engine/src/execution/a.ts', 'engine/src/platform/b.ts'],
  ['platform-knows-no-feature', 'engine/src/platform/a.ts', 'engine/src/flows/b.ts'],
  ['flows-knows-nothing-to-its-right', 'engine/src/flows/a.ts', 'engine/src/runs/b.ts'],
  ['the-compilers-stand-alone', 'nodes/json-logic/src/a.ts', 'nodes/sdk/src/b.ts'],
];

test.each(planted)('the rule %s turns red', (rule, from, to) => {
  for (const folder of ['nodes/sdk/src', 'engine/src', 'designer/src'])
    write(`${folder}/fine.ts`, 'export const fine = 1;\n');
  write(to, 'export const b = 1;\n');
  const up = '../'.repeat(from.split('/').length - 1);
  write(from, `import { b } from '${up}${to}';\nexport const a = b;\n`);

  const { status, said } = cruise();

  expect(said).toContain(rule);
  expect(status).not.toBe(0);
});

test('a clean project is green, and its files were read', () => {
  for (const folder of ['nodes/sdk/src', 'engine/src', 'designer/src'])
    write(`${folder}/fine.ts`, 'export const fine = 1;\n');

  const { status, said } = cruise();

  expect(said).toMatch(/\b3 modules/);
  expect(status).toBe(0);
});

test.each([
  ['one-door-to-evaluating', "import vm from 'node:vm';\nexport const a = vm;\n"],
  ['one-door-to-evaluating', "import ivm from 'isolated-vm';\nexport const a = ivm;\n"],
  ['expressions-are-read-by-compilers-and-drawings', "import jsonata from 'jsonata';\nexport const a = jsonata;\n"],
])('the rule %s turns red at %s', (rule, text) => {
  for (const folder of ['nodes/sdk/src', 'designer/src']) write(`${folder}/fine.ts`, 'export const fine = 1;\n');
  write('engine/src/flows/a.ts', text);

  expect(cruise().said).toContain(rule);
});
