import type { Database, Sql } from '../../platform/database/database.ts';

export interface RunDaysOptions {
  /** Days that finished runs are kept. */
  readonly keepDays: number;
  /** Told when tending failed; it is tried again. */
  readonly complain?: (cause: unknown) => void;
}

export interface Tended {
  readonly made: number;
  readonly dropped: number;
  /** Old rows outside of the days, and old delivery ids. */
  readonly deleted: number;
}

/** Days that are there before they begin, so that an engine which is down for a while still finds them. */
const aheadDays = 8;
/** A delivery id is recognised for as long as any sender tries again, even where runs are kept for less. */
const leastDeliveryDays = 30;
const everyMs = 3_600_000;
/** Rows that one statement deletes: a long one would hold others up. */
const atOnce = 5_000;

const deleteDeliveries = `
DELETE FROM deliveries WHERE ctid = ANY (ARRAY (SELECT d.ctid FROM deliveries d
  WHERE d.accepted_at < now() - make_interval(days => $1) AND NOT EXISTS (SELECT 1 FROM open_runs o WHERE o.id = d.run_id) LIMIT $2))
RETURNING run_id`;

const deleteAnswers = `DELETE FROM run_answers WHERE told_at < now() - interval '10 minutes' RETURNING run_id`;

const deleteOthers = `
DELETE FROM runs_otherwise WHERE ctid = ANY (ARRAY (SELECT ctid FROM runs_otherwise
  WHERE finished_at < now() - make_interval(days => $1) LIMIT $2)) RETURNING id`;

const deleteOtherFacts = `
DELETE FROM run_facts_otherwise WHERE ctid = ANY (ARRAY (SELECT f.ctid FROM run_facts_otherwise f
  WHERE NOT EXISTS (SELECT 1 FROM runs r WHERE r.id = f.run_id) LIMIT $1)) RETURNING run_id`;

/** Makes the days to come and drops those that are over. Open runs lie elsewhere: none is ever dropped. */
export class RunDays {
  readonly #database: Database;
  readonly #keepDays: number;
  readonly #complain: (cause: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(database: Database, { keepDays, complain = () => undefined }: RunDaysOptions) {
    this.#database = database;
    this.#keepDays = keepDays;
    this.#complain = complain;
  }

  /** Once now and then every hour, beside everything else. */
  start(): void {
    const tend = () => {
      this.#turn = this.tend().catch(this.#complain);
    };
    tend();
    this.#timer = setInterval(tend, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn;
  }

  /** Harmless at any time and by several engines at once: whoever is second leaves it to the first. */
  async tend(): Promise<Tended> {
    const days = await this.#database.asSystem((sql) => this.#tendDays(sql));
    await this.#database.asSystem((sql) => sql.query(deleteAnswers));
    const deliveryDays = Math.max(this.#keepDays, leastDeliveryDays);
    const deleted =
      (await this.#deleteAll(deleteDeliveries, [deliveryDays, atOnce])) +
      (await this.#deleteAll(deleteOthers, [this.#keepDays, atOnce])) +
      (await this.#deleteAll(deleteOtherFacts, [atOnce]));
    return { ...days, deleted };
  }

  async #tendDays(sql: Sql): Promise<{ readonly made: number; readonly dropped: number }> {
    // Making and dropping need the table to themselves for a moment; who can't have it at once tries again later.
    await sql.query("SET LOCAL lock_timeout = '3s'");
    const [turn] = await sql.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtext('invoicepatch.run-days')) AS mine",
    );
    if (turn?.mine !== true) return { made: 0, dropped: 0 };
    const [made] = await sql.query<{ count: number }>('SELECT make_run_days(current_date, $1) AS count', [aheadDays]);
    const [dropped] = await sql.query<{ count: number }>('SELECT drop_run_days(current_date - $1::int) AS count', [
      this.#keepDays,
    ]);
    return { made: made?.count ?? 0, dropped: dropped?.count ?? 0 };
  }

  async #deleteAll(text: string, values: readonly unknown[]): Promise<number> {
    let deleted = 0;
    for (;;) {
      const rows = await this.#database.asSystem((sql) => sql.query(text, values));
      deleted += rows.length;
      if (rows.length < atOnce) return deleted;
    }
  }
}
