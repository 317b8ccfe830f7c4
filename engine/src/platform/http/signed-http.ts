import { Fault, type Http, type HttpAnswer, type HttpCall, type HttpOptions, Untrusted } from '@invoicepatch/sdk';
import type { Clock } from '../clock/clock.ts';
import type { SecretMask } from '../secrets/secret-mask.ts';
import { isBelow } from './egress.ts';
import type { GuardedHttp, GuardedRequest } from './guarded-http.ts';
import { invalidUrl, toStatusFault } from './http-faults.ts';
import { parseForeignJson } from './parse-json.ts';

export interface HttpSetting {
  readonly guarded: GuardedHttp;
  readonly clock: Clock;
  readonly mask: () => SecretMask;
  readonly signal?: AbortSignal;
  /** What relative paths resolve against, and what no path leads out of; without it paths are absolute. */
  readonly base?: string;
  readonly simulatorUrl?: string;
  /** Sends the request with the connection's signature; without it, as it is. */
  readonly send?: (request: GuardedRequest) => Promise<HttpAnswer>;
  /** The connector's own reading of an error. */
  readonly toFault?: (answer: HttpAnswer) => Fault | undefined;
}

/** The SDK's `Http` on the guarded client. */
export class SignedHttp implements Http {
  readonly #setting: HttpSetting;

  constructor(setting: HttpSetting) {
    this.#setting = setting;
  }

  get(path: string, options?: HttpOptions): Promise<Untrusted> {
    return this.#ask({ method: 'GET', path, ...options });
  }

  post(path: string, body: unknown, options?: HttpOptions): Promise<Untrusted> {
    return this.#ask({ method: 'POST', path, body, ...options });
  }

  put(path: string, body: unknown, options?: HttpOptions): Promise<Untrusted> {
    return this.#ask({ method: 'PUT', path, body, ...options });
  }

  patch(path: string, body: unknown, options?: HttpOptions): Promise<Untrusted> {
    return this.#ask({ method: 'PATCH', path, body, ...options });
  }

  delete(path: string, options?: HttpOptions): Promise<Untrusted> {
    return this.#ask({ method: 'DELETE', path, ...options });
  }

  async send(call: HttpCall): Promise<HttpAnswer> {
    const { guarded, signal, simulatorUrl, send = (request) => guarded.exchange(request) } = this.#setting;
    return send({
      method: call.method,
      url: this.#resolve(call).href,
      ...toContent(call),
      timeoutMs: call.timeoutMs,
      signal,
      simulatorUrl,
    });
  }

  async #ask(call: HttpCall): Promise<Untrusted> {
    const answer = await this.send(call);
    if (answer.status >= 200 && answer.status < 300) return new Untrusted(readAnswer(answer, call.method));
    const { clock, mask, toFault } = this.#setting;
    const own = toFault?.(answer);
    if (own !== undefined) throw withMask(own, mask());
    throw toStatusFault({
      host: this.#resolve(call).host,
      method: call.method,
      answer,
      mask: mask(),
      now: clock.now(),
    });
  }

  #resolve({ path, query }: HttpCall): URL {
    const { base } = this.#setting;
    const url =
      base === undefined ? URL.parse(path) : URL.parse(`${base.replace(/\/+$/, '')}/${path.replace(/^\//, '')}`);
    if (url === null)
      throw invalidUrl('without a connection it must be an absolute URL, like https://api.example.com/things.');
    // A signature is for one place: data in a path must not carry it elsewhere.
    if (base !== undefined && !isBelow(url, base)) throw invalidUrl("it leads out of the connection's own address.");
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) url.searchParams.append(name, String(value));
    return url;
  }
}

function toContent({ headers = {}, body }: HttpCall): Pick<GuardedRequest, 'headers' | 'body'> {
  const accept = { accept: 'application/json', ...lowerCase(headers) };
  if (body === undefined) return { headers: accept };
  if (typeof body === 'string') return { headers: accept, body };
  return { headers: { 'content-type': 'application/json', ...accept }, body: JSON.stringify(body) };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** JSON becomes a value, anything else stays text. */
function readAnswer({ headers, text }: HttpAnswer, method: string): unknown {
  if (text.trim() === '') return null;
  if (!/[/+]json/i.test(headers['content-type'] ?? '')) return text;
  try {
    return parseForeignJson(text);
  } catch (cause) {
    const message = 'The other system says that its answer is JSON, but it is not.';
    throw new Fault('unavailable', 'http.answer-unreadable', message, { cause, doubtful: method !== 'GET' });
  }
}

/** Message and details may both repeat what the other system said. */
function withMask(fault: Fault, mask: SecretMask): Fault {
  const { kind, code, retryAfterMs, doubtful, cause } = fault;
  return new Fault(kind, code, mask.cover(fault.message), {
    details: Object.fromEntries(Object.entries(fault.details).map(([name, value]) => [name, mask.coverAll(value)])),
    doubtful,
    cause,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
