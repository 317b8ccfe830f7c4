/** What is thrown: the reference's own fields. The message is filled in at the edge. */
export interface Failure {
  code?: string;
  position?: number | undefined;
  token?: string | undefined;
  value?: unknown;
  [fact: string]: unknown;
}

export function fail(code: string, facts?: Readonly<Record<string, unknown>>): never {
  throw { code, ...facts };
}

export function isFailure(thrown: unknown): thrown is Failure {
  return typeof thrown === 'object' && thrown !== null;
}

/** An operator says where it stands, whatever was thrown in it. */
export function failedAt(thrown: unknown, position: number, token: string): unknown {
  if (isFailure(thrown)) {
    thrown.position = position;
    thrown.token = token;
  }
  return thrown;
}
