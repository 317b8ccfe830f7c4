import { Fault } from '@invoicepatch/sdk';
import type { Dispatcher } from 'undici';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

function flatten(headers: Headers): Record<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat.set(name.toLowerCase(), typeof value === 'string' ? value : value.join(', '));
  }
  return Object.fromEntries(flat);
}

export function answerTooLarge(limitBytes: number, method: string): Fault {
  const message = `The answer is larger than ${Math.floor(limitBytes / 1_000_000)} MB. Ask for less at once: fewer rows, or a smaller page.`;
  return new Fault('invalid', 'http.answer-too-large', message, {
    doubtful: method !== 'GET',
    details: { limitBytes },
  });
}

/** One request and its answer, seen from below: it knows whether anything left, and stops reading when it is too much. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<RawAnswer>;
  /** `true` from the moment at which the request is handed to a connected socket. */
  sent = false;
  readonly #limitBytes: number;
  readonly #method: string;
  readonly #chunks: Buffer[] = [];
  readonly #settle = Promise.withResolvers<RawAnswer>();
  #sizeBytes = 0;
  #status = 0;
  #headers: Record<string, string> = {};
  #controller: Dispatcher.DispatchController | undefined;
  #aborted: Error | undefined;

  constructor(limitBytes: number, method: string) {
    this.#limitBytes = limitBytes;
    this.#method = method;
    this.answer = this.#settle.promise;
  }

  /** Ends the exchange, whether it already reached a socket or not. */
  abort(reason: Error): void {
    this.#aborted ??= reason;
    this.#settle.reject(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted !== undefined) controller.abort(this.#aborted);
    else this.sent = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.#status = status;
    this.#headers = flatten(headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#sizeBytes += chunk.length;
    if (this.#sizeBytes > this.#limitBytes) this.abort(answerTooLarge(this.#limitBytes, this.#method));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#settle.resolve({ status: this.#status, headers: this.#headers, body: Buffer.concat(this.#chunks) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, failure: Error): void {
    this.#settle.reject(this.#aborted ?? failure);
  }
}
