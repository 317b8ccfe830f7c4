import { randomUUIDv7 } from 'node:crypto';
import { Fault } from '@invoicepatch/sdk';
import type { Effect } from '../../execution/effect.ts';
import type { Fact, JournalEntry } from '../../execution/fact.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { type ClaimedRun, finalStatuses, type Run } from '../run.ts';
import { cancelRun, decideStep, endLargeRun, setFactsApart } from './by-hand.ts';
import { type ClaimWish, claimRuns, disown, giveBack } from './claims.ts';
import { gatherEvent } from './gather.ts';
import { GroupCommit } from './group-commit.ts';
import { pack, packFacts, type TimedFact } from './packed.ts';
import { readJournal } from './run-rows.ts';
import type {
  AcceptEvent,
  Accepted,
  Decided,
  GatherEvent,
  Gathered,
  Release,
  RunPlace,
  RunStore,
  StepFact,
  Written,
} from './run-store.ts';

/** From here on the facts so far are put apart, in bytes. */
const longFacts = 65_536;

const lineCount = 2;

/** Runs in Postgres. What many runs write at once shares one commit; what concerns one run by itself is a transaction of its own. */
export class PostgresRunStore implements RunStore {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #commits: GroupCommit;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#commits = new GroupCommit(Array.from({ length: lineCount }, () => database.openLine()));
  }

  async accept(event: AcceptEvent): Promise<Accepted> {
    const runId = randomUUIDv7();
    const atMs = this.#clock.now();
    const carried = event.carried ?? [];
    const { tenantId, flowId, version, nodeId, dedupeKey, owner, againOf } = event;
    const facts = packFacts(this.#timed(carried));
    const payload = pack(event.payload);
    const place = { runId, tenantId, flowId, version, nodeId, place: event.place };
    const extra = { key: dedupeKey, owner, againOf, atMs, count: carried.length };
    const answer = await this.#commits
      .submit({ kind: 'accept', ...place, ...extra, payload, facts })
      .catch((failure) => {
        throw new AcceptanceUnheard(runId, failure);
      });
    if (answer === undefined && (await this.#findAccepted(event, runId)) !== runId) {
      return { runId: await this.#findAccepted(event, runId), duplicate: true, run: undefined };
    }
    return { runId, duplicate: false, run: owner === undefined ? undefined : toNewRun(event, runId, atMs) };
  }

  gather(event: GatherEvent): Promise<Gathered> {
    const made = { runId: randomUUIDv7(), atMs: this.#clock.now() };
    return this.#database.asSystem((sql) => gatherEvent(sql, event, made));
  }

  claim(owner: string, wish: ClaimWish): Promise<readonly ClaimedRun[]> {
    return this.#database.asSystem((sql) => claimRuns(sql, owner, wish));
  }

  async disown(owner: string, runIds: readonly string[] | 'unknown', except: readonly string[] = []): Promise<void> {
    await this.#database.asSystem((sql) => disown(sql, owner, { ids: runIds === 'unknown' ? null : runIds, except }));
  }

  async giveBack(run: ClaimedRun, because: 'failure' | 'database-away'): Promise<void> {
    await this.#database.asSystem((sql) => giveBack(sql, run, because === 'failure' ? 1 : 0));
  }

  async countDue(most: number): Promise<number> {
    const [row] = await this.#database.asSystem((sql) =>
      sql.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM (SELECT 1 FROM open_runs WHERE wake_at <= now() LIMIT $1) AS due',
        [most],
      ),
    );
    return row?.count ?? 0;
  }

  journal(run: Pick<Run, 'id' | 'tenantId'>): Promise<readonly JournalEntry[]> {
    return this.#database.inTenant(run.tenantId, (sql) => readJournal(sql, run.id));
  }

  async append(run: ClaimedRun, facts: readonly StepFact[]): Promise<Written> {
    const timed = this.#timed(facts);
    const { id: runId, tenantId, epoch } = run;
    const write = { runId, tenantId, epoch, count: facts.length, facts: packFacts(timed) };
    const answer = await this.#commits.submit({ kind: 'append', ...write });
    if (answer === undefined) throw takenOver(runId);
    if (answer.size > longFacts) await this.#database.asSystem((sql) => setFactsApart(sql, { runId, tenantId, epoch }));
    const first = answer.last_seq - facts.length + 1;
    const entries = timed.map((fact, index) => ({ seq: first + index, ...fact }));
    return { lastSeq: answer.last_seq, cancelRequested: answer.cancel_requested, entries };
  }

  async release(run: ClaimedRun, seenSeq: number, end: Release, facts: readonly StepFact[] = []): Promise<boolean> {
    const { id: runId, tenantId, epoch } = run;
    const atMs = this.#clock.now();
    const packed = packFacts(this.#timed(facts));
    const write = { runId, tenantId, epoch, count: facts.length, facts: packed, seen: seenSeq, end };
    const final = finalStatuses.includes(end.status);
    const answer = await this.#commits.submit(final ? { kind: 'finish', ...write, atMs } : { kind: 'pause', ...write });
    if (answer !== undefined) return true;
    // Either of these: it has facts in several rows, a fact came in between, or somebody else has it.
    const ending = { end, facts: packed, count: facts.length, atMs };
    const place = { runId, tenantId, epoch, seen: seenSeq };
    const outcome = await this.#database.asSystem((sql) => endLargeRun(sql, place, ending));
    if (outcome === 'taken-over') throw takenOver(runId);
    return outcome === 'ended';
  }

  decide(place: RunPlace & { readonly step: string }, fact: (effect: Effect | undefined) => Fact): Promise<Decided> {
    return this.#database.asSystem((sql) => decideStep(sql, place, fact, this.#clock.now()));
  }

  cancel(place: RunPlace): Promise<Decided | { readonly kind: 'asked' }> {
    return this.#database.asSystem((sql) => cancelRun(sql, place, this.#clock.now()));
  }

  #timed(facts: readonly StepFact[]): readonly TimedFact[] {
    const atMs = this.#clock.now();
    return facts.map(({ step, fact }) => ({ step, fact, atMs }));
  }

  /** The run of an event that was not taken: an earlier one under its key, or this very one, by a commit whose answer was lost. */
  async #findAccepted({ tenantId, flowId, nodeId, dedupeKey, version }: AcceptEvent, runId: string): Promise<string> {
    const rows = await this.#database.asSystem((sql) =>
      dedupeKey === undefined
        ? sql.query<{ id: string }>('SELECT id FROM open_runs WHERE id = $1 AND tenant_id = $2', [runId, tenantId])
        : sql.query<{ id: string }>(
            'SELECT run_id AS id FROM deliveries WHERE flow_id = $1 AND node_id = $2 AND key = $3 AND tenant_id = $4',
            [flowId, nodeId, dedupeKey, tenantId],
          ),
    );
    if (rows[0] !== undefined) return rows[0].id;
    throw new Fault('missing', 'flow.version-not-found', `This flow has no version ${version}.`, {
      details: { id: flowId, version },
    });
  }
}

/** Whether the event was accepted is not known: its owner must give up the run that may have come to be. */
export class AcceptanceUnheard extends Error {
  readonly runId: string;

  constructor(runId: string, cause: unknown) {
    super('An acceptance was not heard of.', { cause });
    this.runId = runId;
  }
}

function toNewRun(event: AcceptEvent, id: string, atMs: number): ClaimedRun {
  const { tenantId, flowId, version, nodeId, payload, againOf } = event;
  return {
    id,
    tenantId,
    flowId,
    version,
    status: 'running',
    acceptedAtMs: atMs,
    startedAtMs: atMs,
    finishedAtMs: undefined,
    fault: undefined,
    faultStep: undefined,
    againOf,
    event: { nodeId, payload },
    epoch: 1,
    crashes: 0,
    lastSeq: event.carried?.length ?? 0,
    cancelRequested: false,
    takesTurn: false,
  };
}

function takenOver(runId: string): Fault {
  return new Fault('conflict', 'run.taken-over', `The run ${runId} is in other hands by now.`, { details: { runId } });
}
