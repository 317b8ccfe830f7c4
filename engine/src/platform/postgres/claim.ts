import pg from 'pg';

const lock = 7_105_018_442;

/** Says that an engine owns this Postgres. It ends with the connection, so also when the engine is killed. */
export interface Claim {
  release(): Promise<void>;
}

/** `undefined` when another engine holds it. */
export async function tryClaim(url: string, onLost: (cause: Error) => void): Promise<Claim | undefined> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'invoicepatch owner',
    connectionTimeoutMillis: 3_000,
    query_timeout: 3_000,
    keepAlive: true,
  });
  let released = false;
  client.on('error', (cause) => {
    if (!released) onLost(cause);
  });
  const release = async () => {
    released = true;
    await client.end();
  };
  await client.connect();
  const { rows } = await client
    .query('SELECT pg_try_advisory_lock($1) AS mine', [lock])
    .catch(async (failure: unknown) => {
      await release();
      throw failure;
    });
  if (rows[0]?.mine === true) return { release };
  await release();
  return undefined;
}
