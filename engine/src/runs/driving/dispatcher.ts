import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { toFault } from '@invoicepatch/sdk';
import { isDatabaseAway } from '../../platform/database/database-away.ts';
import type { Held, Presence } from '../../platform/database/presence.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Wakes } from '../../platform/wakes/wakes.ts';
import type { ClaimedRun } from '../run.ts';
import type { EngineRolls, RunStore } from '../store/run-store.ts';
import type { Places } from './places.ts';
import type { RunExecutor } from './run-executor.ts';

export interface DispatcherOptions {
  /** Whether this process drives runs; otherwise it accepts them, and calls those that do. */
  readonly drives: boolean;
  /** Time between two looks for due runs, in milliseconds: for timers, retries and runs whose owner died. */
  readonly sweepMs: number;
  /** Time between two signs that this engine is at work, in milliseconds. */
  readonly enlistMs: number;
  /** Due runs that are counted at most. */
  readonly countedDue: number;
}

export interface DispatcherParts {
  readonly store: RunStore;
  readonly rolls: EngineRolls;
  readonly executor: RunExecutor;
  readonly places: Places;
  readonly presence: Presence;
  readonly wakes: Wakes;
  readonly log: Log;
}

/** Due runs that are taken at once: each brings its payload along. */
const claimedAtOnce = 64;

/** Drives runs in this process, or calls those that do. It holds nothing that Postgres doesn't know. */
export class Dispatcher {
  /** This engine, as the owner of runs. */
  readonly owner = randomUUID();
  readonly #parts: DispatcherParts;
  readonly #options: DispatcherOptions;
  readonly #wanted = new Set<string>();
  readonly #driving = new Map<string, Promise<void>>();
  readonly #timers: NodeJS.Timeout[] = [];
  #claiming: Promise<void> | undefined;
  #stopped = true;
  #held: Held | undefined;

  constructor(parts: DispatcherParts, options: DispatcherOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  async start(): Promise<void> {
    if (!this.#options.drives) return this.#watch();
    this.#held = await this.#parts.presence.hold(this.owner, () => void this.#enlist());
    await this.#parts.rolls.enlist(this.owner);
    this.#stopped = false;
    this.#every(this.#options.sweepMs, () => this.#sweep());
    this.#every(this.#options.enlistMs, () => this.#parts.rolls.enlist(this.owner));
    await this.#sweep().catch((thrown: unknown) => this.#complain(thrown));
    this.#parts.wakes.listen((runIds) => this.#hear(runIds));
  }

  /** Who only accepts must know when too many runs wait. */
  async #watch(): Promise<void> {
    this.#every(this.#options.sweepMs, () => this.#countDue());
    await this.#countDue().catch((thrown: unknown) => this.#complain(thrown));
  }

  /** Stops taking runs, lets those under way end within `graceMs`, and gives the rest up for others. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#wanted.clear();
    const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
    await Promise.race([Promise.allSettled([this.#claiming, ...this.#driving.values()]), grace]);
    await this.#parts.wakes.close();
    if (!this.#options.drives) return;
    await this.#parts.rolls.retire(this.owner);
    await this.#held?.letGo();
  }

  /** Whether a new run finds a place here and is to be accepted under `owner`; see `Places.board`. One that stands in line does not. */
  async board(tenantId: string, isInLine = false): Promise<boolean> {
    if (isInLine || !this.#options.drives) this.#parts.places.refuseOverload();
    if (isInLine || this.#stopped) return false;
    return this.#parts.places.board(tenantId);
  }

  /** A place that was boarded is not needed. */
  leave(tenantId: string): void {
    this.#parts.places.give(tenantId);
  }

  /** Nobody heard whether this run was accepted under `owner`: if so, others shall have it. */
  disown(runId: string): void {
    void this.#insist(() => this.#parts.store.disown(this.owner, [runId]));
  }

  /** Drives a run that was accepted under `owner`, in the place that was boarded for it. */
  take(run: ClaimedRun): void {
    const driving = this.#drive(run).finally(() => {
      this.#driving.delete(run.id);
      this.#parts.places.give(run.tenantId);
      if (run.takesTurn) this.#parts.places.fallBehind();
      if (this.#parts.places.isBehind) this.#claim();
    });
    this.#driving.set(run.id, driving);
  }

  /** Says that a run may be due by now. A wake that gets lost is made up for by the sweep. */
  wake(runId: string): void {
    if (this.#options.drives) this.#hear([runId]);
    else this.#parts.wakes.call(runId);
  }

  /** A new run that found no place here: who drives finds it when a place gets free, others call. */
  offer(runId: string, isInLine = false): void {
    if (isInLine || !this.#options.drives) this.wake(runId);
  }

  #hear(runIds: readonly string[]): void {
    if (this.#stopped) return;
    for (const runId of runIds) this.#wanted.add(runId);
    if (this.#wanted.size > this.#parts.places.free) {
      // More than fit: then it is not who called first that counts, but whose turn it is.
      this.#wanted.clear();
      this.#parts.places.fallBehind();
    }
    this.#claim();
  }

  /** One claim at a time: when its answer gets lost, it is clear what it may have taken. */
  #claim(): void {
    if (this.#claiming !== undefined || this.#stopped) return;
    this.#claiming = this.#claimAll().finally(() => {
      this.#claiming = undefined;
    });
  }

  async #claimAll(): Promise<void> {
    while (!this.#stopped) {
      const limit = Math.min(this.#parts.places.free, claimedAtOnce);
      if (limit === 0) return;
      const ids = [...this.#wanted].slice(0, limit);
      for (const id of ids) this.#wanted.delete(id);
      if (ids.length === 0 && !this.#parts.places.isBehind) return;
      const taken = await this.#claimSome(limit, ids.length === 0 ? undefined : ids);
      if (ids.length === 0 && taken === 0) return this.#parts.places.caughtUp();
    }
  }

  async #claimSome(limit: number, ids: readonly string[] | undefined): Promise<number> {
    try {
      const runs = await this.#parts.store.claim(
        this.owner,
        ids === undefined ? { limit, held: this.#parts.places.held } : { limit, ids },
      );
      for (const run of runs) {
        this.#parts.places.take(run.tenantId);
        this.take(run);
      }
      return runs.length;
    } catch (thrown) {
      this.#complain(thrown);
      await this.#insist(() => this.#parts.store.disown(this.owner, 'unknown', [...this.#driving.keys()]));
      return 0;
    }
  }

  /** A failure here is the engine's or the database's. */
  async #drive(run: ClaimedRun): Promise<void> {
    try {
      await this.#parts.executor.drive(run);
    } catch (thrown) {
      const fault = toFault(thrown);
      this.#parts.log.warn('run.interrupted', { runId: run.id, code: fault.code, cause: describe(fault.cause) });
      if (fault.code === 'run.taken-over') return;
      const because = isDatabaseAway(thrown) ? 'database-away' : 'failure';
      await this.#insist(() => this.#parts.store.giveBack(run, because));
      if (because === 'database-away') this.wake(run.id);
    }
  }

  /** This process is alive, so nobody else takes its runs: one that it only forgot would wait for ever. */
  async #insist(giveUp: () => Promise<void>): Promise<void> {
    while (!this.#stopped) {
      try {
        return await giveUp();
      } catch (thrown) {
        this.#complain(thrown);
        await sleep(this.#options.sweepMs);
      }
    }
  }

  async #sweep(): Promise<void> {
    await this.#parts.rolls.adopt(this.owner);
    await this.#countDue();
    if (this.#parts.places.isBehind) this.#claim();
  }

  async #countDue(): Promise<void> {
    this.#parts.places.noteDue(await this.#parts.store.countDue(this.#options.countedDue));
  }

  /** The others may have taken this process for gone. */
  async #enlist(): Promise<void> {
    await this.#parts.rolls.enlist(this.owner).catch((thrown: unknown) => this.#complain(thrown));
  }

  #complain(thrown: unknown): void {
    this.#parts.log.warn('dispatcher.failed', { cause: describe(thrown) });
  }

  #every(ms: number, work: () => Promise<void>): void {
    let busy = false;
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      work()
        .catch((thrown: unknown) => this.#complain(thrown))
        .finally(() => {
          busy = false;
        });
    }, ms);
    timer.unref();
    this.#timers.push(timer);
  }
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message.slice(0, 200) : 'unknown';
}
