import type { Json } from '@invoicepatch/sdk';
import type { Answers } from './answers.ts';
import type { Run } from './run.ts';

export interface RunResponse {
  readonly status: number;
  readonly body: Json;
}

type Told = RunResponse | 'ended';

/** Told runs that are remembered for a sender who asks a moment late. */
const remembered = 1_000;

/** Hands a run's answer to the sender that waits for it, here or in another process. */
export class Responses {
  readonly #told = new Map<string, Told>();
  readonly #waiting = new Map<string, (told: Told) => void>();
  readonly #answers: Answers | undefined;
  #isListening = false;

  /** Without `answers`, senders wait in this process only. */
  constructor(answers?: Answers) {
    this.#answers = answers;
  }

  tell(runId: string, told: Told): void {
    if (this.#told.has(runId)) return;
    this.#told.set(runId, told);
    const oldest = this.#told.keys().next().value;
    if (this.#told.size > remembered && oldest !== undefined) this.#told.delete(oldest);
    this.#waiting.get(runId)?.(told);
  }

  /** Also to a sender who may wait elsewhere. */
  async tellEverywhere(run: Pick<Run, 'id' | 'tenantId'>, told: Told): Promise<void> {
    this.tell(run.id, told);
    await this.#answers?.tell(run, JSON.stringify(told));
  }

  async wait(runId: string, timeoutMs: number): Promise<RunResponse | undefined> {
    const told = this.#told.get(runId) ?? (await this.#listen(runId, timeoutMs));
    return told === 'ended' ? undefined : told;
  }

  #listen(runId: string, timeoutMs: number): Promise<Told> {
    this.#hearOthers();
    return new Promise((resolve) => {
      const end = (told: Told) => {
        clearTimeout(timer);
        this.#waiting.delete(runId);
        resolve(told);
      };
      const timer = setTimeout(() => end('ended'), timeoutMs);
      this.#waiting.set(runId, end);
      // It may have been told elsewhere before anybody listened here.
      void this.#look(runId);
    });
  }

  #hearOthers(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#answers?.follow((runId) => {
      for (const waiting of runId === undefined ? [...this.#waiting.keys()] : [runId]) void this.#look(waiting);
    });
  }

  async #look(runId: string): Promise<void> {
    if (!this.#waiting.has(runId)) return;
    const told = await this.#answers?.find(runId).catch(() => undefined);
    // Written by `tellEverywhere` only, in this shape.
    if (told !== undefined) this.tell(runId, JSON.parse(told) as Told);
  }
}
