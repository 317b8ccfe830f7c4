import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@invoicepatch/sdk';
import type { Log } from '../log/log.ts';
import { type Claim, tryClaim } from './claim.ts';
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
async function takeClaim({ toUrl, log }: Orphan, { port }: Postmaster): Promise<Claim | 'owned' | 'unreachable'> {
  let claim: Claim | 'owned' | 'unreachable' = 'unreachable';
  await until(async () => {
    claim =
      (await tryClaim(toUrl(port), (cause) => log.error('postgres.lost', { cause })).catch(
        () => 'unreachable' as const,
      )) ?? 'owned';
    return typeof claim === 'object';
  }, patienceMs);
  return claim;
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

/** A Postgres that an engine left when it was killed, and that the next one goes on with. */
export interface Adopted {
  readonly postmaster: Postmaster;
  readonly claim: Claim;
}

/**
 * Finds the Postgres that a killed engine left on this cluster. One that `isWanted` is kept, which saves its end and a new
 * start; any other is ended to make way. The file of one that is gone is cleared away.
 */
export async function settleOrphan(
  orphan: Orphan,
  isWanted: (found: Postmaster) => Promise<boolean>,
): Promise<Adopted | undefined> {
  const { cluster, log } = orphan;
  const left = findPostmaster(cluster);
  if (left === undefined) return undefined;
  if (isPostgresOf(cluster, left.pid)) {
    log.info('postgres.found-running', { pid: left.pid });
    const claim = await takeClaim(orphan, left);
    if (claim === 'owned') {
      throw new Fault(
        'conflict',
        'postgres.in-use',
        'Another InvoicePatch is running on this DATA_DIR. Stop it first, or start this one with another DATA_DIR.',
      );
    }
    if (claim !== 'unreachable') {
      if (await isWanted(left)) return { postmaster: left, claim };
      await claim.release();
    }
    log.warn('postgres.orphan-ended', { pid: left.pid });
    await endPostgres(left.pid);
  }
  await rm(postmasterFile(cluster), { force: true });
  return undefined;
}
