/** What a script can tell apart by the exit code alone. */
export const exits = {
  done: 0,
  /** The engine refused, a run failed, or a test is red. */
  refused: 1,
  /** The command was given wrongly. */
  usage: 2,
  /** The engine could not be reached. */
  unreachable: 3,
  /** The run rests until a person decides. */
  person: 4,
} as const;
export type Exit = (typeof exits)[keyof typeof exits];

/** Ends the command with a sentence and a code. */
export class Trouble extends Error {
  readonly exit: Exit;
  /** The engine's own code. */
  readonly code: string | undefined;

  constructor(exit: Exit, message: string, code?: string) {
    super(message);
    this.exit = exit;
    this.code = code;
  }
}

export function wrongUse(message: string): Trouble {
  return new Trouble(exits.usage, `${message}\nSee: invoicepatch help`);
}
