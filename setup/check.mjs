import { spawnSync } from 'node:child_process';
import { checkNames } from './checks/names.mjs';
import { checkSizes } from './checks/sizes.mjs';
import { run } from './processes.mjs';
import { root } from './project.mjs';
import { installAll } from './ready.mjs';
import { programOf } from './runtime.mjs';
import { main } from './steps.mjs';

/** A tool of a package, run with the product's own Node. */
const tool =
  (name, args, binary = name) =>
  async (node) =>
    (await run(node, [programOf(name, binary), ...args])) === 0;

/** A cruiser that can't read the language finds nothing, and nothing wrong: that is a failure too. */
async function checkLayers(node) {
  const folders = ['nodes', 'engine', 'designer', 'migrations', 'test'];
  const args = [programOf('dependency-cruiser', 'depcruise'), '--config', '.dependency-cruiser.cjs', ...folders];
  const { status, stdout } = spawnSync(node, args, { cwd: root, encoding: 'utf8', maxBuffer: 50_000_000 });
  process.stdout.write(stdout);
  return status === 0 && Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0) > 0;
}

const checks = {
  'format and lint': tool('@biomejs/biome', ['check', '--error-on-warnings', '--max-diagnostics=50'], 'biome'),
  types: tool('typescript', ['-b'], 'tsc'),
  architecture: checkLayers,
  'dead code': tool('knip', ['--no-progress']),
  sizes: async () => checkSizes(),
  names: async () => checkNames(),
};

async function runCheck(node, name) {
  const started = Date.now();
  const good = await checks[name](node);
  process.stdout.write(`${good ? '  ok  ' : '  NO  '} ${name} (${((Date.now() - started) / 1_000).toFixed(1)} s)\n`);
  return good;
}

await main(async () => {
  const node = await installAll();
  const results = [];
  for (const name of Object.keys(checks)) results.push(await runCheck(node, name));
  return results.every(Boolean) ? 0 : 1;
});
