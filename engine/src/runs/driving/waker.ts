/** Wakes runs by a dispatcher that is made later than who asks for it. A wake that nobody hears is made up for by the sweep. */
export class Waker {
  #wake: (runId: string) => void = () => undefined;

  connect(wake: (runId: string) => void): void {
    this.#wake = wake;
  }

  wake(runId: string): void {
    this.#wake(runId);
  }
}
