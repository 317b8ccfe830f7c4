import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@invoicepatch/sdk';
import type { Log } from '../log/log.ts';
import { tryClaim } from './claim.ts';
import { findPostmaster, isAlive, isPostgresOf, type Postmaster, postmasterFile } from './postmaster-file.ts';

interface Orphan {
  readonly cluster: string;
  readonly log: Log;
  /** Where the Postgres of this port answers. */
  toUrl(port: number): string;
}

const patienceMs = 3_000;
const stepMs = 50;

async function until(done: () => boolean | Promise<boolean>, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (!(await done())) {
    if (performance.now() > deadline) return false;
    await sleep(stepMs);
  }
  return true;
}

/** The claim of an engine that was killed goes when Postgres notices, a moment later; a living engine keeps it. */
async function isOwned({ toUrl }: Orphan, { port }: Postmaster): Promise<boolean> {
  let unreachable = false;
  const free = await until(async () => {
    const claim = await tryClaim(toUrl(port), () => undefined).catch(() => 'unreachable' as const);
    unreachable = claim === 'unreachable';
    if (claim === 'unreachable' || claim === undefined) return false;
    await claim.release();
    return true;
  }, patienceMs);
  return !free && !unreachable;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}

/** Asks Postgres to end fast; insists when it does not. */
export async function endPostgres(pid: number): Promise<void> {
  for (const name of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    signal(pid, name);
    if (await until(() => !isAlive(pid), patienceMs)) return;
  }
}

/** Makes way for a new Postgres on this cluster: ends the one that a killed engine left, forgets one that is gone. */
export async function clearOrphan(orphan: Orphan): Promise<void> {
  const { cluster, log } = orphan;
  const left = findPostmaster(cluster);
  if (left === undefined) return;
  if (isPostgresOf(cluster, left.pid)) {
    log.info('postgres.found-running', { pid: left.pid });
    if (await isOwned(orphan, left)) {
      throw new Fault(
        'conflict',
        'postgres.in-use',
        'Another InvoicePatch is running on this DATA_DIR. Stop it first, or start this one with another DATA_DIR.',
      );
    }
    log.warn('postgres.orphan-ended', { pid: left.pid });
    await endPostgres(left.pid);
  }
  await rm(postmasterFile(cluster), { force: true });
}
