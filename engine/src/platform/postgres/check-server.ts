import { Fault } from '@invoicepatch/sdk';
import pg from 'pg';
import { findErrorCode } from '../error-code.ts';

const oldest = 14;

const advice: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there. Check host and port, and that the server runs.'],
  ['ENOTFOUND', 'its name is not known. Check the host.'],
  ['EAI_AGAIN', 'its name could not be looked up. Check the network.'],
  ['ETIMEDOUT', 'it does not answer. Check host, port and firewall.'],
  ['28P01', 'it refuses the password. Check user and password.'],
  ['28000', 'it does not let this user in. Check the user and the pg_hba.conf of the server.'],
  ['3D000', 'it has no such database. Create it first.'],
  ['53300', 'it has no free connection. Raise its max_connections or stop other clients.'],
]);

/** Host, port and database: what may be shown of an address. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

function toConnectFault(url: string, cause: unknown): Fault {
  const why = advice.get(findErrorCode(cause) ?? '') ?? 'it could not be reached. Check DATABASE_URL and the server.';
  return new Fault(
    'unavailable',
    'database.unreachable',
    `The database ${placeOf(url)} of DATABASE_URL can't be used: ${why}`,
    {
      details: { reason: findErrorCode(cause) },
      cause,
    },
  );
}

/** Refuses a database that the engine can't work with, with a sentence that names no password. */
export async function checkServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query('SHOW server_version_num');
    const major = Math.trunc(Number(rows[0]?.server_version_num) / 10_000);
    if (major < oldest) {
      throw new Fault(
        'invalid',
        'database.too-old',
        `The database ${placeOf(url)} is Postgres ${major}; InvoicePatch needs ${oldest} or newer.`,
      );
    }
  } catch (failure) {
    throw failure instanceof Fault ? failure : toConnectFault(url, failure);
  } finally {
    await client.end().catch(() => undefined);
  }
}
