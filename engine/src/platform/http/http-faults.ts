import { Fault, type FaultKind, type HttpAnswer } from '@invoicepatch/sdk';
import type { SecretMask } from '../secrets/secret-mask.ts';
import { reasonOf } from './reason.ts';

export function addressRefused(host: string): Fault {
  return new Fault(
    'denied',
    'http.address-refused',
    `${host} is an address inside the engine's own network, which flows may not reach. Whoever runs the engine can allow it with EGRESS_ALLOW.`,
    { details: { host } },
  );
}

export function invalidUrl(problem: string): Fault {
  return new Fault('invalid', 'http.url-invalid', `The address of the request is refused: ${problem}`);
}

export interface Failure {
  readonly host: string;
  readonly method: string;
  /** Whether anything may have left this machine. */
  readonly sent: boolean;
  readonly cause: unknown;
}

/** No answer came. Whether the act may have happened depends on whether the request had left. */
export function toNetworkFault({ host, method, sent, cause }: Failure): Fault {
  if (cause instanceof Fault) return cause;
  const doubtful = sent && method !== 'GET';
  if (!sent) {
    const message = `${host} could not be reached (${codeOf(cause)}). Nothing was sent; the engine tries again by itself.`;
    return new Fault('unavailable', 'http.unreachable', message, { cause, details: { host } });
  }
  const message = `${host} broke the connection before its answer was complete (${codeOf(cause)}).`;
  return new Fault('unavailable', 'http.broken', message, { cause, doubtful, details: { host } });
}

export function timedOut({ host, method, sent }: Omit<Failure, 'cause'>, timeoutMs: number): Fault {
  const message = `${host} did not answer completely within ${timeoutMs} ms.`;
  return new Fault('unavailable', 'http.timeout', message, {
    doubtful: sent && method !== 'GET',
    details: { host, timeoutMs },
  });
}

function codeOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return 'no reason given';
}

interface Meaning {
  readonly kind: FaultKind;
  readonly code: string;
  readonly says: string;
}

const meanings: ReadonlyMap<number, Meaning> = new Map([
  [401, { kind: 'denied', code: 'http.denied', says: 'does not accept the credentials' }],
  [403, { kind: 'denied', code: 'http.denied', says: 'does not allow this' }],
  [404, { kind: 'missing', code: 'http.missing', says: 'knows no such thing' }],
  [408, { kind: 'unavailable', code: 'http.failed', says: 'ran out of time' }],
  [409, { kind: 'conflict', code: 'http.conflict', says: 'has a newer state than this request expects' }],
  [410, { kind: 'missing', code: 'http.missing', says: 'no longer has this' }],
  [412, { kind: 'conflict', code: 'http.conflict', says: 'has a newer state than this request expects' }],
  [429, { kind: 'unavailable', code: 'http.busy', says: 'gets too many requests' }],
]);

function meaningOf(status: number): Meaning {
  const known = meanings.get(status);
  if (known !== undefined) return known;
  if (status >= 500) return { kind: 'unavailable', code: 'http.failed', says: 'failed' };
  if (status >= 400) return { kind: 'invalid', code: 'http.refused', says: 'refused the request' };
  return { kind: 'invalid', code: 'http.redirect', says: 'answered with a redirect, which is never followed' };
}

export interface Answered {
  readonly host: string;
  readonly method: string;
  readonly answer: HttpAnswer;
  readonly mask: SecretMask;
  readonly now: number;
}

/** An answer that is not 2xx, when the system's own words are not understood better by its connector. */
export function toStatusFault({ host, method, answer, mask, now }: Answered): Fault {
  const { kind, code, says } = meaningOf(answer.status);
  const reason = mask.cover(reasonOf(answer));
  const retryAfterMs = toRetryAfterMs(answer.headers['retry-after'], now);
  return new Fault(kind, code, `${host} ${says} (${answer.status})${reason === '' ? '.' : `: ${reason}`}`, {
    details: { host, status: answer.status },
    ...(retryAfterMs === undefined || kind !== 'unavailable' ? {} : { retryAfterMs }),
    doubtful: kind === 'unavailable' && answer.status !== 429 && method !== 'GET',
  });
}

/** Seconds or a date, at most a day. */
export function toRetryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const waitMs = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), 86_400_000);
}
