import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import type { Log } from '../log/log.ts';
import { findAccount } from './account.ts';
import { checkServer } from './check-server.ts';
import { isAlive } from './postmaster-file.ts';
import { type RunningPostgres, startPostgres } from './start-postgres.ts';

jest.setTimeout(120_000);

const events: string[] = [];
const note = (event: string) => void events.push(event);
const log: Log = { info: note, warn: note, error: note, child: () => log };

let dataDir: string;
const running: RunningPostgres[] = [];

beforeEach(async () => {
  // Longer than the path of a socket may be, and with spaces.
  dataDir = await mkdtemp(join(tmpdir(), `a data folder ${'with a long name '.repeat(6)}`));
  await chmod(dataDir, 0o711);
  events.length = 0;
});

afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<RunningPostgres> {
  const postgres = await startPostgres({ dataDir, log, durability: 'throw-away' });
  running.push(postgres);
  return postgres;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const cluster = () => join(dataDir, 'postgres', 'cluster');
const postmasterPid = async () => Number((await readFile(join(cluster(), 'postmaster.pid'), 'utf8')).split('\n')[0]);

test('makes a cluster, and finds its rows again after a stop', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
  await first.stop();
  const second = await start();

  expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
});

test('lets nobody in without the password', async () => {
  const { url } = await start();
  const wrong = new URL(url);
  wrong.password = 'hunter2';

  const refused = checkServer(wrong.href);

  await expect(refused).rejects.toMatchObject({
    code: 'database.unreachable',
    message: expect.stringContaining('refuses the password'),
  });
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') });
});

test('a second engine on the same data folder is refused, and the first one keeps its database', async () => {
  const { url } = await start();

  await expect(startPostgres({ dataDir, log })).rejects.toMatchObject({ code: 'postgres.in-use' });

  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('heals when Postgres itself was killed', async () => {
  await start();
  process.kill(await postmasterPid(), 'SIGKILL');
  running.length = 0;

  const { url } = await start();

  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

/** An engine in a process of its own, killed as soon as its Postgres runs. Resolves with the Postgres it leaves behind. */
async function leaveBehind(durability: 'durable' | 'throw-away'): Promise<number> {
  const script = `
    const { startPostgres } = await import(${JSON.stringify(new URL('start-postgres.ts', import.meta.url).href)});
    const log = { info() {}, warn() {}, error() {}, child: () => log };
    await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, log, durability: '${durability}' });
    process.stdout.write('up');
    setInterval(() => undefined, 60_000);`;
  const engine = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(engine.stdout, 'data');
  const pid = await postmasterPid();
  engine.kill('SIGKILL');
  await once(engine, 'exit');
  return pid;
}

test('goes on with the Postgres that a killed engine left, and ends it in the end', async () => {
  const left = await leaveBehind('throw-away');

  const adopted = await start();

  expect(await postmasterPid()).toBe(left);
  expect(await query(adopted.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await expect(startPostgres({ dataDir, log })).rejects.toMatchObject({ code: 'postgres.in-use' });
  await adopted.stop();
  expect(isAlive(left)).toBe(false);
});

test('a Postgres that was left with other settings makes way for a new one', async () => {
  const left = await leaveBehind('durable');

  const { url } = await start();

  expect(isAlive(left)).toBe(false);
  expect(await query(url, 'SHOW fsync')).toEqual([{ fsync: 'off' }]);
});

test('heals when the number in a stale file belongs to another program by now', async () => {
  await (await start()).stop();
  running.length = 0;
  const account = findAccount(process.getuid?.());
  const stranger = spawn('sleep', ['60'], account === undefined ? {} : { uid: account.uid, gid: account.gid });
  await writeFile(
    join(cluster(), 'postmaster.pid'),
    `${stranger.pid}\n${cluster()}\n1700000000\n5999\n\n127.0.0.1\n 1 1\nready   \n`,
  );

  const { url } = await start();

  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(stranger.exitCode).toBeNull();
  stranger.kill();
});

test('says which address nothing listens at', async () => {
  await expect(checkServer('postgres://me:hunter2@127.0.0.1:1/books')).rejects.toMatchObject({
    code: 'database.unreachable',
    message:
      "The database 127.0.0.1:1/books of DATABASE_URL can't be used: nothing listens there. Check host and port, and that the server runs.",
  });
});
