import type { Inspection } from '../sandbox.ts';

/** A program made ready to run. A compiled program can stand in for an interpreted one: nothing else knows the difference. */
export interface Prepared {
  /** It never writes into what it is given, so a value may be given to it again. */
  readonly sparesInput: boolean;
  run(input: unknown, bindings: Readonly<Record<string, unknown>>): unknown;
}

/** A language inside an isolate. */
export interface Language {
  /** Throws the language's own error, or `{sandbox: failure}`. */
  prepare(source: string): Prepared;
  /** From the value of compiled code. */
  link?(program: unknown): Prepared;
  /** Throws like `prepare`. */
  inspect(source: string): Extract<Inspection, { ok: true }>;
}
