import type { Clock } from '../platform/clock/clock.ts';

export interface LimitOptions {
  readonly most: number;
  readonly windowMs: number;
}

/** Names kept at once; past it the oldest windows go first. */
const mostNames = 100_000;

/** Counts tries by name within a window. In memory: each process counts its own. */
export class AttemptLimit {
  readonly #clock: Clock;
  readonly #options: LimitOptions;
  readonly #windows = new Map<string, { count: number; readonly endsAt: number }>();

  constructor(clock: Clock, options: LimitOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Counts this try. Milliseconds to wait when there were too many, else `undefined`. */
  count(name: string): number | undefined {
    const now = this.#clock.now();
    const known = this.#windows.get(name);
    const window =
      known === undefined || known.endsAt <= now ? { count: 0, endsAt: now + this.#options.windowMs } : known;
    if (window.count >= this.#options.most) return window.endsAt - now;
    window.count += 1;
    this.#windows.delete(name);
    this.#windows.set(name, window);
    this.#forgetOldest();
    return undefined;
  }

  /** Takes one try back: it was a good one. */
  forgive(name: string): void {
    const window = this.#windows.get(name);
    if (window !== undefined) window.count -= 1;
  }

  forget(name: string): void {
    this.#windows.delete(name);
  }

  #forgetOldest(): void {
    const oldest = this.#windows.size > mostNames ? this.#windows.keys().next().value : undefined;
    if (oldest !== undefined) this.#windows.delete(oldest);
  }
}
