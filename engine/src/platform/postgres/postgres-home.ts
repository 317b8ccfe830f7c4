import { randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Log } from '../log/log.ts';
import { type Account, canEnter, canRun } from './account.ts';
import type { Binaries } from './postgres-binaries.ts';

/** Where Postgres lives on this machine, and as whom. */
export interface PostgresHome {
  readonly binaries: Binaries;
  /** The folder of the cluster and of its log; its owner is the account. */
  readonly folder: string;
  readonly account: Account | undefined;
}

interface Wanted {
  readonly binaries: Binaries;
  readonly dataDir: string;
  readonly account: Account | undefined;
  /** For root only: a place that every user can enter. */
  readonly sharedDir: string;
  readonly log: Log;
}

async function makeFolder(path: string, account: Account | undefined): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (account === undefined) return;
  await chown(path, account.uid, account.gid);
  await chmod(path, 0o700);
}

function within(folder: string, { initdb, postgres }: Binaries): Binaries {
  const program = (path: string) => join(folder, 'bin', basename(path));
  return { folder, initdb: program(initdb), postgres: program(postgres) };
}

/** Copies the programs to where the account can reach them, whole or not at all. */
async function copyBinaries({ binaries, sharedDir, log }: Wanted): Promise<Binaries> {
  // Another installation's programs have another time, and then another copy.
  const { size, mtimeMs } = await stat(binaries.postgres);
  const folder = join(sharedDir, `programs-${size}-${Math.trunc(mtimeMs)}`);
  const copy = within(folder, binaries);
  if (await stat(copy.postgres).catch(() => undefined)) return copy;
  const draft = `${folder}.${randomBytes(4).toString('hex')}`;
  await cp(binaries.folder, draft, { recursive: true, verbatimSymlinks: true, mode: 0 });
  await chmod(draft, 0o755);
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  log.info('postgres.programs-copied', {
    because: 'the user that Postgres runs as cannot reach the installation',
    folder,
  });
  return copy;
}

/** The data folder names its cluster, so that an emptied data folder gets a fresh one. */
async function clusterId(dataDir: string): Promise<string> {
  const path = join(dataDir, 'postgres.id');
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known !== undefined && /^[0-9a-f]{16}$/.test(known.trim())) return known.trim();
  const id = randomBytes(8).toString('hex');
  await writeFile(path, `${id}\n`, { mode: 0o600 });
  return id;
}

async function forAccount(wanted: Wanted, account: Account): Promise<PostgresHome> {
  const { binaries, dataDir, sharedDir, log } = wanted;
  await mkdir(sharedDir, { recursive: true, mode: 0o755 });
  const reachable = canRun(account, binaries.postgres) ? binaries : await copyBinaries(wanted);
  if (canEnter(account, dataDir)) {
    const folder = join(dataDir, 'postgres');
    await makeFolder(folder, account);
    return { binaries: reachable, folder, account };
  }
  const folder = join(sharedDir, await clusterId(dataDir));
  await makeFolder(folder, account);
  log.info('postgres.cluster-elsewhere', { because: `the user ${account.name} cannot enter ${dataDir}`, folder });
  return { binaries: reachable, folder, account };
}

/** Chooses the place of the programs and of the cluster; as root both must be reachable by another user. */
export async function prepareHome(wanted: Wanted): Promise<PostgresHome> {
  const { binaries, dataDir, account } = wanted;
  if (account !== undefined) return forAccount(wanted, account);
  const folder = join(dataDir, 'postgres');
  await makeFolder(folder, undefined);
  return { binaries, folder, account: undefined };
}

export const clusterOf = (home: PostgresHome): string => join(home.folder, 'cluster');
export const logFileOf = (home: PostgresHome): string => join(home.folder, 'postgres.log');
