import type { Failure, JobHeader } from './child/job.ts';

export type PoolAnswer =
  | { readonly outcome: 'value'; readonly text: string }
  | { readonly outcome: 'nothing' }
  | { readonly outcome: 'failure'; readonly failure: Failure };

type Unnumbered<Header> = Header extends unknown ? Omit<Header, 'id'> : never;

export interface PoolRequest {
  readonly header: Unnumbered<JobHeader>;
  readonly parts: readonly string[];
}

/** A request on its way through the pool. */
export class PoolJob {
  readonly header: JobHeader;
  readonly parts: readonly string[];
  readonly answer: Promise<PoolAnswer>;
  readonly queuedAt: number;
  /** It shared a frame when a child died, and is tried again by itself. */
  suspected = false;
  readonly #settle: PromiseWithResolvers<PoolAnswer>;

  constructor(id: number, request: PoolRequest, queuedAt: number) {
    this.header = { ...request.header, id };
    this.parts = request.parts;
    this.queuedAt = queuedAt;
    this.#settle = Promise.withResolvers();
    this.answer = this.#settle.promise;
  }

  get tenantId(): string {
    return this.header.tenantId;
  }

  finish(answer: PoolAnswer): void {
    this.#settle.resolve(answer);
  }

  fail(failure: Failure): void {
    this.#settle.resolve({ outcome: 'failure', failure });
  }

  refuse(reason: Error): void {
    this.#settle.reject(reason);
  }
}
