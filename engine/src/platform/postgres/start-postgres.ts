import { Fault } from '@invoicepatch/sdk';
import { makeDataDir } from '../files/data-dir.ts';
import type { Log } from '../log/log.ts';
import { findAccount } from './account.ts';
import { type Claim, tryClaim } from './claim.ts';
import { createCluster, findClusterVersion, superuser } from './create-cluster.ts';
import { settleOrphan } from './orphan.ts';
import { findBinaries } from './postgres-binaries.ts';
import { clusterOf, type PostgresHome, prepareHome } from './postgres-home.ts';
import { readPassword } from './postgres-password.ts';
import { followProcess, isLikeOurs, startProcess } from './postgres-process.ts';
import { toArguments } from './postgres-settings.ts';

export interface PostgresOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** `throw-away` is for tests: faster, and lost in a power cut. */
  readonly durability?: 'durable' | 'throw-away';
}

export interface RunningPostgres {
  /** With its password: never to be logged. */
  readonly url: string;
  stop(): Promise<void>;
}

const sharedDir = '/var/lib/invoicepatch';

async function prepare({ dataDir, log }: PostgresOptions): Promise<PostgresHome> {
  await makeDataDir(dataDir);
  const binaries = await findBinaries(process.platform, process.arch);
  return prepareHome({ binaries, dataDir, account: findAccount(process.getuid?.()), sharedDir, log });
}

async function claim(url: string, log: Log): Promise<Claim> {
  const claimed = await tryClaim(url, (cause) => log.error('postgres.lost', { cause }));
  if (claimed !== undefined) return claimed;
  throw new Fault('conflict', 'postgres.in-use', 'Another InvoicePatch took this DATA_DIR at the same moment.');
}

/** Starts the Postgres that comes along, on the data folder's own cluster, which is made when it is missing. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { dataDir, log, durability = 'durable' } = options;
  const home = await prepare(options);
  const password = await readPassword(dataDir, (await findClusterVersion(home)) !== undefined);
  const toUrl = (port: number) => `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;
  await createCluster(home, password);
  const settings = toArguments(durability);
  const adopted = await settleOrphan({ cluster: clusterOf(home), log, toUrl }, (found) =>
    isLikeOurs(home, found, settings),
  );
  const running = adopted ? followProcess(home, adopted.postmaster) : await startProcess(home, settings);
  const owner = adopted?.claim ?? (await claim(toUrl(running.port), log));
  return {
    url: toUrl(running.port),
    stop: async () => {
      await owner.release();
      await running.stop();
    },
  };
}
