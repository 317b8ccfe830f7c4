import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Another user of this machine, as whom Postgres runs when we are root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

function parseAccount(passwd: string, wanted: string): Account | undefined {
  const line = passwd.split('\n').find((each) => each.startsWith(`${wanted}:`));
  const [name, , uid, gid] = line?.split(':') ?? [];
  if (name === undefined || uid === undefined || gid === undefined) return undefined;
  return { name, uid: Number(uid), gid: Number(gid) };
}

/** `undefined` where Postgres can run as we do; Postgres refuses to run as root. */
export function findAccount(uid: number | undefined, passwdFile = '/etc/passwd'): Account | undefined {
  if (uid !== 0) return undefined;
  const passwd = readFileSync(passwdFile, 'utf8');
  return parseAccount(passwd, 'postgres') ?? parseAccount(passwd, 'nobody');
}

/** Whether this user may enter a folder and run a program, asked by trying. */
export function canRun(account: Account, program: string): boolean {
  const { status } = spawnSync(program, ['--version'], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}

export function canEnter(account: Account, folder: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}
