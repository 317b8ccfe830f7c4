import type pg from 'pg';
import { isDatabaseAway } from './database-away.ts';
import type { Line } from './line.ts';

/**
 * A prepared statement is planned once, perhaps while its tables are almost empty; by way of the indexes it stays right
 * when they have grown.
 */
const begin = `SET ROLE invoicepatch_system; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
  SET plan_cache_mode = force_generic_plan; SET jit = off`;

export class PostgresLine implements Line {
  readonly #pool: pg.Pool;
  #client: Promise<pg.PoolClient> | undefined;
  #closed = false;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async query<Row extends object>(
    { name, text }: { readonly name: string; readonly text: string },
    values: readonly unknown[],
  ): Promise<Row[]> {
    if (this.#closed) throw new Error('Connection ended: the line is closed.');
    const client = await this.#open();
    try {
      const { rows } = await client.query({ name, text, values: [...values] });
      return rows as Row[];
    } catch (failure) {
      if (isDatabaseAway(failure)) await this.#drop();
      throw failure;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#drop();
  }

  #open(): Promise<pg.PoolClient> {
    this.#client ??= this.#connect();
    this.#client.catch(() => {
      this.#client = undefined;
    });
    return this.#client;
  }

  async #connect(): Promise<pg.PoolClient> {
    const client = await this.#pool.connect();
    try {
      await client.query(begin);
      return client;
    } catch (failure) {
      client.release(true);
      throw failure;
    }
  }

  /** Never handed back to the others: it bears the system's role. */
  async #drop(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    client?.release(true);
  }
}
