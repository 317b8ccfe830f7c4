/** One span as it is sent: facts, never what went through. Times are epoch milliseconds. */
export interface SpanRecord {
  readonly name: string;
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits; made up where the span has no children. */
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Why it failed. */
  readonly error?: string;
}

/** Where spans go. */
export interface Tracing {
  record(span: SpanRecord): void;
  /** Sends what is still here. */
  close(): Promise<void>;
}
