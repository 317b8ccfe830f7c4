import { Fault } from '../fault.ts';
import type { Http, HttpAnswer, HttpCall, HttpOptions } from '../http.ts';
import { Untrusted } from '../untrusted.ts';

export interface FakeHttp extends Http {
  readonly sent: readonly HttpCall[];
}

/** Answers by `"METHOD path"`; a `Fault` as an answer is thrown, a function is called with the request. */
export function fakeHttp(answers: Readonly<Record<string, unknown>>): FakeHttp {
  const sent: HttpCall[] = [];
  const answer = (call: HttpCall): unknown => {
    sent.push(call);
    const found = answers[`${call.method} ${call.path}`];
    if (found === undefined)
      throw new Fault('bug', 'test.no-answer', `The fake has no answer to ${call.method} ${call.path}.`);
    const value = typeof found === 'function' ? (found as (c: HttpCall) => unknown)(call) : found;
    if (value instanceof Fault) throw value;
    return value;
  };
  const ask = async (call: HttpCall): Promise<Untrusted> => new Untrusted(answer(call));
  return {
    sent,
    get: (path: string, options?: HttpOptions) => ask({ method: 'GET', path, ...options }),
    post: (path: string, body: unknown, options?: HttpOptions) => ask({ method: 'POST', path, body, ...options }),
    put: (path: string, body: unknown, options?: HttpOptions) => ask({ method: 'PUT', path, body, ...options }),
    patch: (path: string, body: unknown, options?: HttpOptions) => ask({ method: 'PATCH', path, body, ...options }),
    delete: (path: string, options?: HttpOptions) => ask({ method: 'DELETE', path, ...options }),
    send: async (call: HttpCall): Promise<HttpAnswer> => ({
      status: 200,
      headers: {},
      text: JSON.stringify(answer(call)),
    }),
  };
}
