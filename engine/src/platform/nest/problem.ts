import type { Fault, FaultKind } from '@invoicepatch/sdk';

/** RFC 9457, with what a script can hold on to. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
}

const statuses: Readonly<Record<FaultKind, number>> = {
  invalid: 400,
  denied: 403,
  missing: 404,
  conflict: 409,
  unavailable: 503,
  bug: 500,
};

/** Where HTTP has a better word than the kind's. */
const statusesByCode: ReadonlyMap<string, number> = new Map([
  ['auth.required', 401],
  ['auth.wrong-credentials', 401],
  ['auth.too-many-attempts', 429],
  ['request.too-large', 413],
  ['request.unsupported-type', 415],
  ['file.too-large', 413],
  ['hook.too-large', 413],
  ['callback.over', 410],
  ['hook.bad-signature', 401],
  ['hook.too-many-deliveries', 429],
  ['run.backlog-full', 429],
]);

const titles: Readonly<Record<FaultKind, string>> = {
  invalid: 'The request cannot be carried out as it is',
  denied: 'Not allowed',
  missing: 'Not found',
  conflict: 'Something changed in the meantime',
  unavailable: 'Not available at the moment',
  bug: 'Something went wrong inside the engine',
};

export function toStatus(fault: Fault): number {
  return statusesByCode.get(fault.code) ?? statuses[fault.kind];
}

/** A fault as it goes over the wire. */
export function answerProblem(fault: Fault, requestId: string) {
  const seconds = fault.retryAfterMs === undefined ? undefined : Math.ceil(fault.retryAfterMs / 1_000);
  return {
    status: toStatus(fault),
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
      ...(fault.code === 'auth.required' ? { 'www-authenticate': 'Bearer' } : {}),
    },
    body: JSON.stringify(toProblem(fault, requestId)),
  };
}

/** A fault's `details.errors` become the problem's `errors`. A bug keeps its text and facts to itself. */
export function toProblem(fault: Fault, requestId: string): Problem {
  const { errors, ...details } = fault.details;
  const secret = fault.kind === 'bug';
  return {
    type: `/docs/errors#${secret ? 'engine.unexpected' : fault.code}`,
    title: titles[fault.kind],
    status: toStatus(fault),
    detail: secret ? `Something went wrong inside the engine. Quote ${requestId} when you report it.` : fault.message,
    code: secret ? 'engine.unexpected' : fault.code,
    requestId,
    ...(secret || errors === undefined ? {} : { errors }),
    ...(secret || Object.keys(details).length === 0 ? {} : { details }),
  };
}
