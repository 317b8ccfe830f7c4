import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../engine/src/platform/database/open-database.ts';
import { startPostgres } from '../../engine/src/platform/postgres/start-postgres.ts';
import { administer, databaseUrl, type TestServer } from '../support/test-postgres.ts';
import { ask } from './checker.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, child: () => silent };

/** A Postgres that nobody else uses, so that it may crash. */
export interface OwnPostgres extends TestServer {
  /** Every connection ends at once, nothing in memory is kept, and it comes back with what its log on disk holds. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

export async function openOwnPostgres(): Promise<OwnPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'invoicepatch-chaos-postgres-'));
  // As root, Postgres runs as another user, who must get there.
  await chmod(dataDir, 0o711);
  const { url, stop } = await startPostgres({ dataDir: join(dataDir, 'data'), log: silent, durability: 'throw-away' });
  // The disk survives this crash, so it need not be waited for; but what was committed must have been handed to it.
  await administer(url, 'ALTER ROLE ALL SET synchronous_commit = on');
  const template = 'ip_template';
  await administer(url, `CREATE DATABASE ${template}`);
  await (await openDatabase({ url: databaseUrl(url, template), poolSize: 2 })).close();
  return {
    url,
    template,
    crash: async () => {
      const [backend] = await ask<{ pid: number }>(
        url,
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1",
      );
      // One backend that is killed takes all others with it, as after `pg_ctl stop -m immediate`.
      if (backend !== undefined) process.kill(backend.pid, 'SIGKILL');
    },
    close: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
