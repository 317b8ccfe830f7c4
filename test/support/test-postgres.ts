import { randomBytes } from 'node:crypto';
import pg from 'pg';

export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}

export async function administer(server: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export interface TestServer {
  readonly url: string;
  /** A migrated database without rows. */
  readonly template: string;
}

/** The Postgres that all tests share. */
export function sharedServer(): TestServer {
  const { TEST_POSTGRES_URL: url, TEST_TEMPLATE_DATABASE: template } = process.env;
  if (url === undefined || template === undefined)
    throw new Error('No Postgres: only integration and browser tests get one.');
  return { url, template };
}

/** A migrated database of the caller's own. */
export async function createTestDatabase({ url: server, template } = sharedServer()): Promise<TestDatabase> {
  const name = `ip_test_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    url: databaseUrl(server, name),
    drop: () => administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
