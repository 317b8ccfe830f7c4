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
  readonly role: 'all' | 'api' | 'worker' | 'scheduler';
  readonly ownerEmail: string | undefined;
  readonly ownerPassword: string | undefined;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Deliveries a minute that one hook takes in each process. */
  readonly deliveriesPerMinute: number;
  /** Largest body of a delivery to a hook, in bytes. */
  readonly deliveryBytes: number;
  /** Due runs that may wait for their turn before events are refused. */
  readonly backlog: number;
  /** Days that finished runs are kept. */
  readonly keepRunsDays: number;
  /** How long one evaluation may take, in milliseconds. */
  readonly evaluationMs: number;
  /** 32 bytes; `undefined`: the key file in the data folder. */
  readonly masterKey: Buffer | undefined;
  /** Who knows it may read the metrics; `undefined`: programs of this machine. */
  readonly metricsToken: string | undefined;
  /** The OpenTelemetry collector; `undefined`: no traces. */
  readonly tracesEndpoint: string | undefined;
  readonly serviceName: string;
  /** `host:port`, lower case. */
  readonly egressAllow: readonly string[];
}
