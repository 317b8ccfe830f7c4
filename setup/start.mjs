import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { choosePort } from './port.mjs';
import { inProject, root } from './project.mjs';
import { makeReady } from './ready.mjs';
import { main } from './steps.mjs';

const running = inProject('engine/dist/main.js');

/** This process is an older Node: it only hands on what it is told, and ends with the engine. */
function startBeside(node) {
  const engine = spawn(node, [...process.execArgv, running], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // The engine hears Ctrl-C itself, and notices by its channel when this process is gone.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => engine.kill(signal));
  followNpm(() => engine.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    engine.once('error', reject);
    engine.once('exit', (code, signal) => {
      if (signal !== null) process.stderr.write(`\nThe engine was ended by the signal ${signal}.\n`);
      resolve(code ?? 1);
    });
  });
}

/** A SIGTERM to npm ends the shell between npm and this process, and goes no further: then nobody waits for us. */
function followNpm(onEnd) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onEnd();
  }, 250);
  watch.unref();
}

await main(async () => {
  const node = await makeReady();
  process.env.PORT = await choosePort(process.env.HOST || '127.0.0.1', process.env.PORT || '3000');
  // npm finds the runtime before the machine's own Node, so after the first start this is one process, not two.
  if (!process.versions.node.startsWith('24.')) return startBeside(node);
  process.chdir(root);
  followNpm(() => process.kill(process.pid, 'SIGTERM'));
  await import(pathToFileURL(running).href);
});
