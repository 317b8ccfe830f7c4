/** Who must act: see the table in `docs/errors.md`. */
export type FaultKind = 'invalid' | 'denied' | 'missing' | 'conflict' | 'unavailable' | 'bug';

export interface FaultOptions {
  /** Facts that help the reader: ids, limits, positions. Never a secret, never a whole payload. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** How long the other side asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /**
   * `true` when the act may have happened although no answer came back: a time-out after the first byte was sent,
   * a broken connection, a 5xx without a documented meaning. Such an attempt is settled by the action's repeat policy.
   */
  readonly doubtful?: boolean;
  readonly cause?: unknown;
}

/** The one error that crosses boundaries. Its kind says who must act, its code is listed in the error catalogue. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly kind: FaultKind;
  /** `area.what`, stable. */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterMs: number | undefined;
  readonly doubtful: boolean;

  constructor(kind: FaultKind, code: string, message: string, options: FaultOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.code = code;
    this.details = options.details ?? {};
    this.retryAfterMs = options.retryAfterMs;
    this.doubtful = options.doubtful ?? false;
  }

  /** Whether trying the same thing again later can help. */
  get retryable(): boolean {
    return this.kind === 'unavailable';
  }
}

/** A fault as it is journalled and sent over the wire. */
export interface FaultRecord {
  readonly kind: FaultKind;
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterMs?: number;
  readonly doubtful?: boolean;
}

export function toFaultRecord(fault: Fault): FaultRecord {
  return {
    kind: fault.kind,
    code: fault.code,
    message: fault.message,
    details: fault.details,
    ...(fault.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }),
    ...(fault.doubtful ? { doubtful: true } : {}),
  };
}

export function fromFaultRecord(record: FaultRecord): Fault {
  const { kind, code, message, ...options } = record;
  return new Fault(kind, code, message, options);
}

/** Turns whatever was thrown into a fault; a stranger becomes a `bug`, with its cause kept and its text not shown. */
export function toFault(thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown;
  return new Fault(
    'bug',
    'engine.unexpected',
    'Something went wrong inside the engine. The run can be started again.',
    {
      cause: thrown,
    },
  );
}
