#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toFiles } from './connector-files.mjs';

const [name, ...more] = process.argv.slice(2);
const root = process.cwd();

function fail(problem) {
  console.error(problem);
  process.exit(1);
}

if (name === undefined || more.length > 0) fail('Say one name: npm run new:connector acme-books');
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
  fail(
    `“${name}” cannot be a connector's name. Use lower-case letters, digits and single hyphens, such as acme-books.`,
  );
}
const sources = join(root, 'nodes', 'connectors', 'src');
if (!existsSync(join(root, 'nodes', 'connectors', 'package.json')))
  fail('Run this in the top folder of the repository.');
const folder = join(sources, name);
if (existsSync(folder))
  fail(`${relative(root, folder)} exists already. Choose another name, or work on that connector.`);

mkdirSync(folder);
for (const [file, text] of Object.entries(toFiles(name))) writeFileSync(join(folder, file), text);

// A long name changes where lines break.
const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
const formatted = spawnSync(process.execPath, [biome, 'format', '--write', folder], { cwd: root, encoding: 'utf8' });
if (formatted.status !== 0)
  fail(`The files are written, but not formatted: ${formatted.stderr || formatted.error?.message}`);

/** The nodes as they are now: from here on the contract test notices every change. */
const describe = `
import { writeFileSync } from 'node:fs';
import { describeNode } from '@invoicepatch/sdk';
import connector from ${JSON.stringify(pathToFileURL(join(folder, 'index.ts')).href)};
const descriptors = connector.nodes.map(describeNode).sort((left, right) => (left.type < right.type ? -1 : 1));
writeFileSync(${JSON.stringify(join(folder, 'descriptor.json'))}, JSON.stringify(descriptors, null, 2) + '\\n');
`;
const described = spawnSync(
  process.execPath,
  ['--conditions=source', '--no-warnings', '--input-type=module', '--eval', describe],
  {
    cwd: join(root, 'nodes', 'connectors'),
    encoding: 'utf8',
  },
);
if (described.status !== 0) fail(`The files are written, but descriptor.json is not: ${described.stderr}`);

console.log(`Written to ${relative(root, folder)}. Next:
  1. auth.ts: the system's addresses and how it signs
  2. the action: what it is given, what it answers, what it sends
  3. npm test, npm run check
docs/write-a-connector.md shows the way.`);
