export interface Config {
  readonly port: number;
  readonly host: string;
  /** Where people reach the server, when that differs from host and port. */
  readonly publicUrl: string | undefined;
  /** Absolute. */
  readonly dataDir: string;
  /** `undefined`: the Postgres that comes along. */
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly role: 'all' | 'web' | 'worker';
  readonly ownerEmail: string | undefined;
  readonly ownerPassword: string | undefined;
  readonly logLevel: 'error' | 'warn' | 'info';
  /** 32 bytes; `undefined`: the key file in the data folder. */
  readonly masterKey: Buffer | undefined;
  /** `host:port`, lower case. */
  readonly egressAllow: readonly string[];
}
