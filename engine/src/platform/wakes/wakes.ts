/**
 * Tells processes that drive runs which ones may be due. It holds nothing: a call that gets lost is made up for by the
 * sweep over Postgres.
 */
export interface Wakes {
  /** Returns at once. Calls of one moment go out together. */
  call(runId: string): void;
  /** From now on what others call is heard here. `hear` gets ids of runs, some of them perhaps taken by then. */
  listen(hear: (runIds: readonly string[]) => void): void;
  close(): Promise<void>;
}
