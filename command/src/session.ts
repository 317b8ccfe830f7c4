import type { Api } from './api.ts';
import type { Given } from './given.ts';

interface Sink {
  write(text: string): unknown;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly out: Sink;
  readonly err: Sink;
}

/** Everything that a command works with. */
export interface Session {
  readonly api: Api;
  readonly given: Given;
  readonly stdin: Surroundings['stdin'];
  /** For a person; silent where JSON is asked for. */
  say(text: string): void;
  /** The one result: as JSON where that is asked for, else as the lines. */
  show(value: unknown, lines: readonly string[]): void;
  /** One of a stream of results: a JSON object a line, or a line of words. */
  tell(value: unknown, line: string): void;
}

export function openSession(api: Api, given: Given, { stdin, out }: Surroundings): Session {
  const json = given.flags.json === true;
  return {
    api,
    given,
    stdin,
    say: (text) => void (json || out.write(`${text}\n`)),
    show: (value, lines) =>
      void out.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join('')),
    tell: (value, line) => void out.write(json ? `${JSON.stringify(value)}\n` : `${line}\n`),
  };
}

/** Columns as wide as what stands in them. */
export function toTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
