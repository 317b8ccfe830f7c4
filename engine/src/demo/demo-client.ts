import { z } from '@invoicepatch/sdk';

const problem = z.looseObject({ detail: z.string() });

/** What the demo needs of the API: it is used as any script would use it. */
export class DemoClient {
  readonly #origin: string;
  readonly #token: string;

  private constructor(origin: string, token: string) {
    this.#origin = origin;
    this.#token = token;
  }

  static async signIn(origin: string, who: { readonly email: string; readonly password: string }): Promise<DemoClient> {
    const { token } = await new DemoClient(origin, '').post(
      '/api/v1/auth/login',
      who,
      z.looseObject({ token: z.string() }),
    );
    return new DemoClient(origin, token);
  }

  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    return this.#ask(path, { method: 'GET' }, schema);
  }

  post<Schema extends z.ZodType>(path: string, body: unknown, schema: Schema): Promise<z.output<Schema>> {
    return this.#ask(
      path,
      { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
      schema,
    );
  }

  upload<Schema extends z.ZodType>(
    file: { readonly name: string; readonly content: Uint8Array<ArrayBuffer> },
    schema: Schema,
  ): Promise<z.output<Schema>> {
    const headers = { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(file.name) };
    return this.#ask('/api/v1/files', { method: 'POST', body: file.content, headers }, schema);
  }

  async #ask<Schema extends z.ZodType>(path: string, request: RequestInit, schema: Schema): Promise<z.output<Schema>> {
    const headers = { ...request.headers, ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }) };
    const answer = await fetch(`${this.#origin}${path}`, { ...request, headers, signal: AbortSignal.timeout(30_000) });
    const body: unknown = await answer.json();
    if (answer.ok) return schema.parse(body);
    const { detail } = problem.catch({ detail: `status ${answer.status}` }).parse(body);
    throw new Error(`${request.method} ${path}: ${detail}`);
  }
}
