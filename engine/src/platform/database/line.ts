/** One connection of the system role, kept. Each statement is a transaction of its own, prepared once under its name. */
export interface Line {
  /** A line that broke connects again at the next statement; whether the one that was under way committed, nobody knows. */
  query<Row extends object>(
    statement: { readonly name: string; readonly text: string },
    values: readonly unknown[],
  ): Promise<Row[]>;
  close(): Promise<void>;
}
