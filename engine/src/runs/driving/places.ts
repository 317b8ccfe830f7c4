import { Fault } from '@invoicepatch/sdk';

export interface PlaceLimits {
  /** Runs in hand at once: what a run waits for costs memory and nothing else. */
  readonly slots: number;
  /** How long an acceptance waits for a place before its run is left to whoever comes first, in milliseconds. */
  readonly patienceMs: number;
  /** Due runs that may wait for a place anywhere; beyond, events are refused before they are accepted. */
  readonly backlog: number;
}

/** How long a refused sender is asked to wait, in milliseconds. */
const retryAfterMs = 2_000;

/** Room for runs in this process. Acceptances are held back to the pace at which runs come to their end. */
export class Places {
  readonly #limits: PlaceLimits;
  readonly #waiting = new Set<(got: boolean) => void>();
  #taken = 0;
  #due = 0;
  #behind = false;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
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

  /** Nothing that is due can be taken at the moment: the rest is held, or suspected. */
  caughtUp(): void {
    this.#behind = false;
  }

  /** `true`: a place is taken, to be given back. `false`: leave the run to whoever comes first. Refuses when too many wait already. */
  async board(): Promise<boolean> {
    this.refuseOverload();
    if (this.#taken < this.#limits.slots) {
      this.#taken += 1;
      return true;
    }
    const got = await this.#wait();
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

  /** For runs that were claimed: how many fit. */
  take(count: number): void {
    this.#taken += count;
  }

  give(): void {
    const [next] = this.#waiting;
    // Handed over, so nobody slips in between.
    if (next !== undefined && this.#taken <= this.#limits.slots) next(true);
    else this.#taken -= 1;
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
