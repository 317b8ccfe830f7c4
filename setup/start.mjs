import { spawn } from 'node:child_process';
import { choosePort } from './port.mjs';
import { inProject, root } from './project.mjs';
import { makeReady } from './ready.mjs';
import { main } from './steps.mjs';

// One Ctrl-C reaches this process twice: from the terminal, and handed on by npm.
const oneKeystrokeMs = 500;

function kill(engine, signal) {
  try {
    process.kill(process.platform === 'win32' ? engine.pid : -engine.pid, signal);
  } catch {
    // It is gone already.
  }
}

/** The first signal asks the engine to finish, the second ends it. */
function passSignals(engine) {
  let first = 0;
  const onSignal = () => {
    const now = Date.now();
    if (first === 0) {
      first = now;
      engine.kill('SIGTERM');
    } else if (now - first > oneKeystrokeMs) {
      engine.kill('SIGTERM');
      setTimeout(() => kill(engine, 'SIGKILL'), 300);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  followNpm(onSignal);
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

/** The engine leads a group of its own, so that only this process tells it to stop; it stops too when this process dies. */
function startEngine(node, environment) {
  const engine = spawn(node, [inProject('engine/dist/main.js')], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  });
  passSignals(engine);
  return new Promise((resolve, reject) => {
    engine.once('error', reject);
    engine.once('exit', (code) => resolve(code ?? 1));
  });
}

await main(async () => {
  const node = await makeReady();
  const port = await choosePort(process.env.HOST || '127.0.0.1', process.env.PORT || '3000');
  return startEngine(node, { ...process.env, PORT: port });
});
