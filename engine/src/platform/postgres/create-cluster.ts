import { spawn } from 'node:child_process';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { Fault } from '@invoicepatch/sdk';
import { clusterOf, type PostgresHome } from './postgres-home.ts';

export const superuser = 'invoicepatch';
const supportedMajor = '18';

/** The identity to spawn a program with; a folder that the account may not enter can't be its working folder. */
export function spawnAs({ account, folder }: PostgresHome) {
  return {
    cwd: folder,
    env: { LC_ALL: 'C', TZ: 'UTC' },
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  };
}

function runInitdb(home: PostgresHome, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(home.binaries.initdb, [...args], { ...spawnAs(home), stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString('utf8')}`.slice(-2_000);
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(said.trim() || `initdb ended with ${code}`)),
    );
  });
}

async function initialise(home: PostgresHome, password: string): Promise<void> {
  const [draft, passwordFile] = [`${clusterOf(home)}.new`, join(home.folder, 'password.new')];
  await rm(draft, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    if (home.account !== undefined) await chown(passwordFile, home.account.uid, home.account.gid);
    // The builtin locale sorts and folds alike on every machine, whatever the system has installed.
    const text = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    await runInitdb(home, ['-D', draft, '-U', superuser, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...text]);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, clusterOf(home));
}

/** The major version of the cluster, or `undefined` when there is none yet. */
export async function findClusterVersion(home: PostgresHome): Promise<string | undefined> {
  const text = await readFile(join(clusterOf(home), 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text?.trim();
}

/** Makes the cluster unless it is there; a start that was interrupted half-way leaves nothing behind. */
export async function createCluster(home: PostgresHome, password: string): Promise<void> {
  const version = await findClusterVersion(home);
  if (version === supportedMajor) return;
  if (version !== undefined) {
    throw new Fault(
      'invalid',
      'postgres.other-version',
      `The database in ${home.folder} was made by Postgres ${version}; this release brings ${supportedMajor}. Start the older release, dump the database, and load it into a new DATA_DIR.`,
    );
  }
  await initialise(home, password).catch((cause: unknown) => {
    throw new Fault(
      'unavailable',
      'postgres.not-created',
      `The database could not be created in ${home.folder}: ${isNativeError(cause) ? cause.message : 'unknown reason'}`,
      { cause },
    );
  });
}
