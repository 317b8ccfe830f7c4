import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findErrorCode } from '../error-code.ts';

/** What a running Postgres writes into its cluster. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** In whole seconds. */
  readonly startedAtMs: number;
  readonly ready: boolean;
}

export function postmasterFile(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

/** Its lines: pid, folder, start time, port, socket folder, address, memory key, state. */
export function parsePostmaster(text: string): Postmaster | undefined {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return {
    pid,
    port: Number(lines[3] ?? 0),
    startedAtMs: Number(lines[2] ?? 0) * 1_000,
    ready: lines[7]?.trim() === 'ready',
  };
}

export function findPostmaster(cluster: string): Postmaster | undefined {
  const file = postmasterFile(cluster);
  return existsSync(file) ? parsePostmaster(readFileSync(file, 'utf8')) : undefined;
}

function commandOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  if (existsSync('/proc/self/cmdline')) return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ') : '';
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return findErrorCode(failure) === 'EPERM';
  }
}

/** After a crash the number may belong to another program by now. */
export function isPostgresOf(cluster: string, pid: number): boolean {
  if (!isAlive(pid)) return false;
  return process.platform === 'win32' || commandOf(pid).includes(cluster);
}
