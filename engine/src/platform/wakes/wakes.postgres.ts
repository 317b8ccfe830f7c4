import type { Database } from '../database/database.ts';
import { CallBatches } from './call-batches.ts';
import type { Wakes } from './wakes.ts';

/** A notice holds 8,000 bytes. */
const idsPerNotice = 200;

/** Wakes by LISTEN and NOTIFY, on the connection on which this process listens for changes anyway. */
export class PostgresWakes implements Wakes {
  readonly #database: Database;
  readonly #calls: CallBatches;

  constructor(database: Database) {
    this.#database = database;
    this.#calls = new CallBatches(idsPerNotice, async (ids) => {
      await database.asSystem((sql) => sql.query("SELECT pg_notify('invoicepatch', $1)", [`due:${ids.join(',')}`]));
    });
  }

  call(runId: string): void {
    this.#calls.add(runId);
  }

  listen(hear: (runIds: readonly string[]) => void): void {
    this.#database.changes.follow('due', (ids) => {
      if (ids !== undefined) hear(ids.split(','));
    });
  }

  close(): Promise<void> {
    return this.#calls.settled();
  }
}
