import { type ChildProcess, spawn } from 'node:child_process';
import { chown, open, readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@invoicepatch/sdk';
import { spawnAs } from './create-cluster.ts';
import { endPostgres } from './orphan.ts';
import { clusterOf, logFileOf, type PostgresHome } from './postgres-home.ts';
import { findPostmaster, isPostgresOf, type Postmaster } from './postmaster-file.ts';

const startLimitMs = 60_000;
const longestLogBytes = 1_000_000;

export interface PostgresProcess {
  readonly port: number;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function openLogFile(home: PostgresHome) {
  const path = logFileOf(home);
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  const file = await open(path, size > longestLogBytes ? 'w' : 'a', 0o600);
  if (home.account !== undefined) await chown(path, home.account.uid, home.account.gid);
  return file;
}

const listArguments = (home: PostgresHome, port: number, settings: readonly string[]): string[] => [
  ...['-D', clusterOf(home), '-p', String(port)],
  ...settings,
];

/** A file, not a pipe: it outlives a killed engine. A group of its own: Ctrl-C is for the engine, which ends Postgres last. */
async function launch(home: PostgresHome, port: number, settings: readonly string[]): Promise<ChildProcess> {
  const logFile = await openLogFile(home);
  try {
    return spawn(home.binaries.postgres, listArguments(home, port, settings), {
      ...spawnAs(home),
      stdio: ['ignore', logFile.fd, logFile.fd],
      detached: true,
      windowsHide: true,
    });
  } finally {
    await logFile.close();
  }
}

async function lastWords(home: PostgresHome): Promise<string> {
  const text = await readFile(logFileOf(home), 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-5).join('\n');
}

async function untilReady(home: PostgresHome, child: ChildProcess, hasEnded: () => boolean): Promise<void> {
  for (let waitedMs = 0; waitedMs < startLimitMs; waitedMs += 10) {
    const postmaster = findPostmaster(clusterOf(home));
    if (postmaster?.ready === true && postmaster.pid === child.pid) return;
    if (hasEnded()) break;
    await sleep(10);
  }
  child.kill('SIGQUIT');
  throw new Fault(
    'unavailable',
    'postgres.not-started',
    `Postgres did not start. Its last words, from ${logFileOf(home)}:\n${await lastWords(home)}`,
  );
}

/** Starts Postgres on an existing cluster and waits until it answers. */
export async function startProcess(home: PostgresHome, settings: readonly string[]): Promise<PostgresProcess> {
  const port = await freePort();
  const child = await launch(home, port, settings);
  let over = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      over = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  await untilReady(home, child, () => over);
  // However this process ends, short of being killed, Postgres ends with it: at once when it was asked before.
  let asked = false;
  const endToo = () => child.kill(asked ? 'SIGQUIT' : 'SIGINT');
  process.once('exit', endToo);
  const stop = async () => {
    asked = true;
    if (!over && child.pid !== undefined) await Promise.race([endPostgres(child.pid), ended]);
    process.off('exit', endToo);
  };
  return { port, ended, stop };
}

/** Whether it runs the same program with the same settings as one that would be started now. */
export async function isLikeOurs(
  home: PostgresHome,
  { port, startedAtMs, ready }: Postmaster,
  settings: readonly string[],
): Promise<boolean> {
  const written = await readFile(join(clusterOf(home), 'postmaster.opts'), 'utf8').catch(() => '');
  const program = await realpath(home.binaries.postgres);
  const wanted = [program, ...listArguments(home, port, settings).map((word) => `"${word}"`)].join(' ');
  // An update puts a new program in the same place. Packages bear any old time of change, but this one is the system's own.
  return ready && written.trim() === wanted && (await stat(program)).ctimeMs < startedAtMs;
}

/** Goes on with a Postgres that this process did not start. */
export function followProcess(home: PostgresHome, { pid, port }: Postmaster): Pick<PostgresProcess, 'port' | 'stop'> {
  let asked = false;
  const endToo = () => {
    if (isPostgresOf(clusterOf(home), pid)) process.kill(pid, asked ? 'SIGQUIT' : 'SIGINT');
  };
  process.once('exit', endToo);
  const stop = async () => {
    asked = true;
    if (isPostgresOf(clusterOf(home), pid)) await endPostgres(pid);
    process.off('exit', endToo);
  };
  return { port, stop };
}
