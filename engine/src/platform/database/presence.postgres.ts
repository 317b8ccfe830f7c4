import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Held, Presence } from './presence.ts';

/** Wait between two tries at connecting again, in milliseconds. */
const againAfterMs = 100;

/** A machine that vanished sends no farewell: Postgres finds out after about 20 seconds. */
const keepAlive = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2';

/** An advisory lock on a connection of its own. Postgres frees it at the moment at which the process ends. */
export class PostgresPresence implements Presence {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async hold(name: string, onRegained: () => void): Promise<Held> {
    let wanted = true;
    let client: pg.Client;
    const regain = async () => {
      while (wanted) {
        await sleep(againAfterMs);
        const next = await this.#take(name, () => void regain()).catch(() => undefined);
        if (next === undefined) continue;
        client = next;
        return wanted ? onRegained() : void (await end(next));
      }
    };
    client = await this.#take(name, () => void regain());
    const letGo = async () => {
      wanted = false;
      await end(client);
    };
    return { letGo };
  }

  /** Waits for an earlier connection of the same holder that Postgres still takes for alive. */
  async #take(name: string, onLost: () => void): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'invoicepatch presence',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      options: keepAlive,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query("SELECT pg_advisory_lock(hashtext('invoicepatch.presence'), hashtext($1))", [name]);
    } catch (failure) {
      await end(client);
      throw failure;
    }
    client.once('end', onLost);
    return client;
  }
}

async function end(client: pg.Client): Promise<void> {
  client.removeAllListeners('end');
  await client.end().catch(() => undefined);
}
