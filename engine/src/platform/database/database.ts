import type { Changes } from './changes.ts';
import type { Line } from './line.ts';

/** One open transaction. Values travel as parameters, never inside the text. */
export interface Sql {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The only way to the rows. Each call of `work` is one transaction: it commits when `work` resolves. */
export interface Database {
  /** Sees and writes the rows of one tenant, whatever the query says. */
  inTenant<Result>(tenantId: string, work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Sees every tenant: for log-in, hooks and the dispatcher, which must find out whose turn it is. */
  asSystem<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** A connection for writes of the system that come in great numbers. Closed with the database. */
  openLine(): Line;
  readonly changes: Changes;
  close(): Promise<void>;
}
