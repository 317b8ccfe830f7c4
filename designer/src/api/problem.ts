import type { ProblemBody } from './wire.ts';

/** What the engine answered instead of what was asked for. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly errors: NonNullable<ProblemBody['errors']>;

  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Partial<ProblemBody>) {
    super(body.detail ?? body.title ?? '');
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'network.unreachable' : `http.${status}`);
    this.requestId = body.requestId;
    this.errors = body.errors ?? [];
    this.details = body.details ?? {};
  }
}

export function isProblem(thrown: unknown, status: number): thrown is ApiProblem {
  return thrown instanceof ApiProblem && thrown.status === status;
}
