import { join } from 'node:path';
import { systemClock } from './platform/clock/clock.ts';
import type { Config } from './platform/config/config.ts';
import { readMasterKey } from './platform/config/master-key.ts';
import type { Database } from './platform/database/database.ts';
import { openDatabase } from './platform/database/open-database.ts';
import { PostgresPresence } from './platform/database/presence.postgres.ts';
import { makeDataDir } from './platform/files/data-dir.ts';
import { LocalFileStore } from './platform/files/file-store.local.ts';
import { GuardedHttp } from './platform/http/guarded-http.ts';
import type { Log } from './platform/log/log.ts';
import { Metrics } from './platform/metrics/metrics.ts';
import { watchProcess } from './platform/metrics/process-metrics.ts';
import type { Platform } from './platform/nest/platform.module.ts';
import { checkServer } from './platform/postgres/check-server.ts';
import { startPostgres } from './platform/postgres/start-postgres.ts';
import { DataKeys, refuseWrongMasterKey } from './platform/secrets/data-keys.ts';
import { LocalMasterKey } from './platform/secrets/master-key.local.ts';
import { SecretBox } from './platform/secrets/secret-box.ts';
import type { Tracing } from './platform/tracing/tracing.ts';

/** Connections of one process: a tenant's transaction each, plus those that the runs' writes go over. */
const poolSize = 12;

/** Things to close, in the opposite order of their opening. */
export class Closers {
  readonly #work: (() => Promise<unknown> | unknown)[] = [];

  add(work: () => Promise<unknown> | unknown): void {
    this.#work.push(work);
  }

  async close(): Promise<void> {
    for (const work of this.#work.splice(0).reverse()) await work();
  }
}

async function findDatabase(config: Config, log: Log, closers: Closers): Promise<string> {
  if (config.databaseUrl !== undefined) {
    await checkServer(config.databaseUrl);
    return config.databaseUrl;
  }
  const postgres = await startPostgres({ dataDir: config.dataDir, log });
  closers.add(() => postgres.stop());
  return postgres.url;
}

async function openSecretBox(config: Config, database: Database): Promise<SecretBox> {
  const master = new LocalMasterKey(await readMasterKey(config.dataDir, config.masterKey));
  await refuseWrongMasterKey(database, master);
  return new SecretBox(new DataKeys(database, master, systemClock));
}

async function openFiles({ dataDir }: Config, database: Database): Promise<LocalFileStore> {
  const files = new LocalFileStore({ database, folder: join(dataDir, 'files') });
  await files.sweep(systemClock.now());
  return files;
}

/** The libraries for it are loaded where traces are wanted, and nowhere else. */
async function openTracing({ tracesEndpoint, serviceName }: Config): Promise<Tracing | undefined> {
  if (tracesEndpoint === undefined) return undefined;
  const { OtlpTracing } = await import('./platform/tracing/tracing.otlp.ts');
  return new OtlpTracing({ endpoint: tracesEndpoint, serviceName });
}

/** Opens the tools that features stand on; what was opened is noted in `closers`, also when a later step fails. */
export async function openPlatform(config: Config, log: Log, closers: Closers): Promise<Platform> {
  await makeDataDir(config.dataDir);
  const url = await findDatabase(config, log, closers);
  const database = await openDatabase({ url, poolSize });
  closers.add(() => database.close());
  const metrics = new Metrics();
  closers.add(watchProcess(metrics));
  const tracing = await openTracing(config);
  closers.add(() => tracing?.close());
  return {
    config,
    log,
    clock: systemClock,
    database,
    presence: new PostgresPresence(url),
    files: await openFiles(config, database),
    secretBox: await openSecretBox(config, database),
    guardedHttp: new GuardedHttp({ egressAllow: config.egressAllow }),
    metrics,
    tracing,
  };
}
