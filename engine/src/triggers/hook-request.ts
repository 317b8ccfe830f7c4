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
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')] as const],
  );
  return { headers: Object.fromEntries(headers), rawBody: request.rawBody ?? Buffer.alloc(0) };
}
