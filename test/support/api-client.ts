import { setTimeout as wait } from 'node:timers/promises';

export interface ApiAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find.
  readonly body: any;
}

/** The API as a script uses it. */
export class ApiClient {
  readonly url: string;
  readonly #token: string | undefined;

  constructor(url: string, token?: string) {
    this.url = url;
    this.#token = token;
  }

  get(path: string): Promise<ApiAnswer> {
    return this.send('GET', path, undefined);
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  put(path: string, body: unknown): Promise<ApiAnswer> {
    return this.send('PUT', path, JSON.stringify(body), { 'content-type': 'application/json' });
  }

  upload(name: string, content: Uint8Array): Promise<ApiAnswer> {
    return this.send('POST', '/api/v1/files', content, {
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(name),
    });
  }

  async send(
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...headers, ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Waits until the run rests: over, or in need of a person. */
  async settled(runId: string, patienceMs = 30_000): Promise<ApiAnswer['body']> {
    const until = Date.now() + patienceMs;
    for (;;) {
      const { body } = await this.get(`/api/v1/runs/${runId}`);
      if (['succeeded', 'failed', 'cancelled', 'needs-person'].includes(body.status)) return body;
      if (Date.now() > until)
        throw new Error(`The run ${runId} is still ${body.status}: ${JSON.stringify(body.steps)}`);
      await wait(50);
    }
  }
}
