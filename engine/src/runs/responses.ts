import type { Json } from '@invoicepatch/sdk';

export interface RunResponse {
  readonly status: number;
  readonly body: Json;
}

type Told = RunResponse | 'ended';

/** Told runs that are remembered for a sender who asks a moment late. */
const remembered = 1_000;

/** Hands a run's answer to the sender that waits for it in this process. */
export class Responses {
  readonly #told = new Map<string, Told>();
  readonly #waiting = new Map<string, (told: Told) => void>();

  tell(runId: string, told: Told): void {
    if (this.#told.has(runId)) return;
    this.#told.set(runId, told);
    const oldest = this.#told.keys().next().value;
    if (this.#told.size > remembered && oldest !== undefined) this.#told.delete(oldest);
    this.#waiting.get(runId)?.(told);
  }

  async wait(runId: string, timeoutMs: number): Promise<RunResponse | undefined> {
    const told = this.#told.get(runId) ?? (await this.#listen(runId, timeoutMs));
    return told === 'ended' ? undefined : told;
  }

  #listen(runId: string, timeoutMs: number): Promise<Told> {
    return new Promise((resolve) => {
      const end = (told: Told) => {
        clearTimeout(timer);
        this.#waiting.delete(runId);
        resolve(told);
      };
      const timer = setTimeout(() => end('ended'), timeoutMs);
      this.#waiting.set(runId, end);
    });
  }
}
