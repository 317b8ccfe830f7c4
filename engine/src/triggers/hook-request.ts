/** A request to a trigger's address, as it came in. */
export interface HookRequest {
  /** Names in lower case; of a header that came twice, both joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Buffer;
}

export interface HookAnswer {
  readonly status: number;
  readonly body: unknown;
}

export function toHookRequest(request: {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawBody?: Buffer | undefined;
}): HookRequest {
  const headers: Record<string, string> = {};
  for (const name in request.headers) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return { headers, rawBody: request.rawBody ?? Buffer.alloc(0) };
}
