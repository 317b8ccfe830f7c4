import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { commandOf, listRunning, listTree } from '../support/process-tree.ts';

jest.setTimeout(180_000);

const root = fileURLToPath(new URL('../..', import.meta.url));
let dataDir: string;
let started: readonly number[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'invoicepatch-ctrl-c-'));
  await chmod(dataDir, 0o711);
});

afterEach(async () => {
  for (const pid of listRunning(started)) process.kill(pid, 'SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

interface Terminal {
  readonly npm: ChildProcess;
  readonly pid: number;
  said(): string;
}

async function until(terminal: Terminal, words: string): Promise<void> {
  while (!terminal.said().includes(words)) {
    if (terminal.npm.exitCode !== null) throw new Error(`npm start ended:\n${terminal.said()}`);
    await sleep(50);
  }
}

/** A group of its own, as a shell gives to what is in the foreground of a terminal. */
async function startProduct(): Promise<Terminal> {
  const env = { ...process.env, DATA_DIR: join(dataDir, 'data'), PORT: '0', OWNER_PASSWORD: 'correct horse battery' };
  const npm = spawn('npm', ['start'], { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const terminal = { npm, pid: npm.pid ?? 0, said: () => said };
  await until(terminal, '/runs/');
  started = listTree(terminal.pid);
  return terminal;
}

/** A terminal tells everybody in the foreground. */
function pressCtrlC({ pid }: Terminal): void {
  process.kill(-pid, 'SIGINT');
}

test('after Ctrl-C nothing goes on running behind the prompt', async () => {
  const terminal = await startProduct();
  const ended = once(terminal.npm, 'exit');

  pressCtrlC(terminal);
  await ended;
  await sleep(2_000);

  expect(started.length).toBeGreaterThan(5);
  expect(listRunning(started)).toEqual([]);
  expect(terminal.said()).toMatch(/engine\.stopped/);
});

test('a second Ctrl-C does not wait for a Postgres that does not end', async () => {
  const terminal = await startProduct();
  const ended = once(terminal.npm, 'exit');
  const postmaster = started.find((pid) => commandOf(pid).includes('postgres -D'));

  if (postmaster !== undefined) process.kill(postmaster, 'SIGSTOP');
  pressCtrlC(terminal);
  await until(terminal, 'engine.stopping');
  await sleep(700);
  pressCtrlC(terminal);
  await ended;
  if (postmaster !== undefined) process.kill(postmaster, 'SIGCONT');
  await sleep(2_000);

  expect(postmaster).toBeDefined();
  expect(terminal.said()).toMatch(/engine\.stopped-at-once/);
  expect(listRunning(started)).toEqual([]);
});
