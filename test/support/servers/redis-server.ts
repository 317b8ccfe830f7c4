import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { connect as connectTo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface TestRedis {
  readonly url: string;
  /** FLUSHALL: everything in it is gone. */
  flush(): Promise<void>;
  stop(): Promise<void>;
  /** On the same port, empty, after `stop`. */
  restart(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('A listening server has an address.');
  return address.port;
}

function say(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTo(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(String(answer));
    });
    socket.once('error', reject);
  });
}

async function launch(port: number): Promise<ChildProcess | undefined> {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', options, { stdio: 'ignore' });
  const isMissing = await Promise.race([once(child, 'error').then(() => true), once(child, 'spawn').then(() => false)]);
  if (isMissing) return undefined;
  for (let tries = 0; tries < 500; tries += 1) {
    if ((await say(port, 'PING').catch(() => '')).startsWith('+PONG')) return child;
    await sleep(20);
  }
  child.kill('SIGKILL');
  throw new Error('redis-server was started and does not answer.');
}

/** A Redis of the caller's own; `undefined` on a machine without redis-server. */
export async function startRedis(): Promise<TestRedis | undefined> {
  const port = await freePort();
  let child = await launch(port);
  if (child === undefined) return undefined;
  const stop = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    flush: async () => void (await say(port, 'FLUSHALL')),
    stop,
    restart: async () => {
      await stop();
      child = await launch(port);
    },
  };
}

export function tellRedisIsMissing(): void {
  writeSync(
    2,
    '\n  NOT TESTED: everything with Redis. This machine has no redis-server; install it to run these tests.\n\n',
  );
}
