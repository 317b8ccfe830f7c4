/** Ids that are kept while the one before is on its way; beyond, the sweep is quicker than telling. */
const mostKept = 10_000;

/**
 * Collects ids and sends them in batches, one at a time, so that a flood makes batches larger and not more of them. When a
 * batch can't be sent, what waits behind it is dropped along with it: the sweep finds it sooner.
 */
export class CallBatches {
  readonly #send: (ids: readonly string[]) => Promise<void>;
  readonly #atOnce: number;
  #kept: string[] = [];
  #sending: Promise<void> | undefined;

  constructor(atOnce: number, send: (ids: readonly string[]) => Promise<void>) {
    this.#atOnce = atOnce;
    this.#send = send;
  }

  add(id: string): void {
    if (this.#kept.length < mostKept) this.#kept.push(id);
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
  }

  /** Resolves when nothing is on its way any more. What could not be sent is lost, as it may be. */
  async settled(): Promise<void> {
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    // After this turn of the loop, so that what comes in together goes out together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#kept.length > 0) {
      await this.#send(this.#kept.splice(0, this.#atOnce)).catch(() => {
        this.#kept = [];
      });
    }
  }
}
