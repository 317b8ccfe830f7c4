import { Fault } from '@invoicepatch/sdk';

/** Where this engine hears, on its own machine: known once it listens. Whoever starts it fills it in. */
export class Origin {
  #url: string | undefined;

  /** `http://127.0.0.1:3000`, without a trailing slash. */
  set(url: string): void {
    this.#url = new URL(url).origin;
  }

  get(): string {
    if (this.#url === undefined)
      throw new Fault('unavailable', 'engine.starting', 'The engine is still starting. Try again in a moment.');
    return this.#url;
  }
}
