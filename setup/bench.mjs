import { existsSync, readdirSync } from 'node:fs';
import { run } from './processes.mjs';
import { inProject } from './project.mjs';
import { makeReady } from './ready.mjs';
import { main, Stop } from './steps.mjs';

const folder = 'test/bench';
/** What benchmarks share. */
const parts = new Set(['engine', 'processes']);

function list() {
  if (!existsSync(inProject(folder))) return [];
  const files = readdirSync(inProject(folder)).filter((file) => file.endsWith('.mjs'));
  return files.map((file) => file.replace(/\.mjs$/, '')).filter((name) => !parts.has(name));
}

await main(async ([name, ...args]) => {
  const names = list();
  if (name === undefined || !names.includes(name)) {
    throw new Stop(`Which benchmark? npm run bench -- <name> [--json]. There are: ${names.join(', ') || 'none'}.`);
  }
  const node = await makeReady();
  return run(node, [inProject(folder, `${name}.mjs`), ...args]);
});
