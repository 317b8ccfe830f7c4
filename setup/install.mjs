import { existsSync, statSync } from 'node:fs';
import { npm, npmSays } from './processes.mjs';
import { inProject } from './project.mjs';
import { hashOfFile, isStamped, writeStamp } from './stamps.mjs';
import { Stop, step } from './steps.mjs';

const stamp = 'node_modules/.invoicepatch-installed';
const failed =
  'The dependencies could not be installed: npm says why above. Check the network and the npm registry setting, then start again.';

/** Ends the command on a Node that is too old to even set things up. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Stop(
    `InvoicePatch needs Node 20.19 or newer; this is Node ${version}. Install a newer Node and start again.`,
  );
}

/** Somebody ran `npm install` or `npm ci` after the lock file was written. */
function isInstalledByHand() {
  const installed = inProject('node_modules/.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(inProject('package-lock.json')).mtimeMs;
}

const quiet = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];

/** Into an empty folder exactly what the lock file says. `false` when npm finds that the lock file does not fit package.json. */
async function installClean() {
  const { code, said } = await npmSays(['ci', ...quiet]);
  if (code === 0) return true;
  if (said.includes('EUSAGE')) {
    process.stdout.write(
      '  package-lock.json does not fit package.json here, so "npm ci" refuses it; going on with "npm install".\n',
    );
    return false;
  }
  process.stderr.write(said);
  throw new Stop(failed);
}

async function install() {
  if (!existsSync(inProject('node_modules')) && (await installClean())) return;
  // What is there already stays, so a changed lock file costs seconds; it is not written to.
  await npm(['install', '--no-save', ...quiet], failed);
}

/** Brings node_modules to what package-lock.json says. */
export async function installDependencies() {
  const wanted = `${process.platform} ${process.arch} ${hashOfFile('package-lock.json')}`;
  if (isStamped(stamp, wanted)) return;
  if (!isInstalledByHand()) await step('Installing dependencies (the first time this takes a minute or two)', install);
  writeStamp(stamp, wanted);
}
