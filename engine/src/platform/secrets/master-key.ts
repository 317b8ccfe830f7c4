/** Wraps the tenants' data keys. A key service can stand here as well as a file. */
export interface MasterKey {
  /** Names the key without telling anything about it. */
  readonly fingerprint: string;
  /** `context` must be the same when unwrapping. */
  wrap(key: Buffer, context: string): Promise<Buffer>;
  unwrap(wrapped: Buffer, context: string): Promise<Buffer>;
}
