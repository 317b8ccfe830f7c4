import type { Credential } from './credential.ts';
import type { Principal } from './principal.ts';

/** What the guard found out about a request. */
export interface Caller {
  readonly principal: Principal;
  readonly credential: Credential;
}

const callers = new WeakMap<object, Caller>();

export function rememberCaller(request: object, caller: Caller): void {
  callers.set(request, caller);
}

export function findCaller(request: object): Caller | undefined {
  return callers.get(request);
}
