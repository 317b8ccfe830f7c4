import { Fault } from '@invoicepatch/sdk';

export interface PlaceLimits {
  /** Runs in hand at once: what a run waits for costs memory and nothing else. */
  readonly slots: number;
  /** How long an acceptance waits for a place before its run is left to whoever comes first, in milliseconds. */
  readonly patienceMs: number;
  /** Due runs that may wait for a place anywhere; beyond, events are refused before they are accepted. */
  readonly backlog: number;
}

/** Of all places, what one tenant may board: the rest is left for what the others send. */
const tenantShare = 0.75;
/** How long a refused sender is asked to wait, in milliseconds. */
const retryAfterMs = 2_000;

/** Room for runs in this process. Acceptances are held back to the pace at which runs come to their end. */
export class Places {
  readonly #limits: PlaceLimits;
  readonly #waiting = new Set<(got: boolean) => void>();
  #taken = 0;
  #due = 0;
  readonly #held = new Map<string, number>();
  #handedOver = false;
  #behind = false;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /** Runs in hand, by tenant. */
  get held(): ReadonlyMap<string, number> {
    return this.#held;
  }

  get free(): number {
    return Math.max(0, this.#limits.slots - this.#taken);
  }

  /** Whether runs may wait in the database that could be taken. */
  get isBehind(): boolean {
    return this.#behind;
  }

  /** What was counted last. */
  noteDue(count: number): void {
    this.#due = count;
    this.#behind = count > 0;
  }

  /** Runs may have become due. */
  fallBehind(): void {
    this.#behind = true;
  }

  /** Nothing that is due can be taken at the moment: the rest is held, or suspected. */
  caughtUp(): void {
    this.#behind = false;
  }

  /** `true`: a place is taken, to be given back. `false`: leave the run to whoever comes first. Refuses when too many wait already. */
  async board(tenantId: string): Promise<boolean> {
    this.refuseOverload();
    if ((this.#held.get(tenantId) ?? 0) >= this.#limits.slots * tenantShare) {
      this.noteDue(this.#due + 1);
      return false;
    }
    if (this.#taken < this.#limits.slots) {
      this.take(tenantId);
      return true;
    }
    const got = await this.#wait();
    if (got) this.#hold(tenantId, 1);
    // Counted on from the last look at the database, so that a flood between two looks is noticed.
    if (!got) this.noteDue(this.#due + 1);
    return got;
  }

  refuseOverload(): void {
    if (this.#due < this.#limits.backlog) return;
    const text = `More than ${this.#limits.backlog} runs wait for their turn, so this event was not accepted. Send it again in a moment.`;
    throw new Fault('unavailable', 'run.backlog-full', text, {
      retryAfterMs,
      details: { limit: this.#limits.backlog },
    });
  }

  /** For a run that was claimed. */
  take(tenantId: string): void {
    this.#taken += 1;
    this.#hold(tenantId, 1);
  }

  give(tenantId: string): void {
    this.#hold(tenantId, -1);
    const [next] = this.#waiting;
    // Every second place goes to those that wait in the database, where there are any: a flood must not keep them out.
    const isTheirs = this.#behind && this.#handedOver;
    this.#handedOver = !isTheirs;
    // Handed over, so nobody slips in between.
    if (next !== undefined && !isTheirs && this.#taken <= this.#limits.slots) next(true);
    else this.#taken -= 1;
  }

  #hold(tenantId: string, change: number): void {
    const held = (this.#held.get(tenantId) ?? 0) + change;
    if (held > 0) this.#held.set(tenantId, held);
    else this.#held.delete(tenantId);
  }

  #wait(): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (got: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(settle);
        resolve(got);
      };
      const timer = setTimeout(() => settle(false), this.#limits.patienceMs);
      this.#waiting.add(settle);
    });
  }
}
