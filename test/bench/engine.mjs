import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function isReady(url) {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(500) })).ok;
  } catch {
    return false;
  }
}

/** Starts the product as a person does; resolves when it is ready, with the seconds that took. */
export async function startProduct({ dataDir, folder = root, env = {}, port: wanted }) {
  const port = wanted ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const begin = performance.now();
  const printed = [];
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: String(port),
      OWNER_EMAIL: 'bench@example.com',
      OWNER_PASSWORD: 'a long password for the bench',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (text) => printed.push(String(text)));
  child.stderr.on('data', (text) => printed.push(String(text)));
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`The product did not start:\n${printed.join('')}`);
    await wait(10);
  }
  const seconds = (performance.now() - begin) / 1_000;
  return { url, port, pid: child.pid, seconds, printed, stop: () => stop(child) };
}

async function stop(child) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
