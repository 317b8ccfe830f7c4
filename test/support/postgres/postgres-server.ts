import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../engine/src/platform/database/open-database.ts';
import { startPostgres } from '../../../engine/src/platform/postgres/start-postgres.ts';
import { administer, databaseUrl } from '../test-postgres.ts';

/**
 * A process of its own that holds the tests' Postgres: the given one, or the one that comes along. It prints where the
 * migrated template is, and cleans up when its input ends, so also when the tests are killed.
 */
const said: string[] = [];
const note = (event: string, facts: object = {}) => void said.push(`${event} ${JSON.stringify(facts)}`);
const log = { info: note, warn: note, error: note, child: () => log };

async function openServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const given = process.env['TEST_POSTGRES_URL'];
  if (given) return { url: given, stop: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), 'invoicepatch-test-'));
  // As root, Postgres runs as another user, who must get there.
  await chmod(dataDir, 0o711);
  const postgres = await startPostgres({ dataDir: join(dataDir, 'data'), log, durability: 'throw-away' });
  const stop = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: postgres.url, stop };
}

const server = await openServer();
const template = `ip_template_${process.pid}_${Date.now()}`;
await administer(server.url, `CREATE DATABASE ${template}`);
await (await openDatabase({ url: databaseUrl(server.url, template), poolSize: 2 })).close();
process.stdout.write(`${JSON.stringify({ url: server.url, template })}\n`);

async function close(): Promise<void> {
  await administer(server.url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
  await server.stop();
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.stdin.once('end', () => void close());
process.stdin.resume();
