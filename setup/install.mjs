import { existsSync, statSync } from 'node:fs';
import { npm } from './processes.mjs';
import { inProject } from './project.mjs';
import { hashOfFile, isStamped, writeStamp } from './stamps.mjs';
import { Stop, step } from './steps.mjs';

const stamp = 'node_modules/.invoicepatch-installed';

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

/**
 * Brings node_modules to what package-lock.json says, without writing to it. Not `npm ci`: that refuses a lock file that lacks
 * the optional packages of other platforms, as one that was made behind a registry which does not carry them.
 */
export async function installDependencies() {
  const wanted = `${process.platform} ${process.arch} ${hashOfFile('package-lock.json')}`;
  if (isStamped(stamp, wanted)) return;
  if (!isInstalledByHand()) {
    await step('Installing dependencies (the first time this takes a minute or two)', () =>
      npm(
        ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
        'The dependencies could not be installed: npm says why above. Check the network and the npm registry setting, then start again.',
      ),
    );
  }
  writeStamp(stamp, wanted);
}
