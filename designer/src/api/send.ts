import { ApiProblem } from './problem.ts';
import type { ProblemBody } from './wire.ts';

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Lets the request finish after the page is gone. */
  readonly keepalive?: boolean;
}

function toRequest({ method = 'GET', body, headers, keepalive }: Call): RequestInit {
  const raw = body instanceof Blob;
  return {
    method,
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json',
      ...(method === 'GET' ? {} : { 'X-Requested-With': 'invoicepatch' }),
      ...(body === undefined || raw ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    ...(keepalive === true ? { keepalive: true } : {}),
  };
}

async function toProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => ({}));
  const problem = typeof body === 'object' && body !== null ? (body as Partial<ProblemBody>) : {};
  return new ApiProblem(response.status, problem);
}

/**
 * One request to the engine. The answer is taken as the API documents it: engine and screens are one build, and the
 * contract is tested on the engine's side.
 */
export async function send<Answer>(path: string, call: Call = {}): Promise<Answer> {
  const response = await fetch(`/api/v1${path}`, toRequest(call)).catch((cause: unknown) => {
    throw new ApiProblem(0, { detail: cause instanceof Error ? cause.message : '' });
  });
  if (!response.ok) throw await toProblem(response);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}

/** A query string of what is there, with its question mark. */
export function toQuery(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  return query.size === 0 ? '' : `?${query}`;
}
