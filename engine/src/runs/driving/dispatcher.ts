import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { toFault } from '@invoicepatch/sdk';
import { isDatabaseAway } from '../../platform/database/database-away.ts';
import type { Held, Presence } from '../../platform/database/presence.ts';
import type { Log } from '../../platform/log/log.ts';
import type { ClaimedRun } from '../run.ts';
import type { RunStore } from '../store/run-store.ts';
import type { RunExecutor } from './run-executor.ts';

export interface DispatcherOptions {
  /** Runs that this process drives at once. */
  readonly slots: number;
  /** Time between two looks for due runs, in milliseconds: for timers, retries and runs whose owner died. */
  readonly sweepMs: number;
  /** Time between two renewals of the leases, in milliseconds. */
  readonly renewMs: number;
}

export interface DispatcherParts {
  readonly store: RunStore;
  readonly executor: RunExecutor;
  readonly presence: Presence;
  readonly log: Log;
}

/** Wakes runs in this process. It holds nothing that Postgres doesn't know. */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #options: DispatcherOptions;
  readonly #owner = `engine-${randomUUID()}`;
  readonly #queue = new Set<string>();
  readonly #driving = new Map<string, Promise<void>>();
  readonly #timers: NodeJS.Timeout[] = [];
  #stopped = true;
  #held: Held | undefined;

  constructor(parts: DispatcherParts, options: DispatcherOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#held = await this.#parts.presence.hold(this.#owner, () => void this.#returned());
    this.#stopped = false;
    this.#every(this.#options.sweepMs, () => this.#sweep());
    this.#every(this.#options.renewMs, () => this.#renew());
  }

  /** Stops taking runs, lets those under way end within `graceMs`, and gives the rest up for others. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#queue.clear();
    const grace = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
    await Promise.race([Promise.allSettled(this.#driving.values()), grace]);
    await this.#parts.store.abandonLeases(this.#owner);
    await this.#held?.letGo();
  }

  wake(runId: string): void {
    if (this.#stopped) return;
    this.#queue.add(runId);
    this.#fill();
  }

  #fill(): void {
    for (const runId of this.#queue) {
      if (this.#driving.size >= this.#options.slots) return;
      this.#queue.delete(runId);
      if (!this.#driving.has(runId)) this.#begin(runId);
    }
  }

  #begin(runId: string): void {
    const driving = this.#drive(runId).finally(() => {
      this.#driving.delete(runId);
      this.#fill();
    });
    this.#driving.set(runId, driving);
  }

  /** A failure here is the engine's or the database's. */
  async #drive(runId: string): Promise<void> {
    let run: ClaimedRun | undefined;
    try {
      run = await this.#parts.store.claim(runId, this.#owner);
      if (run !== undefined) await this.#parts.executor.drive(run);
    } catch (thrown) {
      const fault = toFault(thrown);
      this.#parts.log.warn('run.interrupted', { runId, code: fault.code, cause: describe(fault.cause) });
      const claimed = run;
      if (claimed === undefined) await this.#insist(() => this.#parts.store.disown(runId, this.#owner));
      else
        await this.#insist(() =>
          this.#parts.store.giveBack(claimed, isDatabaseAway(thrown) ? 'database-away' : 'failure'),
        );
    }
  }

  /** This process is alive and renews its leases: a run that it only forgot would wait for ever. */
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
    await this.#parts.store.cutLeases();
    for (const runId of await this.#parts.store.listDue(this.#options.slots * 4)) this.wake(runId);
  }

  async #renew(): Promise<void> {
    if (this.#driving.size > 0) await this.#parts.store.renewLeases(this.#owner);
  }

  /** The others took this process for dead: what they haven't taken yet is kept. */
  async #returned(): Promise<void> {
    await this.#parts.store.renewLeases(this.#owner).catch((thrown: unknown) => this.#complain(thrown));
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
