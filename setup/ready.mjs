import { designerIsStale, serverIsStale } from './freshness.mjs';
import { installDependencies, requireNode } from './install.mjs';
import { mustRun } from './processes.mjs';
import { inProject } from './project.mjs';
import { completePostgres, findRuntime } from './runtime.mjs';

/** Installs what is missing; resolves with the Node to go on with. */
export async function installAll() {
  requireNode();
  await installDependencies();
  const node = await findRuntime();
  await completePostgres();
  return node;
}

/** Installs and builds what is missing or stale. The compiler runs in a process of its own, so its memory goes with it. */
export async function makeReady() {
  const node = await installAll();
  if (serverIsStale() || designerIsStale())
    await mustRun(node, [inProject('setup/build.mjs')], 'The build failed: see above');
  return node;
}
