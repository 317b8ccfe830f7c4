import { toFault } from '@invoicepatch/sdk';
import type { Log } from '../platform/log/log.ts';

export interface Repeated {
  /** Says in the log whose work failed. */
  readonly name: string;
  /** Pause between the end of one turn and the start of the next. */
  readonly everyMs: number;
  work(signal: AbortSignal): Promise<void>;
}

/** Does something again and again, one turn at a time, until it is stopped. */
export class Repeater {
  readonly #repeated: Repeated;
  readonly #log: Log;
  #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(repeated: Repeated, log: Log) {
    this.#repeated = repeated;
    this.#log = log;
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#plan();
  }

  /** Resolves when the turn under way has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#turn;
  }

  #plan(): void {
    this.#timer = setTimeout(() => {
      this.#turn = this.#take();
    }, this.#repeated.everyMs);
  }

  async #take(): Promise<void> {
    const { signal } = this.#stopping;
    try {
      await this.#repeated.work(signal);
    } catch (failure) {
      const { code, cause } = toFault(failure);
      this.#log.error('trigger.turn-failed', { what: this.#repeated.name, code, cause });
    }
    if (!signal.aborted) this.#plan();
  }
}
