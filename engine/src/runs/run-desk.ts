import { Fault, type Json } from '@invoicepatch/sdk';
import { type Effect, foldJournal } from '../execution/effect.ts';
import type { Fact } from '../execution/fact.ts';
import type { PublishedFlows } from '../flows/published-flows.ts';
import type { Database, Sql } from '../platform/database/database.ts';
import { cancelCalled } from './cancel-called.ts';
import type { Dispatcher } from './driving/dispatcher.ts';
import { refuseAnswer, refuseCallback } from './refuse-answer.ts';
import type { Responses } from './responses.ts';
import { finalStatuses, type RunStatus } from './run.ts';
import { type JournalRow, toJournalEntry } from './store/run-row.ts';
import { insertFacts } from './store/run-store.postgres.ts';
import type { RunStore } from './store/run-store.ts';
import { toCarried } from './to-carried.ts';

export interface RunRef {
  readonly tenantId: string;
  readonly runId: string;
}

export interface StepRef extends RunRef {
  readonly step: string;
}

export interface Decision {
  readonly port: string;
  readonly note: string;
  /** Id of who decides. */
  readonly by: string;
}

export interface Again {
  readonly version: 'same' | 'newest';
  /** `missing` takes over what was done; `all` does everything anew. */
  readonly repeat: 'missing' | 'all' | undefined;
}

export type Settlement =
  | { readonly outcome: 'happened'; readonly output: Json; readonly by: string }
  | { readonly outcome: 'did-not-happen'; readonly by: string };

export interface DeskParts {
  readonly database: Database;
  readonly store: RunStore;
  readonly flows: PublishedFlows;
  readonly dispatcher: Dispatcher;
  readonly responses: Responses;
}

interface LockedRun {
  readonly status: RunStatus;
  readonly flow_id: string;
  readonly version: number;
  readonly last_seq: number;
}

/** What people do to runs. */
export class RunDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Takes effect at once for a run that waits; one that is being driven stops after the effects under way. */
  async cancel(ref: RunRef): Promise<void> {
    await this.#locked(ref, async (sql, run) => {
      if (finalStatuses.includes(run.status)) {
        throw new Fault('conflict', 'run.already-over', 'This run is over already; there is nothing left to cancel.', {
          details: { status: run.status },
        });
      }
      if (run.status === 'running')
        await sql.query('UPDATE runs SET cancel_requested = true WHERE id = $1', [ref.runId]);
      else {
        await sql.query(
          "UPDATE runs SET status = 'cancelled', cancel_requested = true, wake_at = NULL, finished_at = now() WHERE id = $1",
          [ref.runId],
        );
        this.#parts.responses.tell(ref.runId, 'ended');
      }
      for (const id of await cancelCalled(sql, ref.runId)) this.#parts.responses.tell(id, 'ended');
    });
  }

  /** Decides on a step that asks, or adds a voice to the decision. */
  async answer(ref: StepRef, { port, note, by }: Decision): Promise<void> {
    const people = await this.#namesOf(ref.tenantId, by);
    await this.#addFact(ref, (effect) => {
      refuseAnswer(effect, { port, by, people });
      return { kind: 'answered', answer: { port, note, by, at: Date.now() } };
    });
  }

  /** How a question may name this person. */
  async #namesOf(tenantId: string, by: string): Promise<readonly string[]> {
    const rows = await this.#parts.database.inTenant(tenantId, (sql) =>
      sql.query<{ readonly email: string }>('SELECT email FROM users WHERE id::text = $1', [by]),
    );
    return [by, ...rows.map(({ email }) => email.toLowerCase())];
  }

  /** Takes what came to a step's address; it may come before the step listens. `false` when something had come before. */
  async hear(ref: StepRef, body: string): Promise<boolean> {
    try {
      await this.#addFact(ref, (effect) => {
        refuseCallback(effect);
        return { kind: 'heard', body };
      });
      return true;
    } catch (thrown) {
      if (thrown instanceof Fault && thrown.code === 'callback.repeated') return false;
      throw thrown;
    }
  }

  /** Says what became of a doubtful step. */
  async settle(ref: StepRef, settlement: Settlement): Promise<void> {
    await this.#addFact(ref, (effect) => {
      if (effect?.state.phase !== 'doubtful') {
        throw new Fault(
          'conflict',
          'step.not-doubtful',
          'This step is not in doubt (any more). Load the run again to see where it stands.',
        );
      }
      return settlement.outcome === 'happened'
        ? { kind: 'happened', output: JSON.stringify(settlement.output), by: settlement.by }
        : { kind: 'did-not-happen', by: settlement.by };
    });
  }

  /**
   * Starts a new run on the same event. Effects that the first run finished are taken over where they are given the
   * same input, so that nothing is posted twice.
   */
  async again(ref: RunRef, { version, repeat }: Again): Promise<string> {
    const { tenantId, runId } = ref;
    const run = await this.#locked(ref, async (_, locked) => locked);
    if (!finalStatuses.includes(run.status)) {
      throw new Fault('conflict', 'run.still-going', 'This run has not ended. Cancel it before running it again.', {
        details: { status: run.status },
      });
    }
    const event = await this.#event(ref);
    const entries = await this.#parts.store.journal({ id: runId, tenantId });
    const started = await this.#parts.store.accept({
      tenantId,
      flowId: run.flow_id,
      version: version === 'same' ? run.version : (await this.#parts.flows.getNewest(tenantId, run.flow_id)).version,
      ...event,
      dedupeKey: undefined,
      againOf: runId,
      // A run that succeeded is repeated because somebody wants it all done anew, unless they say otherwise.
      carried: (repeat ?? (run.status === 'succeeded' ? 'all' : 'missing')) === 'all' ? [] : toCarried(entries),
    });
    this.#parts.dispatcher.wake(started.runId);
    return started.runId;
  }

  async #event({ tenantId, runId }: RunRef): Promise<{ readonly nodeId: string; readonly payload: string }> {
    const [row] = await this.#parts.database.inTenant(tenantId, (sql) =>
      sql.query<{ node_id: string; payload: string }>(
        'SELECT e.node_id, e.payload FROM runs r JOIN events e ON e.id = r.event_id WHERE r.id = $1',
        [runId],
      ),
    );
    if (row === undefined) throw runNotFound(runId);
    return { nodeId: row.node_id, payload: row.payload };
  }

  async #addFact(ref: StepRef, decide: (effect: Effect | undefined) => Fact): Promise<void> {
    await this.#locked(ref, async (sql, run) => {
      if (finalStatuses.includes(run.status)) {
        throw new Fault(
          'conflict',
          'run.already-over',
          'This run is over already; its steps can no longer be decided.',
          { details: { status: run.status } },
        );
      }
      const rows = await sql.query<JournalRow>(
        'SELECT seq, step, fact, at FROM journal WHERE run_id = $1 ORDER BY seq',
        [ref.runId],
      );
      const fact = decide(foldJournal(rows.map(toJournalEntry)).get(ref.step));
      await insertFacts(
        sql,
        { id: ref.runId, tenantId: ref.tenantId },
        { first: run.last_seq + 1, facts: [{ step: ref.step, fact }] },
      );
      await sql.query(
        `UPDATE runs SET last_seq = last_seq + 1, wake_at = CASE WHEN status = 'running' THEN wake_at ELSE now() END,
           status = CASE WHEN status = 'running' THEN status ELSE 'queued' END WHERE id = $1`,
        [ref.runId],
      );
    });
    this.#parts.dispatcher.wake(ref.runId);
  }

  #locked<Result>({ tenantId, runId }: RunRef, work: (sql: Sql, run: LockedRun) => Promise<Result>): Promise<Result> {
    return this.#parts.database.inTenant(tenantId, async (sql) => {
      const [run] = await sql.query<LockedRun>(
        'SELECT status, flow_id, version, last_seq FROM runs WHERE id = $1 FOR UPDATE',
        [runId],
      );
      if (run === undefined) throw runNotFound(runId);
      return work(sql, run);
    });
  }
}

export function runNotFound(runId: string): Fault {
  return new Fault('missing', 'run.not-found', `No run has the id ${runId}.`, { details: { runId } });
}
