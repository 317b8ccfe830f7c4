import { isDeepStrictEqual } from 'node:util';
import { Fault, type Json } from '@invoicepatch/sdk';
import type { Database } from '../platform/database/database.ts';
import type { RunStarter, StartedRun, StartRun } from '../runs/run-starter.ts';
import { findRun } from '../runs/store/run-rows.ts';

export type KeyedStart = StartRun & { readonly dedupeKey: string };

/** Starts runs under keys that promise the same content: who breaks the promise learns that nothing was started. */
export class KeyedStarts {
  readonly #runs: RunStarter;
  readonly #database: Database;

  constructor(runs: RunStarter, database: Database) {
    this.#runs = runs;
    this.#database = database;
  }

  async start(request: KeyedStart): Promise<StartedRun> {
    const started = await this.#runs.start(request);
    if (!started.duplicate || (await this.#holds(request.tenantId, started.runId, request.payload))) return started;
    const message =
      'This Idempotency-Key was used for other content before, so nothing was started. Send new content under a new key.';
    throw new Fault('conflict', 'hook.key-reused', message, { details: { runId: started.runId } });
  }

  async #holds(tenantId: string, runId: string, payload: Json): Promise<boolean> {
    const run = await this.#database.inTenant(tenantId, (sql) => findRun(sql, runId));
    // Of a run that is no longer kept, nobody can say that it held anything else.
    return run === undefined || isDeepStrictEqual(JSON.parse(run.event.payload), JSON.parse(JSON.stringify(payload)));
  }
}
